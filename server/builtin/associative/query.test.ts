import { beforeAll, describe, expect, test } from "vitest";
import type { Query } from "@/server/platform/model";
import { openWorld, type SmallWorld, world } from "./testing/small-world";

let ask: SmallWorld["ask"];
beforeAll(async () => {
  ({ ask } = await openWorld(world));
});

describe("groups and totals", () => {
  test("facts by a dimension of another table; dangling and NULL keys are the row without a value", async () => {
    const result = await ask({
      dimensions: ["City"],
      measures: ["Sum(Amount)", "Count(Amount)"],
      totals: true,
    });
    expect(result).toEqual({
      columns: [
        { name: "City", kind: "dimension", type: "text" },
        { name: "Sum(Amount)", kind: "measure", type: "decimal" },
        { name: "Count(Amount)", kind: "measure", type: "integer" },
      ],
      rows: [
        ["Oslo", 25, 1],
        ["Rome", 150.1, 2],
        [null, 8, 2],
      ],
      totals: [183.1, 5],
      rowCount: 3,
      generation: "gen",
    });
  });

  test("a fact row linked to several values of a dimension counts in each, but once in the total", async () => {
    const result = await ask({ dimensions: ["Product"], measures: ["Sum(Amount)"], totals: true });
    expect(result.rows).toEqual([
      ["P1", 150.1],
      ["P2", 100.1],
      ["P3", 25],
      [null, 33],
    ]);
    expect(result.totals).toEqual([183.1]);
  });

  test("a fact row linked twice to the same value counts once", async () => {
    const result = await ask({
      dimensions: ["Category"],
      measures: ["Sum(Amount)"],
      selections: { City: ["Rome"] },
    });
    expect(result.rows).toEqual([
      ["Tools", 150.1],
      ["Toys", 100.1],
    ]);
  });

  test("measures of several facts are computed apart and merged", async () => {
    const result = await ask({
      dimensions: ["City"],
      measures: ["Sum(Qty)", "Sum(Amount)/Sum(Qty)", "Count(distinct Name)", "Max(Day)"],
      totals: true,
    });
    expect(result.rows).toEqual([
      ["Oslo", 13, 25 / 13, 2, "2024-02-03"],
      ["Rome", 8, 150.1 / 8, 1, "2024-02-01"],
      [null, 0, null, 0, "2025-02-03"],
    ]);
    expect(result.totals).toEqual([21, 183.1 / 21, 3, "2025-02-03"]);
  });

  test("an aggregation over fields of several tables runs over their join", async () => {
    const result = await ask({
      dimensions: ["City"],
      measures: ["Sum(Qty*Price)", "Sum(If(City='Oslo', Qty, 0))"],
    });
    expect(result.rows).toEqual([
      ["Oslo", 12, 13],
      ["Rome", 18.5, 0],
    ]);
  });

  test("without dimensions there is one row; without measures all possible combinations", async () => {
    expect((await ask({ measures: ["Sum(Qty)"], selections: { City: ["Nowhere"] } })).rows).toEqual([[0]]);
    expect((await ask({ dimensions: ["City", "Name"] })).rows).toEqual([
      ["Oslo", "Ben"],
      ["Oslo", "Cleo"],
      ["Rome", "Anna"],
    ]);
    expect((await ask({ dimensions: ["Customer"] })).rows).toEqual([[10], [20], [30], [99]]);
  });

  test("keys are counted over all their values", async () => {
    expect(
      (await ask({ measures: ["Count(distinct Customer)", "Min(Customer)", "Max(Customer)"] })).rows,
    ).toEqual([[4, 10, 99]]);
    expect((await ask({ dimensions: ["City"], measures: ["Count(distinct Customer)"] })).rows).toEqual([
      ["Oslo", 2],
      ["Rome", 1],
      [null, 1],
    ]);
  });

  test("calculated dimensions, sorting, paging", async () => {
    const by = { dimensions: ["=Year(Day)"], measures: ["Sum(Amount)"] };
    expect((await ask(by)).rows).toEqual([
      [2024, 175.1],
      [2025, 7],
      [null, 1],
    ]);
    const sorted = await ask({ ...by, sort: [{ column: 1, order: "desc" }], limit: 1, offset: 1 });
    expect(sorted).toMatchObject({ rows: [[2025, 7]], rowCount: 3 });
    expect(await ask({ ...by, sort: [{ column: 0, order: "desc" }], limit: 1, offset: 2 })).toMatchObject({
      rows: [[null, 1]],
    });
    expect(await ask({ ...by, offset: 9 })).toMatchObject({ rows: [], rowCount: 3 });
  });

  test("tables that are not connected: every value has the whole sum", async () => {
    const result = await ask({
      dimensions: ["Currency", "City"],
      measures: ["Sum(Qty)"],
      selections: { City: ["Oslo"] },
    });
    expect(result.rows).toEqual([
      ["EUR", "Oslo", 13],
      ["USD", "Oslo", 13],
    ]);
  });
});

