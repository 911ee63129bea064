import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkScript } from "./check";
import { FUNCTIONS } from "./functions";

const guide = readFileSync(join(process.cwd(), "docs/load-script.md"), "utf8");

it("the guide names every function of the library", () => {
  const missing = FUNCTIONS.filter((f) => !new RegExp(`\\b${f.name}(?![\\w])`).test(guide)).map(
    (f) => f.name,
  );
  expect(missing).toEqual([]);
});

it("the guide's scripts are sound", () => {
  const scripts = [...guide.matchAll(/```qlik\n([\s\S]*?)```/g)].map((m) => m[1] ?? "");
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) expect(checkScript(script)).toEqual([]);
});
