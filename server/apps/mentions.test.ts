import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dimensionMentions, mentions } from "./mentions";

const fields = new Set(["salary", "net pay", "a]b"]);
const CANARY = "salary";

/** Ways to name a field. */
const name = fc.constantFrom(
  "Salary",
  "SALARY",
  "[Salary]",
  '"Salary"',
  "[Net Pay]",
  '"net pay"',
  "[a]]b]",
  " Salary ",
);
/** Wraps an expression that names it, as far down as one likes. */
const wrapped = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6, depthSize: "small" },
    name,
    tie("expression").map((e) => `Sum(${e})`),
    tie("expression").map((e) => `Sum({<${e}={1}>} Amount)`),
    tie("expression").map((e) => `Sum({1<Region={"=Sum(${e.replaceAll('"', '""')})>5"}>} Amount)`),
    tie("expression").map((e) => `Count({<Name=P({<${e}={"A*"}>} Name)>} Amount)`),
    tie("expression").map((e) => `Count({<Name=E({1} ${e})>} Amount)`),
    tie("expression").map((e) => `Sum(Aggr(Max(${e}), Region))`),
    tie("expression").map((e) => `$(=Max(${e}))`),
    tie("expression").map((e) => `Sum({<Year={$(=Max(${e}))}>} Amount)`),
    tie("expression").map((e) => `Rank(TOTAL <Region> ${e}) /* ' */`),
    tie("expression").map((e) => `If(Region = 'it''s', ${e}, 0)`),
    tie("expression").map((e) => `Above(${e}) // "`),
    tie("expression").map((e) => `FirstSortedValue(Name, -${e})`),
  ),
}));

describe("an expression", () => {
  test("that names a field is found out, however deep and however it is written", () => {
    fc.assert(fc.property(wrapped.expression, (text) => mentions(text, fields)));
  });

  test("is found out where the name is a text, a search, or stands in a comment", () => {
    for (const text of [
      "FieldValue('Salary', 1)",
      "GetFieldSelections(Salary)",
      "Sum({<Region={\"=Max(Salary)>'x'\"}>} A)",
      "/* Salary */ 1",
      "'$(=Sum(Salary))'",
      'Sum({<[Salary]={">5"}>} Amount)',
      "Sum({<Salary-={1}>} Amount)",
      "Sum(",
    ])
      expect(mentions(text, fields), text).toBe(text !== "Sum(");
  });

  test("that does not name one is let through", () => {
    for (const text of [
      "Sum(Amount)",
      "[Salary Band]",
      "'my salary is high'",
      "Sum({<SalaryBand={2}>} x)",
      "Pay",
    ])
      expect(mentions(text, fields), text).toBe(false);
    expect(dimensionMentions("Salary Band", fields)).toBe(false);
    expect(dimensionMentions(CANARY, fields)).toBe(true);
    expect(dimensionMentions("=Year(Salary)", fields)).toBe(true);
  });
});
