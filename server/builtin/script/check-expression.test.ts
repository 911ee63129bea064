import { expect, test } from "vitest";
import { checkExpression } from "./check-expression";

test.each([
  "Sum(Sales)",
  "=Year(Date)",
  'Sum({<Year={$(=Max(Year)-1), 2020}, Region=, Day={">=$(=Max({1} Day)-30)<=$(=Max(Day))"}>} Sales)',
  "Sum({1<Name-={'a', \"b*\"}>} DISTINCT [Net Sales]) / Sum(TOTAL <Region> Sales)",
  "Sum({<Customer=P({1<Year={2024}>})>} Sales) * $(vRate)",
  "$(=Round($(v), $(#w))) & '$(vText)'",
  "{<Year={2024}>} Sum(Sales) / ({1} Count(DISTINCT Order))",
  "=RangeSum({1} Sum(A), {<B=>} Sum(C)) - Sum(ALL Sales) + Sum(Aggr(NODISTINCT Max(Price), Product))",
  "Sum(All) + Sum(all < 5)",
])("%s is written well", (text) => {
  expect(checkExpression(text)).toBeNull();
});

test.each<[string, number, number, RegExp]>([
  ["Sum({<Year={>2020}>} Sales)", 1, 13, /double ones/],
  ["Sum(Sales", 1, 10, /Expected "\)"/],
  ["Summ(Sales)", 1, 1, /Sum\(\)/],
  ["Sum({<Year={$(=Maxx(Year))}>} Sales)", 1, 16, /Max\(\)/],
  ["Sum(Sales)\n  + $(=Max(Year", 2, 5, /never closed/],
  ["=Sum({<Year={2024}} Sales)", 1, 19, /Expected ">"/],
  ["Sum(A) +\n {1} Sum(B)", 2, 2, /in the middle/],
  ["{<Year={2024}>}", 1, 16, /a value/],
  ["Sum({1} ALL Sales)", 1, 9, /not both/],
])("%s is not, and where is said", (text, line, column, message) => {
  expect(checkExpression(text)).toMatchObject({ line, column, message: expect.stringMatching(message) });
});