describe("selections", () => {
  test("OR within a field, AND between fields, through both facts", async () => {
    const q = { dimensions: ["Name"], measures: ["Sum(Amount)"] };
    expect((await ask({ ...q, selections: { Product: ["P1", "P3"] } })).rows).toEqual([
      ["Anna", 150.1],
      ["Ben", 25],
    ]);
    expect((await ask({ ...q, selections: { Product: ["P1", "P3"], City: ["Oslo"] } })).rows).toEqual([
      ["Ben", 25],
    ]);
    expect((await ask({ dimensions: ["Name"], selections: { Category: ["Toys"] } })).rows).toEqual([
      ["Anna"],
      ["Ben"],
    ]);
  });

  test("a key that only one table has can be selected", async () => {
    expect((await ask({ measures: ["Sum(Amount)"], selections: { Customer: [99] } })).rows).toEqual([[7]]);
    expect((await ask({ dimensions: ["Name"], selections: { Customer: [30] } })).rows).toEqual([["Cleo"]]);
  });

  test("numbers and dates are found by their text", async () => {
    const sum = async (selections: Query["selections"]) =>
      (await ask({ measures: ["Sum(Amount)"], selections })).rows[0]?.[0];
    expect(await sum({ Day: ["2024-02-01"] })).toBe(50);
    expect(await sum({ Customer: ["10"] })).toBe(150.1);
    expect(await sum({ Amount: ["100.10", 50] })).toBe(150.1);
    expect(await sum({ Amount: ["100.101", "50.004"] })).toBe(0);
    expect(await sum({ Customer: ["10.5", "x", "", "2024-01-01"] })).toBe(0);
    expect(await sum({ Day: ["2024-01-05T00:00:00", "nonsense"] })).toBe(100.1);
    expect(await sum({ Day: [] })).toBe(183.1);
  });
});

describe("sets and expansions", () => {
  test("count in a question that comes alone, as in those of a sheet", async () => {
    const result = await ask({
      dimensions: ["City"],
      measures: ["Sum(Amount)", "Sum({<City={'Rome'}>} Amount)", "Sum({1} Amount)"],
      selections: { City: ["Oslo"] },
      totals: true,
    });
    expect(result.totals).toEqual([25, 150.1, 183.1]);
    expect(result.rows).toContainEqual(["Oslo", 25, 0, 25]);
  });

  test("an expansion is computed under the question's selections", async () => {
    const result = await ask({
      dimensions: [],
      measures: ["Sum({1<City={'$(=Only(City))'}>} Amount)"],
      selections: { City: ["Rome"] },
    });
    expect(result.rows).toEqual([[150.1]]);
  });

  test("a set of a bookmark is refused: none is known here", async () => {
    await expect(ask({ dimensions: [], measures: ["Sum({Spring} Amount)"] })).rejects.toMatchObject({
      code: "query.set_missing",
    });
  });
});
