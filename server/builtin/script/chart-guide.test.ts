import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ruleAddress } from "@/server/shared/rule-model";
import { checkExpression } from "./check-expression";
import { CHART_FUNCTIONS } from "./functions/chart";
import { linkedRules } from "./testing/linked-rules";

const guide = readFileSync(join(process.cwd(), "docs/chart-expressions.md"), "utf8");

it("the guide names every function that only charts have", () => {
  const missing = CHART_FUNCTIONS.filter((f) => !new RegExp(`\\b${f.name}(?![\\w])`).test(guide)).map(
    (f) => f.name,
  );
  expect(missing).toEqual([]);
});

it("the guide links the rule of every function that only charts have", () => {
  const rules = CHART_FUNCTIONS.map(({ name, rule }) => [name, ruleAddress(rule)]);
  expect(linkedRules(guide)).toEqual(Object.fromEntries(rules));
});

it("the guide's expressions are sound", () => {
  const written = [...guide.matchAll(/`([^`\n]+)`/g)].map((m) => m[1] ?? "");
  const calls = written.filter((text) => /^=?[A-Za-z]+\(.*\)/.test(text) && !/…|expression/.test(text));
  expect(calls.length).toBeGreaterThan(40);
  for (const call of calls) expect([call, checkExpression(call)]).toEqual([call, null]);
});
