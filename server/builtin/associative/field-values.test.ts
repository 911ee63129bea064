import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { FieldValuesQuery } from "@/server/platform/model";
import { fieldValues } from "./field-values";

const world: TestTable[] = [
  {
    name: "Facts",
    fields: { Customer: "INTEGER", Product: "VARCHAR", Year: "INTEGER", Weight: "DOUBLE" },
    rows: [
      [1, "P1", 2024, 1],
      [1, "P2", 2025, 1.5],
      [2, "P1", 2024, 2],
      [9, "P2", 2024, null],
      [null, "P1", 2025, 10],
    ],
  },
  {
    name: "Customers",
    fields: { Customer: "INTEGER", City: "VARCHAR", Month: "DUAL" },
    rows: [
      [1, "Rome", { num: 1, txt: "Jan" }],
      [2, "Oslo", { num: 2, txt: "Feb" }],
      [3, "Oslo", { num: 10, txt: "Oct" }],
      [4, null, null],
    ],
  },
];

async function open() {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, world);
  return async (q: FieldValuesQuery) => {
    const result = await fieldValues(db, model, q, { generation: "gen" });
    return { ...result, values: result.values.map((v) => [v.value, v.state, v.frequency]) };
  };
}

test("without selections everything is possible, also what no fact mentions", async () => {
  const ask = await open();
  expect(await ask({ field: "City" })).toEqual({
    field: "City",
    values: [
      ["Oslo", "O", 2],
      ["Rome", "O", 1],
    ],
    total: 2,
    generation: "gen",
  });
  expect((await ask({ field: "Customer" })).values).toEqual([
    [1, "O", 2],
    [2, "O", 1],
    [3, "O", 0],
    [4, "O", 0],
    [9, "O", 1],
  ]);
});

test("selected, alternative, excluded, selected but excluded", async () => {
  const ask = await open();
  const selections = { City: ["Rome"], Year: [2024] };
  expect((await ask({ field: "City", selections })).values).toEqual([
    ["Oslo", "A", 0],
    ["Rome", "S", 1],
  ]);
  expect((await ask({ field: "Year", selections })).values).toEqual([
    [2024, "S", 1],
    [2025, "A", 0],
  ]);
  expect((await ask({ field: "Product", selections })).values).toEqual([
    ["P1", "O", 1],
    ["P2", "X", 0],
  ]);
  expect((await ask({ field: "Customer", selections })).values).toEqual([
    [1, "O", 1],
    [2, "X", 0],
    [3, "X", 0],
    [4, "X", 0],
    [9, "X", 0],
  ]);
  const excluded = { City: ["Oslo"], Product: ["P2"] };
  expect((await ask({ field: "City", selections: excluded })).values).toEqual([
    ["Oslo", "XS", 0],
    ["Rome", "A", 0],
  ]);
});

test("search: contains ignoring case, or with * and ?; paging counts all", async () => {
  const ask = await open();
  expect((await ask({ field: "City", search: "OM" })).values).toEqual([["Rome", "O", 1]]);
  expect((await ask({ field: "City", search: "o*" })).values).toEqual([["Oslo", "O", 2]]);
  expect((await ask({ field: "City", search: "?????" })).values).toEqual([]);
  expect((await ask({ field: "City", search: "%" })).values).toEqual([]);
  expect((await ask({ field: "Weight", search: "?" })).values).toEqual([
    [1, "O", 1],
    [2, "O", 1],
  ]);
  expect(await ask({ field: "Customer", limit: 2, offset: 4 })).toMatchObject({
    values: [[9, "O", 1]],
    total: 5,
  });
  expect(await ask({ field: "Customer", limit: 2, offset: 40 })).toMatchObject({ values: [], total: 5 });
});

test("duals are shown by text, sorted by number, selected by either", async () => {
  const ask = await open();
  const all = [
    ["Jan", "O", 1],
    ["Feb", "O", 1],
    ["Oct", "O", 1],
  ];
  expect((await ask({ field: "Month" })).values).toEqual(all);
  for (const value of ["Feb", 2, "2"])
    expect((await ask({ field: "City", selections: { Month: [value] } })).values).toEqual([
      ["Oslo", "O", 1],
      ["Rome", "X", 0],
    ]);
  expect((await ask({ field: "Month", selections: { Month: ["Oct"] } })).values).toEqual([
    ["Jan", "A", 0],
    ["Feb", "A", 0],
    ["Oct", "S", 1],
  ]);
});

test("unknown fields are refused", async () => {
  const ask = await open();
  await expect(ask({ field: "city" })).rejects.toMatchObject({
    code: "query.field_missing",
    options: { params: { nearest: "City" } },
  });
});
