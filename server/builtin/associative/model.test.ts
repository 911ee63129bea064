import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import { publicModel } from "./model";
import { modelNotes } from "./model-notes";

async function modelOf(tables: readonly TestTable[]) {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  return publicModel(await fillGeneration(db, tables));
}

const orders: TestTable = {
  name: "Orders",
  fields: { Id: "INTEGER", Customer: "INTEGER", Note: "VARCHAR" },
  rows: [
    [1, 10, "a"],
    [2, 10, null],
    [3, 20, "a"],
    [4, 99, null],
    [5, null, "b"],
  ],
};
const customers: TestTable = {
  name: "Customers",
  fields: { Customer: "BIGINT", City: "VARCHAR" },
  rows: [
    [10, "Rome"],
    [20, null],
    [30, "Oslo"],
  ],
};

describe("facts of a model", () => {
  test("columns: NULL and different values, counted in each table; a field counts over all of its tables", async () => {
    const model = await modelOf([orders, customers]);
    expect(model.tables.map((t) => [t.name, t.columns])).toEqual([
      [
        "Orders",
        [
          { field: "Id", nulls: 0, distinct: 5 },
          { field: "Customer", nulls: 1, distinct: 3 },
          { field: "Note", nulls: 2, distinct: 2 },
        ],
      ],
      [
        "Customers",
        [
          { field: "Customer", nulls: 0, distinct: 3 },
          { field: "City", nulls: 1, distinct: 2 },
        ],
      ],
    ]);
    expect(model.fields.find((f) => f.name === "Customer")).toMatchObject({ distinct: 4, key: true });
  });

  test("keys: what dangles on each side, NULL apart, and how good the key is", async () => {
    const { keys } = await modelOf([orders, customers]);
    expect(keys).toEqual([
      {
        fields: ["Customer"],
        distinct: 4,
        sides: [
          {
            table: "Orders",
            nulls: 1,
            distinct: 3,
            danglingRows: 1,
            danglingValues: 1,
            quality: "any",
            unique: false,
          },
          {
            table: "Customers",
            nulls: 0,
            distinct: 3,
            danglingRows: 1,
            danglingValues: 1,
            quality: "primary",
            unique: true,
          },
        ],
      },
    ]);
  });

  test.each([
    ["perfect", [1, 2, 3]],
    ["primary", [1, 2]],
    ["any", [1, 2, 3, 3]],
    ["any", [1, 2, 3, null]],
  ] as const)("%s: %j against 1, 2, 3", async (quality, values) => {
    const rows = values.map((v) => [v]);
    const { keys } = await modelOf([
      { name: "a", fields: { k: "INTEGER" }, rows },
      { name: "b", fields: { k: "INTEGER", x: "INTEGER" }, rows: [1, 2, 3].map((v) => [v, v]) },
    ]);
    expect(keys?.[0]?.sides[0]?.quality).toBe(quality);
  });

  test("a synthetic key is analysed as the combination of its fields", async () => {
    const model = await modelOf([
      {
        name: "a",
        fields: { x: "INTEGER", y: "VARCHAR" },
        rows: [
          [1, "p"],
          [1, "q"],
          [2, null],
        ],
      },
      {
        name: "b",
        fields: { x: "INTEGER", y: "VARCHAR" },
        rows: [
          [1, "p"],
          [2, "q"],
        ],
      },
    ]);
    expect(model.syntheticKeys).toEqual([{ name: "$Syn 1", tables: ["a", "b"], fields: ["x", "y"] }]);
    expect(model.keys?.find((k) => k.fields.length === 2)).toMatchObject({
      distinct: 3,
      sides: [
        { table: "a", nulls: 1, distinct: 2, danglingRows: 1, danglingValues: 1, unique: true },
        { table: "b", nulls: 0, distinct: 2, danglingRows: 1, danglingValues: 1, quality: "primary" },
      ],
    });
  });

  test("a field of three tables dangles only where none of the others has the value", async () => {
    const column = (name: string, ...values: number[]): TestTable => ({
      name,
      fields: { k: "INTEGER" },
      rows: values.map((v) => [v]),
    });
    const { keys } = await modelOf([column("a", 1, 2, 2), column("b", 2, 3, 3), column("c", 3)]);
    expect(keys?.[0]?.sides.map((s) => [s.table, s.danglingRows, s.danglingValues])).toEqual([
      ["a", 1, 1],
      ["b", 0, 0],
      ["c", 0, 0],
    ]);
  });

  test("counts agree with a plain count, whatever the values", async () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(values, values, async (left, right) => {
        const table = (name: string, of: (number | null)[]): TestTable => ({
          name,
          fields: { k: "INTEGER" },
          rows: of.map((v) => [v]),
        });
        const { keys } = await modelOf([table("a", left), table("b", right)]);
        const plain = (own: (number | null)[], other: (number | null)[]) => {
          const filled = own.filter((v) => v !== null);
          const dangling = filled.filter((v) => !other.includes(v));
          return {
            nulls: own.length - filled.length,
            distinct: new Set(filled).size,
            danglingRows: dangling.length,
            danglingValues: new Set(dangling).size,
            unique: new Set(filled).size === filled.length,
          };
        };
        expect(keys?.[0]?.sides).toMatchObject([plain(left, right), plain(right, left)]);
      }),
      { numRuns: 25 },
    );
  });
});

describe("the log's notes on a model", () => {
  const note = async (...tables: TestTable[]) =>
    modelNotes(await modelOf(tables)).map((n) => `${n.level}: ${n.message}`);
  const one = (name: string, ...fields: string[]): TestTable => ({
    name,
    fields: Object.fromEntries(fields.map((f) => [f, "INTEGER"])),
    rows: [fields.map(() => 1)],
  });

  test("nothing of a sound one", async () => {
    expect(await note(one("a", "x"), one("b", "x", "y"))).toEqual([]);
  });

  test("a circle: its tables, the one that is loosened, by which fields, and what to do", async () => {
    const [text] = await note(one("a", "x", "y"), one("b", "y", "z"), one("c", "z", "x"));
    expect(text).toBe(
      'warn: Tables "a", "b" and "c" close a circle, so "a" is loosened: its links by "x" and "y" do not count and ' +
        "selections do not go through them. Rename one of these fields (AS), so that only one way links the tables.",
    );
  });

  test("a table the script loosens: by which fields, and that is no fault", async () => {
    const [text] = await note(one("a", "x", "y"), { ...one("b", "y", "z"), loosened: true });
    expect(text).toBe(
      'info: "b" is loosened by the script: its links by "y" do not count and selections do not go through them.',
    );
  });

  test("a synthetic key: its tables, its fields, and what to do", async () => {
    expect(await note(one("a", "x", "y"), one("b", "x", "y"))).toEqual([
      'warn: Tables "a" and "b" share "x" and "y": they are linked by a synthetic key ($Syn 1) of these 2 fields. ' +
        "Rename all but one of them (AS), or make them one key field (x & '|' & y), unless that is meant.",
    ]);
  });

  test("a key without a value in common is a warning, rows that dangle are told", async () => {
    expect(await note(orders, { ...customers, rows: [[7, "Rome"]] })).toEqual([
      'warn: "Customer" links tables "Orders" and "Customers", but they have no value in common. ' +
        "Check whether it means the same in each, and is written alike.",
    ]);
    expect(await note(orders, customers)).toEqual([
      'info: Key "Customer" of "Orders": 1 row with a value that no other table has, 1 row without a value.',
      'info: Key "Customer" of "Customers": 1 row with a value that no other table has.',
    ]);
  });
});
