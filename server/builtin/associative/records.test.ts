import { beforeAll, describe, expect, test } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";

/** Sales by region and month: North 10, 30, 30, 20; South 40, (no February), 5, 30. */
let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld([
    {
      name: "Sales",
      fields: { Region: "VARCHAR", Month: "INTEGER", Sales: "INTEGER" },
      rows: [
        ["North", 1, 10],
        ["North", 2, 30],
        ["North", 3, 30],
        ["North", 4, 20],
        ["South", 1, 40],
        ["South", 3, 5],
        ["South", 4, 30],
        [null, 1, 7],
      ],
    },
  ]);
});

const column = (rows: CellValue[][]) => rows.map((row) => row.at(-1) ?? null);

describe("a look at other rows", () => {
  // Months: 57, 30, 35, 50.
  test.each<[string, CellValue[]]>([
    ["Above(Sum(Sales))", [null, 57, 30, 35]],
    ["Above(Sum(Sales), 2)", [null, null, 57, 30]],
    ["Above(Sum(Sales), 0)", [57, 30, 35, 50]],
    ["Above(Sum(Sales), -1)", [30, 35, 50, null]],
    ["Above(Sum(Sales), RowNo() - 1)", [57, 57, 57, 57]],
    ["Below(Sum(Sales))", [30, 35, 50, null]],
    ["Below(Sum(Sales), 2)", [35, 50, null, null]],
    ["Below(Sum(Sales), -1)", [null, 57, 30, 35]],
    ["Top(Sum(Sales))", [57, 57, 57, 57]],
    ["Top(Sum(Sales), 3)", [35, 35, 35, 35]],
    ["Top(Sum(Sales), 5)", [null, null, null, null]],
    ["Top(Sum(Sales), -1)", [50, 50, 50, 50]],
    ["Bottom(Sum(Sales))", [50, 50, 50, 50]],
    ["Bottom(Sum(Sales), 2)", [35, 35, 35, 35]],
    ["RowNo()", [1, 2, 3, 4]],
    ["NoOfRows()", [4, 4, 4, 4]],
    ["RowNo() / NoOfRows()", [0.25, 0.5, 0.75, 1]],
    ["Sum(Sales) - Above(Sum(Sales))", [null, -27, 5, 15]],
    ["Above(Sum(Sales) + RowNo())", [null, 58, 32, 38]],
    ["Above(Above(Sum(Sales)))", [null, null, 57, 30]],
    ["RangeSum(Above(Sum(Sales), 0, RowNo()))", [57, 87, 122, 172]],
    ["RangeSum(Above(Sum(Sales), 1, RowNo()))", [0, 57, 87, 122]],
    ["RangeSum(Above(Sum(Sales), 0, 2))", [57, 87, 65, 85]],
    ["RangeSum(Above(Sum(Sales), 0, 2), 1000)", [1057, 1087, 1065, 1085]],
    ["RangeSum(Below(Sum(Sales), 0, 2))", [87, 65, 85, 50]],
    ["RangeSum(Above(Sum(Sales), -1, 2))", [65, 85, 50, 0]],
    ["RangeAvg(Above(Sum(Sales), 0, 2))", [57, 43.5, 32.5, 42.5]],
    ["RangeMax(Above(Sum(Sales), 1, 2))", [null, 57, 57, 35]],
    ["RangeMin(Above(Sum(Sales), 0, 4), 33)", [33, 30, 30, 30]],
    ["RangeCount(Above(Sum(Sales), 1, 3))", [0, 1, 2, 3]],
    ["RangeCount(Above(Sum(Sales), 1, 3), 7, Null())", [1, 2, 3, 4]],
    ["RangeSum(Top(Sum(Sales), 1, 2))", [87, 87, 87, 87]],
    ["RangeSum(Bottom(Sum(Sales), 1, 2))", [85, 85, 85, 85]],
    ["RangeSum(Above(Sum(Sales), 0, 12)) / Sum(TOTAL Sales)", [57 / 172, 87 / 172, 122 / 172, 1]],
    ["Rank(Sum(Sales))", [1, 4, 3, 2]],
    ["Rank(-Sum(Sales))", [4, 1, 2, 3]],
    ["If(Rank(Sum(Sales)) <= 2, Sum(Sales))", [57, null, null, 50]],
    ["Above({1} Sum(Sales))", [null, 57, 30, 35]],
    ["Dimensionality()", [1, 1, 1, 1]],
    ["Before(Sum(Sales))", [null, null, null, null]],
  ])("%s gives %j by month", async (measure, expected) => {
    const { answers } = await w.ask({
      q: { kind: "cube", dimensions: [{ expression: "Month" }], measures: [measure] },
    });
    const found =
      answers.q?.kind === "cube"
        ? column(answers.q.rows)
        : [answers.q?.kind === "error" ? answers.q.code : ""];
    expect(found).toEqual(expected);
  });

  // Inside each region: North 10, 30, 30, 20; South 40, 5, 30.
  test.each<[string, CellValue[]]>([
    ["Above(Sum(Sales))", [null, 10, 30, 30, null, 40, 5]],
    ["Above(TOTAL Sum(Sales))", [null, 10, 30, 30, 20, 40, 5]],
    ["RangeSum(Above(Sum(Sales), 0, RowNo()))", [10, 40, 70, 90, 40, 45, 75]],
    ["RangeSum(Above(TOTAL Sum(Sales), 0, RowNo(TOTAL)))", [10, 40, 70, 90, 130, 135, 165]],
    ["RowNo()", [1, 2, 3, 4, 1, 2, 3]],
    ["RowNo(TOTAL)", [1, 2, 3, 4, 5, 6, 7]],
    ["NoOfRows()", [4, 4, 4, 4, 3, 3, 3]],
    ["NoOfRows(TOTAL)", [7, 7, 7, 7, 7, 7, 7]],
    ["Top(Sum(Sales))", [10, 10, 10, 10, 40, 40, 40]],
    ["Bottom(TOTAL Sum(Sales))", [30, 30, 30, 30, 30, 30, 30]],
    ["Rank(Sum(Sales))", [4, "1-2", "1-2", 3, 1, 3, 2]],
    ["Rank(Sum(Sales), 0, 1)", [4, 1, 1, 3, 1, 3, 2]],
    ["Rank(TOTAL Sum(Sales), 4, 2)", [6, 2, "", 5, 1, 7, ""]],
    ["Dimensionality()", [2, 2, 2, 2, 2, 2, 2]],
  ])("%s gives %j by region and month", async (measure, expected) => {
    const { rows } = await w.cube({ dimensions: ["Region", "Month"], measures: [measure] });
    expect(column(rows)).toEqual(expected);
  });

  // 30 three times of seven, on places 2 to 4; the middle is 4.
  test.each<[number, CellValue[]]>([
    [0, [6, 2, 2, 5, 1, 7, 2]],
    [1, [6, 2, 2, 5, 1, 7, 2]],
    [2, [6, 3, 3, 5, 1, 7, 3]],
    [3, [6, 4, 4, 5, 1, 7, 4]],
    [4, [6, 2, 3, 5, 1, 7, 4]],
  ])("equal values share their places by mode %i", async (mode, expected) => {
    const measures = [`Num(Rank(TOTAL Sum(Sales), ${mode})) * 1`];
    const { rows } = await w.cube({ dimensions: ["Region", "Month"], measures });
    expect(column(rows)).toEqual(expected);
  });

  test("a group over the middle has the middle, one beyond it the highest place", async () => {
    const of = async (months: number[], mode: number) => {
      const measures = [`Rank(Count(Sales), ${mode}, 1) * 1`];
      const { rows } = await w.cube({ dimensions: ["Month"], measures }, { selections: { Month: months } });
      return column(rows);
    };
    // Counts by month: 3, 1, 2, 2.
    expect(await of([1, 2, 3, 4], 0)).toEqual([1, 4, 2.5, 2.5]);
    expect(await of([1, 3, 4], 0)).toEqual([1, 3, 3]);
    expect(await of([2, 3, 4], 0)).toEqual([3, 1, 1]);
  });

  test("follows the order of the dimensions, whatever measure is asked to sort by", async () => {
    const measures = ["Sum(Sales)", "Above(Sum(Sales))"];
    const down = await w.cube({ dimensions: ["Month"], measures, sort: [{ column: 0, order: "desc" }] });
    expect(down.rows).toEqual([
      [4, 50, null],
      [3, 35, 50],
      [2, 30, 35],
      [1, 57, 30],
    ]);
    const bySize = await w.cube({ dimensions: ["Month"], measures, sort: [{ column: 1, order: "desc" }] });
    expect(bySize.rows.map(([month]) => month)).toEqual([1, 2, 3, 4]);
    const ranks = { measures: ["Rank(Sum(Sales))"], sort: [{ column: 1, order: "asc" as const }] };
    const ranked = await w.cube({ dimensions: ["Month"], ...ranks });
    expect(ranked.rows).toEqual([
      [1, 1],
      [4, 2],
      [3, 3],
      [2, 4],
    ]);
  });

  test("the dimension sorted by last is the innermost", async () => {
    const { rows } = await w.cube({
      dimensions: ["Region", "Month"],
      measures: ["Above(Sum(Sales))"],
      sort: [{ column: 1, order: "asc" }],
    });
    expect(rows.slice(0, 4)).toEqual([
      ["North", 1, null],
      ["South", 1, 10],
      ["North", 2, null],
      ["North", 3, null],
    ]);
  });

  test("sees rows beyond the page, and none that are not shown", async () => {
    const asked = { dimensions: ["Region"], measures: ["NoOfRows()"] };
    expect((await w.cube({ ...asked, limit: 1 })).rows).toEqual([["North", 2]]);
    expect((await w.cube({ dimensions: ["Month"], measures: ["Below(Sum(Sales))"], limit: 1 })).rows).toEqual(
      [[1, 30]],
    );
  });

  test("is nothing in totals; a row's number is 0 there", async () => {
    const measures = ["Above(Sum(Sales))", "RowNo()", "Rank(Sum(Sales))", "Dimensionality()", "Sum(Sales)"];
    const { totals } = await w.cube({ dimensions: ["Month"], measures, totals: true });
    expect(totals).toEqual([null, 0, null, 0, 172]);
  });

  test("finds the best by a search in a set", async () => {
    expect(await w.figure('Sum({<Month={"=Rank(Sum(Sales), 4) <= 2"}>} Sales)')).toBe(107);
    expect(await w.figure('Count({<Month={"=Sum(Sales) > Above(Sum(Sales))"}>} DISTINCT Month)')).toBe(2);
  });
});

