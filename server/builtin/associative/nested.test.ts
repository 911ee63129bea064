import { beforeAll, describe, expect, test } from "vitest";
import type { CellValue, Selections } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

/** Amounts by customer: Anna (10) 100.1 + 50, Ben (20) 25, a dangling one (99) 7, nobody 1. */
let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

describe("Aggr() inside an aggregation", () => {
  test.each<[string, Selections, CellValue]>([
    ["Max(Aggr(Sum(Amount), Customer))", {}, 150.1],
    ["Min(Aggr(Sum(Amount), Customer))", {}, 7],
    ["Sum(Aggr(Sum(Amount), Customer))", {}, 182.1],
    ["Count(Aggr(Sum(Amount), Customer))", {}, 3],
    ["Avg(Aggr(Count(Amount), Name))", {}, 1.5],
    ["Avg(Aggr(Sum(Qty), Order))", {}, 7],
    ["Max(Aggr(Sum(Qty), City, Product))", {}, 7],
    ["Sum(Aggr(Max(Aggr(Sum(Qty), Order)), City))", {}, 18],
    ["Sum(Aggr(Sum(Amount) * 2, Customer))", { Name: ["Anna"] }, 300.2],
    ["Sum(Aggr(Sum({1} Amount), Customer))", { Name: ["Anna"] }, 150.1],
    ["Sum({1} Aggr(Sum({1} Amount), Customer))", { Name: ["Anna"] }, 182.1],
    ["Sum({1} Aggr({1} Sum(Amount), Customer))", { Name: ["Anna"] }, 182.1],
    ["Sum({1} Aggr(Sum(Amount), Customer))", { Name: ["Anna"] }, 150.1],
    ["Sum({<Name={'Ben'}>} Aggr({1} Sum(Amount), Customer))", { Name: ["Anna"] }, 25],
    ["Count(If(Aggr(Sum(Amount), Customer) > 20, Customer))", {}, 2],
    ["Sum(If(Aggr(Sum(Amount), Customer) > 20, Aggr(Count(Amount), Customer)))", {}, 3],
    ["Concat(Name & Aggr(Count(Amount), Name), ' ')", {}, "Anna2 Ben1"],
    ["Concat(Aggr(If(Rank(Sum(Amount)) <= 1, Name), Name), ', ')", {}, "Anna"],
    ["Concat(Aggr(Name & Sum(Amount), Name), ' ')", {}, "Anna150.1 Ben25 Cleo0"],
    ["Count(Aggr(Customer, Customer))", {}, 4],
    ["Max(Aggr(If(Name = 'Ben', Sum(Qty)), Name, City))", {}, 13],
    ["Sum({1} Aggr({1} If(Name = 'Ben', Sum(Amount)), Name))", { Name: ["Anna"] }, 25],
    ["Sum(Aggr(Max(Aggr(If(Name = 'Anna', Sum(Amount)), Name)), City))", {}, 150.1],
    ["FirstSortedValue(Name, -Aggr(Sum(Amount), Name))", {}, "Anna"],
    ["Sum(If(Aggr(Rank(Sum(Amount)), Customer) = 1, Aggr(Sum(Amount), Customer)))", {}, 150.1],
    ["Max(Aggr(RangeSum(Above(Sum(Amount), 0, RowNo())), Order))", {}, 183.1],
    ["Sum(Aggr(Sum(Amount) / Sum(TOTAL Amount), Customer))", {}, 182.1 / 183.1],
    ["Sum(Aggr(Sum(Amount), Customer)) / Sum(Amount)", {}, 182.1 / 183.1],
    ["Aggr(Sum(Amount), Customer)", { Name: ["Anna"] }, 150.1],
    ["Aggr(Sum(Amount), Customer)", {}, null],
    ["Sum(DISTINCT Aggr(Count(Amount), Name, Day))", {}, 1],
    ["Median(Aggr(Sum(Amount), Name))", {}, 87.55],
    ["Sum(Aggr(NODISTINCT Max(Amount), Customer))", {}, 232.2],
    ["Sum(Aggr(DISTINCT Max(Amount), Customer))", {}, 132.1],
    ["Sum(Aggr(NODISTINCT Sum(Qty), Order))", {}, 37],
    ["Sum(Aggr(NODISTINCT {1} Max(Amount), Customer))", { Order: [2, 3] }, 125.1],
    ["Sum(Amount * Aggr(NODISTINCT Count(Amount), Customer))", {}, 332.2],
    ["Count(If(Aggr(NODISTINCT Max(Amount), Customer) = Amount, Amount))", {}, 3],
    ["Sum(Qty * Aggr(NODISTINCT Sum(Amount), Customer, Day))", { Order: [1, 2] }, 550.3],
    ["Sum(Aggr(NODISTINCT Sum(Amount), Name) / Aggr(NODISTINCT Count(Amount), Customer))", {}, 175.1],
    ["{<Name={'Anna'}>} Aggr(NODISTINCT Sum(Amount), Customer)", {}, 150.1],
  ])("%s under %j is %s", async (measure, selections, expected) => {
    const found = await w.figure(measure, { selections });
    if (typeof expected === "number") expect(Number(found)).toBeCloseTo(expected, 9);
    else expect(found).toBe(expected);
  });

  test("has a value for each row with NODISTINCT, also as a dimension", async () => {
    const measure = "Sum(Aggr(NODISTINCT Max(Amount), Customer))";
    const { rows, totals } = await w.cube({ dimensions: ["City"], measures: [measure], totals: true });
    expect(rows).toEqual([
      ["Oslo", 25],
      ["Rome", 200.2],
    ]);
    expect(totals).toEqual([232.2]);
    const by = await w.cube({
      dimensions: ["=Aggr(NODISTINCT Max(Amount), Customer)"],
      measures: ["Count(Amount)"],
    });
    expect(by.rows).toEqual([
      [7, 1],
      [25, 1],
      [100.1, 2],
    ]);
  });

  test("is split by dimensions its fields are linked to, and whole in totals", async () => {
    const measures = ["Max(Aggr(Sum(Amount), Customer))", "Max(TOTAL Aggr(Sum(Amount), Customer))"];
    const { rows, totals } = await w.cube({ dimensions: ["City"], measures, totals: true });
    expect(rows).toEqual([
      ["Oslo", 25, 150.1],
      ["Rome", 150.1, 150.1],
    ]);
    expect(totals).toEqual([150.1, 150.1]);
  });

  test("by a dimension of its own is the inner value", async () => {
    const measures = ["Sum(Aggr(Sum(Amount), Name, City))", "Sum(Amount)"];
    const { rows } = await w.cube({ dimensions: ["Name"], measures });
    expect(rows).toEqual([
      ["Anna", 150.1, 150.1],
      ["Ben", 25, 25],
    ]);
  });

  test("counts a value once for each value of a dimension it meets, and once in all", async () => {
    const measures = ["Sum(Aggr(Sum(Amount), Order))"];
    const { rows, totals } = await w.cube({ dimensions: ["Product"], measures, totals: true });
    expect(rows).toEqual([
      ["P1", 150.1],
      ["P2", 100.1],
      ["P3", 25],
    ]);
    expect(totals).toEqual([183.1]);
  });

  test("has a rest beyond the rows shown", async () => {
    const measures = ["Sum(Aggr(Sum(Amount), Order))"];
    const { rows, others } = await w.cube({ dimensions: ["Product"], measures, limit: 1, others: true });
    expect([rows, others]).toEqual([[["P1", 150.1]], { count: 2, measures: [125.1] }]);
  });

  test("stands in a cross table and in a list of values", async () => {
    const pivot = await w.pivot({
      rows: ["City"],
      columns: ["Name"],
      measures: ["Sum(Aggr(Sum(Amount), Order))"],
    });
    expect(pivot.rows.map((r) => r.cells)).toEqual([
      [[null], [25]],
      [[150.1], [null]],
    ]);
    const { values } = await w.values({ field: "Name", measure: "Max(Aggr(Sum(Amount), Order))" });
    expect(values.map((v) => v.measure)).toEqual([100.1, 25, null]);
  });
});

