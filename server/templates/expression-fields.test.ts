import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf, setsOf } from "./expression-fields";

const names = (e: string) => fieldsOf(e).map((f) => f.name);

describe("fields an expression names", () => {
  it.each([
    ["Sum(Sales)", ["Sales"]],
    ["Sum([Order Amount]) / Count(distinct Order)", ["Order Amount", "Order"]],
    ['Sum("Net Sales")', ["Net Sales"]],
    ["If(Region = 'Sales', 1.5e3, Null())", ["Region"]],
    ["Sum({<Year={$(=Max(Year))}>} Sales)", ["Year", "Year", "Sales"]],
    ['Sum({<Overdue={">0"}>} Open) / Sum(Open)', ["Overdue", "Open", "Open"]],
    [
      'Sum({$<Year={">=$(=Max(Season))"}, [Cust Id]={A, B}>} Sales)',
      ["Season", "Year", "Cust Id", "Sales"].sort(),
    ],
    ['Sum({<Customer={"=Sum(Open)>5"}>} Open)', ["Customer", "Open", "Open"]],
    [
      "Sum({1<Customer=P({1<Product={Shoe}>} Customer)>} Sales)",
      ["Customer", "Product", "Customer", "Sales"],
    ],
    ["Count({BM01<Year*={2024}>} TOTAL <Region> Order)", ["Year", "Region", "Order"]],
    ["$(vSales) + $(=Sum(Open)) // and Nothing", ["Open"]],
    ["Aggr(Sum(Sales), Month) /* Old */", ["Sales", "Month"]],
    ["[a]]b]", ["a]b"]],
  ])("%s", (expression, expected) => {
    const found = names(expression);
    if (expression.includes("Season")) expect(found.sort()).toEqual(expected);
    else expect(found).toEqual(expected);
  });

  it("ends on every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab(){}<>[]\"'$=,/*1 ") }), (text) => {
        expect(Array.isArray(fieldsOf(text))).toBe(true);
      }),
    );
  });

  it("offsets point at the name", () => {
    const text = 'Sum({<Year={"=Max(Season)>1"}>} [Net])';
    for (const { name, offset } of fieldsOf(text))
      expect(text.slice(offset).replace(/^\[/, "")).toMatch(new RegExp(`^${name}`));
  });
});

it.each([
  ["Sum(Sales) + Sum({<Year={2024}>} Sales) + Sum({$<Year=>} Sales) + Sum({1} Sales)", []],
  ["Sum({Spring} Sales) / Sum({[Spring sale]<Year=>} Sales)", ["Spring", "Spring sale"]],
  ["Sum({$ * (Spring - BM02)} Sales)", ["Spring", "BM02"]],
  ["Sum({$1} Sales) - Sum({$_2<Year={2024}>} Sales) + Sum({$0} Sales)", ["$1", "$_2"]],
  ["Sum({<Customer=P({Spring} Customer)>} Sales)", ["Spring"]],
  ["Sum({<Year={$(=Max({Spring} Year))}>} Sales)", ["Spring"]],
  ["If(Price = '{Spring}', Sum({<A={Spring}>} Sales))", []],
])("sets that %s starts from by name", (expression, expected) => {
  expect(setsOf(expression)).toEqual(expected);
});