describe("in a cross table", () => {
  const ask = async (measure: string) => {
    const { rows, totals } = await w.pivot({ rows: ["Region"], columns: ["Month"], measures: [measure] });
    return {
      cells: rows.map((r) => r.cells.map((c) => c[0])),
      totals: rows.map((r) => r.totals[0]),
      heads: totals.cells.map((c) => c[0]),
    };
  };

  test.each<[string, CellValue[][], CellValue[], CellValue[]]>([
    // What stands above or before a cell without data is nothing.
    [
      "Above(Sum(Sales))",
      [
        [null, null, null, null],
        [10, null, 30, 20],
      ],
      [null, 90],
      [null, null, null, null],
    ],
    [
      "Before(Sum(Sales))",
      [
        [null, 10, 30, 30],
        [null, null, null, 5],
      ],
      [null, null],
      [null, 57, 30, 35],
    ],
    [
      "After(Sum(Sales))",
      [
        [30, 30, 20, null],
        [null, null, 30, null],
      ],
      [null, null],
      [30, 35, 50, null],
    ],
    [
      "First(Sum(Sales))",
      [
        [10, 10, 10, 10],
        [40, null, 40, 40],
      ],
      [null, null],
      [57, 57, 57, 57],
    ],
    [
      "Last(Sum(Sales), 2)",
      [
        [30, 30, 30, 30],
        [5, null, 5, 5],
      ],
      [null, null],
      [35, 35, 35, 35],
    ],
    [
      "ColumnNo()",
      [
        [1, 2, 3, 4],
        [1, null, 3, 4],
      ],
      [0, 0],
      [1, 2, 3, 4],
    ],
    [
      "NoOfColumns()",
      [
        [4, 4, 4, 4],
        [4, null, 4, 4],
      ],
      [null, null],
      [4, 4, 4, 4],
    ],
    [
      "HRank(Sum(Sales), 4, 1)",
      [
        [4, 1, "1", 3],
        [1, null, 3, 2],
      ],
      [null, null],
      [1, 4, 3, 2],
    ],
    [
      "Rank(Sum(Sales))",
      [
        [2, 1, 1, 2],
        [1, null, 2, 1],
      ],
      [1, 2],
      [null, null, null, null],
    ],
    [
      "RangeSum(Before(Sum(Sales), 0, ColumnNo()))",
      [
        [10, 40, 70, 90],
        [40, null, 45, 75],
      ],
      [0, 0],
      [57, 87, 122, 172],
    ],
    [
      "Dimensionality() & SecondaryDimensionality()",
      [
        ["11", "11", "11", "11"],
        ["11", null, "11", "11"],
      ],
      ["10", "10"],
      ["01", "01", "01", "01"],
    ],
  ])("%s looks along rows and columns", async (measure, cells, totals, heads) => {
    expect(await ask(measure)).toEqual({
      cells,
      totals,
      heads: heads,
    });
  });
});

test.each<[string, RegExp, number]>([
  ["Above(Sum(Sales), 0, 3)", /range function/, 1],
  ["Sum(Above(Sales))", /Above\(\)/, 5],
  ["Above()", /is written Above/, 1],
  ["Rank(Sum(Sales), 5)", /from 0 to 4/, 18],
  ["Above(TOTAL <Region> Sum(Sales))", /TOTAL <…> in Above/, 1],
  ["Top(Sum(Sales), RowNo())", /computed offset of Top/, 17],
  ["RangeStdev(Above(Sum(Sales), 0, 3))", /RangeStdev/, 1],
  ["Abov(Sum(Sales))", /Above\(\)/, 1],
])("%s is refused with its place", async (measure, message, column) => {
  const { answers } = await w.ask({
    q: { kind: "cube", dimensions: [{ expression: "Month" }], measures: [measure] },
  });
  expect(answers.q).toMatchObject({
    kind: "error",
    message: expect.stringMatching(message),
    line: 1,
    column,
  });
});