describe("a calculated dimension", () => {
  test.each<[string, CellValue[][]]>([
    [
      "=Aggr(Count(Amount), Customer)",
      [
        [1, 32],
        [2, 150.1],
      ],
    ],
    [
      "=If(Aggr(Sum(Amount), Customer) > 100, 'large', 'small')",
      [
        ["large", 150.1],
        ["small", 33],
      ],
    ],
    [
      "=Aggr(Rank(Sum(Amount)), Name)",
      [
        [1, 150.1],
        [2, 25],
      ],
    ],
    [
      "=Year(Day) & '-' & City",
      [
        ["-", 1],
        ["2024-Oslo", 25],
        ["2024-Rome", 150.1],
        ["2025-", 7],
      ],
    ],
  ])("%s groups by its value", async (dimension, expected) => {
    expect((await w.cube({ dimensions: [dimension], measures: ["Sum(Amount)"] })).rows).toEqual(expected);
  });

  test("is computed under the selections", async () => {
    const asked = { dimensions: ["=Aggr(Sum(Amount), Customer)"], measures: ["Count(Amount)"] };
    expect((await w.cube(asked, { selections: { Order: [1, 3] } })).rows).toEqual([
      [25, 1],
      [100.1, 1],
    ]);
  });
});

test.each<[string, string, RegExp, number]>([
  ["Sum(Aggr(Sum(Amount)))", "query.expression", /is written Aggr/, 5],
  ["Sum(Aggr(Sum(Amount), Year(Day)))", "query.expression", /anything but fields/, 23],
  ["Sum(Aggr(Sum(Amount), Custmer))", "query.field_missing", /"Custmer".*"Customer"/, 23],
  ["Sum(Qty * Aggr(Sum(Amount), Customer))", "query.expression", /"Qty" beside Aggr/, 1],
  ["Sum(Aggr(Sum(Qty), Order) / Aggr(Sum(Qty), City))", "query.expression", /Aggregate them apart/, 29],
  [
    "Sum(Aggr(NODISTINCT Sum(Amount), Customer) * Aggr(Sum(Qty), Customer))",
    "query.expression",
    /NODISTINCT …\) beside another/,
    46,
  ],
  ["Sum(Aggr(Sum(Amount), (Customer, (TEXT, DESCENDING))))", "query.expression", /Sorting a field/, 32],
  ["Sum(Aggr(TOTAL Sum(Amount), Customer))", "query.expression", /TOTAL in Aggr/, 5],
])("%s is refused with its place", async (measure, code, message, column) => {
  expect(await w.wrong(measure)).toMatchObject({ code, message: expect.stringMatching(message), column });
});
