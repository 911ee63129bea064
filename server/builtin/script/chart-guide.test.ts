import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkExpression } from "./check-expression";
import { CHART_FUNCTIONS } from "./functions/chart";

const guide = readFileSync(join(process.cwd(), "docs/chart-expressions.md"), "utf8");

it("the guide names every function that only charts have", () => {
  const missing = CHART_FUNCTIONS.filter((f) => !new RegExp(`\\b${f.name}(?![\\w])`).test(guide)).map(
    (f) => f.name,
  );
  expect(missing).toEqual([]);
});

it("the guide's expressions are sound", () => {
  const written = [...guide.matchAll(/`([^`\n]+)`/g)].map((m) => m[1] ?? "");
  const calls = written.filter((text) => /^=?[A-Za-z]+\(.*\)/.test(text) && !/…|expression/.test(text));
  expect(calls.length).toBeGreaterThan(40);
  for (const call of calls) expect([call, checkExpression(call)]).toEqual([call, null]);
});
