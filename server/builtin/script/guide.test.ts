import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ruleAddress } from "@/server/shared/rule-model";
import { checkScript } from "./check";
import { LATER } from "./file-format-parser";
import { FUNCTIONS, findFunction } from "./functions";
import { REFUSED } from "./functions/refused";
import { IGNORED_VARIABLES } from "./interpreter/ignored-variables";
import { SCRIPT_FUNCTIONS } from "./interpreter/library";
import { REFUSED_STATEMENTS, STATEMENT_WORDS } from "./statement-parser";
import { linkedRules } from "./testing/linked-rules";

const guide = readFileSync(join(process.cwd(), "docs/load-script.md"), "utf8");

it("the guide names every function of the library", () => {
  const missing = FUNCTIONS.filter((f) => !new RegExp(`\\b${f.name}(?![\\w])`).test(guide)).map(
    (f) => f.name,
  );
  expect(missing).toEqual([]);
});

it("the guide links each function's rule", () => {
  const rules = SCRIPT_FUNCTIONS.map(({ name, rule }) => [name, ruleAddress(rule)]);
  expect(linkedRules(guide)).toEqual(Object.fromEntries(rules));
});

/** Words of connections that were named by hand before there was LIB CONNECT TO. */
const CONNECTIONS = ["connect", "odbc", "ole", "custom"];

it("the guide names every statement there is, and every one that is refused", () => {
  const words = [...STATEMENT_WORDS, ...Object.keys(REFUSED_STATEMENTS)];
  const missing = words.filter((w) => !CONNECTIONS.includes(w) && !new RegExp(`\\b${w}\\b`, "i").test(guide));
  expect(missing).toEqual([]);
});

it("the guide names every file format and source that is refused, and the refusal says so with its place", () => {
  const [, refused = ""] = guide.split("## Not supported yet");
  for (const format of LATER) {
    if (format === "xls" || format === "bin") continue;
    expect(refused).toMatch(new RegExp(`\\b${format}\\b`, "i"));
    expect(checkScript(`T: LOAD *\nFROM a.x (${format});`)).toEqual([
      expect.objectContaining({
        code: "script.unsupported",
        line: 2,
        column: 11,
        message: expect.stringContaining(format.toUpperCase()),
      }),
    ]);
  }
  for (const [source, message] of [
    ["EXTENSION S.f(T)", "EXTENSION is not supported."],
    ["FROM a.x (txt, filters(Remove(Row, Pos(Top, 1))))", 'The format word "filters" is not supported.'],
  ] as const) {
    expect(refused).toContain(/EXTENSION|filters/.exec(source)?.[0]);
    expect(checkScript(`T: LOAD * ${source};`)).toEqual([
      expect.objectContaining({ code: "script.unsupported", message, advice: expect.any(String) }),
    ]);
  }
});

it("the guide names every variable that is set in vain", () => {
  for (const name of Object.keys(IGNORED_VARIABLES)) expect(guide).toContain(`\`${name}\``);
});

it("the guide names no function as one that is not there, and no function twice as supported and refused", () => {
  const [, rest = ""] = guide.split("## Not supported yet");
  const [list = ""] = rest.split("\n## ");
  const [said = ""] = list.split("- Functions:").slice(1);
  const named = [...said.matchAll(/`([A-Z][A-Za-z]+)(?:\(\))?`/g)].map((m) => m[1] ?? "");
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => findFunction(name))).toEqual([]);
  for (const name of Object.keys(REFUSED)) expect(findFunction(name), name).toBeUndefined();
});

it("the guide's scripts are sound", () => {
  const scripts = [...guide.matchAll(/```qlik\n([\s\S]*?)```/g)].map((m) => m[1] ?? "");
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) expect(checkScript(script)).toEqual([]);
});
