import { describe, expect, test } from "vitest";
import { openWorld } from "./testing/small-world";

test("tables sharing two fields are linked by both; a third that shares one is linked by it", async () => {
  const { ask, model } = await openWorld([
    {
      name: "Sales",
      fields: { Year: "INTEGER", Shop: "VARCHAR", Sold: "INTEGER" },
      rows: [
        [2024, "a", 1],
        [2024, "b", 2],
        [2025, "a", 4],
        [null, "a", 8],
      ],
    },
    {
      name: "Goals",
      fields: { Year: "INTEGER", Shop: "VARCHAR", Goal: "INTEGER" },
      rows: [
        [2024, "a", 10],
        [2025, "b", 20],
      ],
    },
    {
      name: "Shops",
      fields: { Shop: "VARCHAR", Town: "VARCHAR" },
      rows: [
        ["a", "Rome"],
        ["b", "Oslo"],
      ],
    },
  ]);
  expect(model.syntheticKeys).toEqual([
    { name: "$Syn 1", tables: ["Sales", "Goals"], fields: ["Shop", "Year"] },
  ]);
  expect((await ask({ dimensions: ["Year", "Shop"], measures: ["Sum(Sold)", "Sum(Goal)"] })).rows).toEqual([
    [2024, "a", 1, 10],
    [2024, "b", 2, 0],
    [2025, "a", 4, 0],
    [2025, "b", 0, 20],
    [null, "a", 8, 0],
  ]);
  expect((await ask({ dimensions: ["Town"], measures: ["Sum(Sold)"] })).rows).toEqual([
    ["Oslo", 2],
    ["Rome", 5],
    [null, 8],
  ]);
  expect((await ask({ measures: ["Sum(Sold)"], selections: { Goal: [10] } })).rows).toEqual([[1]]);
  expect((await ask({ dimensions: ["Town"], selections: { Sold: [4] } })).rows).toEqual([["Rome"]]);
  expect((await ask({ measures: ["Sum(Sold)", "Sum(Goal)"], selections: { Year: [2025] } })).rows).toEqual([
    [4, 20],
  ]);
});

describe("values", () => {
  test("every kind comes JSON-safe and exact", async () => {
    const { ask } = await openWorld([
      {
        name: "T",
        fields: {
          big: "BIGINT",
          huge: "HUGEINT",
          dec: "DECIMAL(38,10)",
          dbl: "DOUBLE",
          flag: "BOOLEAN",
          day: "DATE",
          at: "TIMESTAMP",
          zoned: "TIMESTAMP WITH TIME ZONE",
          clock: "TIME",
          id: "UUID",
          month: "DUAL",
        },
        rows: [
          [
            9007199254740993n,
            17014118346046923173168730371588410572n,
            "1234567890123456789.0123456789",
            0.1,
            true,
            "2024-02-29",
            "2024-02-29 10:00:00.5",
            "2024-02-29 10:00:00+02",
            "23:59:59",
            "6f1e2d3c-0000-4000-8000-000000000001",
            { num: 2, txt: "Feb" },
          ],
          [1, 2, "1.10", "NaN", false, null, null, null, null, null, { num: 7, txt: "7" }],
        ],
      },
    ]);
    const fields = ["big", "huge", "dec", "dbl", "flag", "day", "at", "zoned", "clock", "id", "month"];
    const result = await ask({ dimensions: fields, sort: [{ column: 10, order: "asc" }] });
    expect(result.columns.map((c) => c.type)).toEqual([
      "integer",
      "decimal",
      "decimal",
      "number",
      "boolean",
      "date",
      "timestamp",
      "timestamp",
      "time",
      "text",
      "dual",
    ]);
    expect(result.rows[0]).toEqual([
      "9007199254740993",
      "17014118346046923173168730371588410572",
      "1234567890123456789.0123456789",
      0.1,
      true,
      "2024-02-29",
      "2024-02-29T10:00:00.5",
      "2024-02-29T08:00:00",
      "23:59:59",
      "6f1e2d3c-0000-4000-8000-000000000001",
      "Feb",
    ]);
    expect(result.rows[1]).toEqual([1, 2, 1.1, null, false, null, null, null, null, null, 7]);
  });

  test("keys of different types link by value", async () => {
    const { ask } = await openWorld([
      {
        name: "A",
        fields: { k: "INTEGER", a: "INTEGER" },
        rows: [
          [1, 10],
          [2, 20],
          [null, 40],
        ],
      },
      {
        name: "B",
        fields: { k: "VARCHAR", b: "VARCHAR" },
        rows: [
          ["1", "one"],
          ["2.0", "two"],
          ["x", "letter"],
        ],
      },
      {
        name: "C",
        fields: { k: "DUAL", c: "VARCHAR" },
        rows: [
          [{ num: 2, txt: "zwei" }, "deux"],
          [{ num: null, txt: "x" }, "lettre"],
        ],
      },
    ]);
    expect((await ask({ dimensions: ["b", "c"], measures: ["Sum(a)"] })).rows).toEqual([
      ["one", null, 10],
      ["two", "deux", 20],
      [null, null, 40],
    ]);
    expect((await ask({ dimensions: ["b"], selections: { k: ["zwei"] } })).rows).toEqual([["two"]]);
    expect((await ask({ dimensions: ["b"], selections: { k: [2, "x"] } })).rows).toEqual([
      ["letter"],
      ["two"],
    ]);
    expect((await ask({ measures: ["Count(distinct k)"] })).rows).toEqual([[3]]);
  });

  test("a column named rowid, fields with quotes and odd names", async () => {
    const { ask } = await openWorld([
      {
        name: 'O"dd',
        fields: { rowid: "INTEGER", 'a "b" [c': "VARCHAR", key: "INTEGER" },
        rows: [
          [7, "x", 1],
          [7, "x", 1],
        ],
      },
      {
        name: "many",
        fields: { key: "INTEGER", "d;--": "VARCHAR" },
        rows: [
          [1, "u"],
          [1, "u"],
          [1, "v"],
        ],
      },
    ]);
    expect(
      await ask({ dimensions: ["d;--"], measures: ["Sum(rowid)", `Count("a ""b"" [c")`], totals: true }),
    ).toMatchObject({
      rows: [
        ["u", 14, 2],
        ["v", 14, 2],
      ],
      totals: [14, 2],
    });
  });
});
