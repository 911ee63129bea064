import { beforeAll, expect, it } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { openWorld, type SmallWorld } from "./testing/small-world";

let world: SmallWorld;
beforeAll(async () => {
  world = await openWorld([
    {
      name: "Orders",
      fields: { Order: "INTEGER", Customer: "VARCHAR", Day: "DATE", Amount: "DOUBLE", Note: "VARCHAR" },
      rows: [
        [1, "Anna", "2024-12-30", 10, "x"],
        [2, "Anna", "2025-01-02", 30, "12"],
        [3, "Ben", "2025-01-10", 20, null],
        [4, "Ben", "2025-02-28", 30, "y"],
        [5, "Cleo", null, 5, null],
      ],
    },
  ]);
});

it.each<[measure: string, value: CellValue]>([
  ["Max(Amount, 2)", 20],
  ["Min(Amount, 2)", 10],
  ["MissingCount(Note)", 4],
  ["Sum(If(InYear(Day, '2025-06-01', 0), Amount))", 80],
  ["Sum(If(InMonthToDate(Day, '2025-01-05', 0), Amount))", 30],
  ["Count(DISTINCT WeekName(Day))", 3],
  ["Sum(NetWorkDays(Day, '2025-01-10'))", 18],
  ["Round(Correl(Amount, Order), 0.001)", -0.139],
  ["RangeMax(Sum(Amount), 100, Null())", 100],
  ["Text(Interval(Max(Day) - Min(Day), 'D hh'))", "60 00"],
  ["Text(ColorMix1(Sum(Amount) / 190, Black(), White()))", "RGB(128,128,128)"],
  ["FirstSortedValue(Customer, -Amount, 2)", "Ben"],
  ["Round(NormDist(Avg(Amount), 19, 10), 0.000001)", 0.5],
  ["Sum(Round(ChiInv(Amount / 100, 3), 0.000001))", 26.037487],
  ["Round(TTest_t(If(Customer='Anna', 'a', 'b'), Amount), 0.000001)", 0.139122],
  ["Round(XIrr(If(Order = 1, -78, Amount), Day), 0.000001)", 0.425967],
])("a measure %s is %s", async (measure, value) => {
  const { rows } = await world.ask({ measures: [measure] });
  expect(rows[0]?.[0]).toEqual(value);
});

it("a dimension is a period by name, in time order", async () => {
  const { rows } = await world.ask({ dimensions: ["=WeekName(Day)"], measures: ["Sum(Amount)"] });
  expect(rows).toEqual([
    ["2025/01", 40],
    ["2025/02", 20],
    ["2025/09", 30],
    [null, 5],
  ]);
});

it("counts of values are 0 where a customer has no rows left", async () => {
  const { rows } = await world.ask({ measures: ["MissingCount(Note)"], selections: { Customer: ["Zoe"] } });
  expect(rows).toEqual([[0]]);
});
