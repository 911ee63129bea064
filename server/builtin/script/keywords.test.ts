import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SCRIPT_FUNCTIONS } from "./interpreter/library";
import { KEYWORDS } from "./keywords";

const guide = readFileSync(join(process.cwd(), "docs/load-script.md"), "utf8");

it("every statement an editor offers is in the guide", () => {
  const missing = KEYWORDS.filter(
    (k) => !k.name.split(" ").every((w) => new RegExp(`\\b${w}\\b`).test(guide)),
  );
  expect(missing.map((k) => k.name)).toEqual([]);
});

it("every function has a signature that begins with its name, and a sentence", () => {
  expect(SCRIPT_FUNCTIONS.length).toBeGreaterThan(250);
  const names = SCRIPT_FUNCTIONS.map((f) => f.name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  for (const f of SCRIPT_FUNCTIONS) {
    expect(f.signature.startsWith(`${f.name}(`)).toBe(true);
    expect(f.summary).toMatch(/\S[.…]$/);
  }
});

it("functions of scripts alone are among them", () => {
  const names = SCRIPT_FUNCTIONS.map((f) => f.name);
  expect(names).toEqual(expect.arrayContaining(["Peek", "ApplyMap", "FileName", "NoOfRows", "Sum"]));
});
