import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { OPERATOR_WORDS } from "./expression-parser";
import { SCRIPT_FUNCTIONS } from "./interpreter/library";
import { KEYWORDS } from "./keywords";
import { PREFIX_WORDS } from "./prefix-parser";
import { CONTROL } from "./split";
import { STATEMENT_WORDS } from "./statement-parser";

const guide = readFileSync(join(process.cwd(), "docs/load-script.md"), "utf8");

it("every statement an editor offers is in the guide", () => {
  const missing = KEYWORDS.filter(
    (k) => !k.name.split(" ").every((w) => new RegExp(`\\b${w}\\b`, "i").test(guide)),
  );
  expect(missing.map((k) => k.name)).toEqual([]);
});

it("every word that begins a statement, a prefix or a part of a control statement has an entry, and every operator", () => {
  const begun = new Set(KEYWORDS.flatMap((k) => [k.name, ...k.name.split(" ")]).map((w) => w.toLowerCase()));
  const words = [
    ...STATEMENT_WORDS,
    ...PREFIX_WORDS,
    ...CONTROL,
    ...OPERATOR_WORDS,
    "load",
    "sql",
    "select",
    "rem",
  ];
  // The short forms are told with the long ones.
  const missing = words.filter((w) => !begun.has(w) && !begun.has(w.replace(/^end(?=\w)/, "end ")));
  expect(missing).toEqual([]);
});

it("every word the parsers look for is told in an entry", () => {
  const told = new Set(KEYWORDS.flatMap((k) => `${k.name} ${k.syntax}`.toLowerCase().match(/\w+/g) ?? []));
  const folder = join(process.cwd(), "server/builtin/script");
  const parsers = readdirSync(folder).filter((f) => /parser\.ts$|^constraint\.ts$/.test(f));
  // What is refused or stands in charts has no help; words of file formats and sets have tables of their own in the guides.
  const sources = parsers.filter((f) => !/^(?:file-format|set)-parser/.test(f));
  expect(sources.length).toBeGreaterThan(6);
  const looked = sources.flatMap((f) =>
    [
      ...readFileSync(join(folder, f), "utf8").matchAll(
        /\b(?:takeWords|takeOneOf|isWord|expectWords)\(([^)]*)\)/g,
      ),
    ].flatMap(([, list = ""]) => [...list.matchAll(/"(\w+)"/g)].map(([, word = ""]) => word)),
  );
  expect(looked.length).toBeGreaterThan(60);
  const singular = (word: string) => word.replace(/s$/, "");
  const missing = looked.filter((w) => !told.has(w) && !told.has(singular(w)) && !told.has(`${w}s`));
  expect([...new Set(missing)].sort()).toEqual(["all", "extension", "nodistinct", "total"]);
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
