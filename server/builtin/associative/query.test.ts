import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Query } from "@/server/platform/model";
import { query } from "./query";

async function open(tables: TestTable[]) {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, tables);
  const ask = (q: Partial<Query>) =>
    query(db, model, { dimensions: [], measures: [], ...q }, { generation: "gen" });
  return { ask, model };
}

const world: TestTable[] = [
  {
    name: "Orders",
    fields: { Order: "INTEGER", Customer: "INTEGER", Day: "DATE", Amount: "DECIMAL(12,2)" },
    rows: [
      [1, 10, "2024-01-05", 100.1],
      [2, 10, "2024-02-01", 50],
      [3, 20, "2024-02-03", 25],
      [4, 99, "2025-02-03", 7],
      [5, null, null, 1],
    ],
  },
  {
    name: "Lines",
    fields: { Order: "INTEGER", Product: "VARCHAR", Qty: "INTEGER" },
    rows: [
      [1, "P1", 2],
      [1, "P2", 1],
      [2, "P1", 5],
      [3, "P3", 4],
      [3, null, 9],
    ],
  },
  {
    name: "Customers",
    fields: { Customer: "INTEGER", Name: "VARCHAR", City: "VARCHAR" },
    rows: [
      [10, "Anna", "Rome"],
      [20, "Ben", "Oslo"],
      [30, "Cleo", "Oslo"],
    ],
  },
  {
    name: "Products",
    fields: { Product: "VARCHAR", Category: "VARCHAR", Price: "DECIMAL(10,2)" },
    rows: [
      ["P1", "Tools", 2.5],
      ["P2", "Toys", 1],
      ["P3", "Toys", 3],
    ],
  },
  {
    name: "Rates",
    fields: { Currency: "VARCHAR", Rate: "DOUBLE" },
    rows: [
      ["EUR", 1],
      ["USD", 1.25],
    ],
  },
];

let ask: Awaited<ReturnType<typeof open>>["ask"];
beforeAll(async () => {
  ({ ask } = await open(world));
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

describe("refusals", () => {
  const refused = (q: Partial<Query>) =>
    ask(q).then(
      () => expect.unreachable("was answered"),
      (error) => error,
    );

  test("unknown fields name the nearest", async () => {
    const error = await refused({ dimensions: ["city"] });
    expect(error).toMatchObject({ code: "query.field_missing", options: { params: { nearest: "City" } } });
    expect(await refused({ measures: ["Sum(Amout)"] })).toMatchObject({
      code: "query.field_missing",
      options: { advice: expect.stringContaining('"Amount"'), issues: [{ path: "measures[0]" }] },
    });
    expect(await refused({ measures: ["Sum(Amount)"], selections: { Citty: ["x"] } })).toMatchObject({
      code: "query.field_missing",
    });
  });

  test("expressions that cannot be computed say where and why", async () => {
    expect(await refused({ measures: ["Sum(Amount"] })).toMatchObject({
      code: "query.expression",
      options: { issues: [{ path: "measures[0]", line: 1, column: 11 }] },
    });
    expect(await refused({ measures: ["Frobnicate(Amount)"] })).toMatchObject({
      code: "query.no_aggregation",
    });
    expect(await refused({ measures: ["Sum(Frobnicate(Amount))"] })).toMatchObject({
      code: "query.expression",
    });
    expect(await refused({ measures: ["Amount"] })).toMatchObject({ code: "query.no_aggregation" });
    expect(await refused({ measures: ["Count(*)"] })).toMatchObject({ code: "query.count_star" });
    expect(await refused({ measures: ["Sum(1)"] })).toMatchObject({ code: "query.no_field" });
    expect(await refused({ measures: ["Count(Customer)"] })).toMatchObject({ code: "query.key_ambiguous" });
    expect(await refused({ measures: ["Sum(Amount*Rate)"] })).toMatchObject({ code: "query.unlinked" });
    expect(await refused({ dimensions: ["=Sum(Amount)"] })).toMatchObject({ code: "query.dimension" });
    expect(await refused({ measures: ["Sum(Amount)"], selections: { City: [null] } })).toMatchObject({
      code: "query.select_null",
    });
  });

  test("malformed queries name each wrong part", async () => {
    expect(await refused({})).toMatchObject({ code: "query.invalid" });
    expect(await refused({ dimensions: ["City"], sort: [{ column: 1, order: "asc" }] })).toMatchObject({
      options: { issues: [{ path: "sort[0].column" }] },
    });
    expect(await refused({ dimensions: ["City"], limit: 0, offset: -1 })).toMatchObject({
      code: "query.invalid",
    });
  });

  test("names and values are data, never SQL", async () => {
    const evil = `x" FROM Orders; DROP TABLE main."Orders"; --`;
    expect(await refused({ dimensions: [evil] })).toMatchObject({ code: "query.field_missing" });
    expect(
      (await ask({ measures: ["Sum(Qty)"], selections: { City: ["' OR 1=1 --", "Rome"] } })).rows,
    ).toEqual([[8]]);
    expect((await ask({ measures: [`Sum(If(City = ''' OR 1=1 --', Qty))`] })).rows).toEqual([[0]]);
    expect((await ask({ measures: ["Sum(Amount)"] })).rows).toEqual([[183.1]]);
  });
});

test("a circle is refused only where the question goes through it", async () => {
  const { ask, model } = await open([
    { name: "A", fields: { ab: "INTEGER", ca: "INTEGER", a: "INTEGER" }, rows: [[1, 1, 5]] },
    { name: "B", fields: { ab: "INTEGER", bc: "INTEGER", b: "INTEGER" }, rows: [[1, 1, 6]] },
    {
      name: "C",
      fields: { bc: "INTEGER", ca: "INTEGER", c: "INTEGER", cd: "INTEGER" },
      rows: [[1, 1, 7, 1]],
    },
    { name: "D", fields: { cd: "INTEGER", d: "VARCHAR" }, rows: [[1, "x"]] },
  ]);
  expect(model.loops).toEqual([["A", "B", "C"]]);
  expect((await ask({ dimensions: ["d"], measures: ["Sum(c)"], selections: { d: ["x"] } })).rows).toEqual([
    ["x", 7],
  ]);
  expect((await ask({ dimensions: ["ab"], measures: ["Sum(a)"] })).rows).toEqual([[1, 5]]);
  const crossing: Partial<Query>[] = [
    { dimensions: ["a"], measures: ["Sum(b)"] },
    { measures: ["Sum(a*b)"] },
    { dimensions: ["a", "b"] },
    { measures: ["Sum(a)"], selections: { d: ["x"] } },
    { dimensions: ["a"], selections: { b: [6] } },
    { measures: ["Count(distinct ab)"], selections: { c: [7] } },
  ];
  for (const q of crossing)
    await expect(ask(q), JSON.stringify(q)).rejects.toMatchObject({ code: "query.loop" });
});

test("tables sharing two fields are linked by both; a third that shares one is linked by it", async () => {
  const { ask, model } = await open([
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
  expect(model.syntheticKeys).toEqual([{ tables: ["Sales", "Goals"], fields: ["Shop", "Year"] }]);
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
    const { ask } = await open([
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
    const { ask } = await open([
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
    const { ask } = await open([
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
