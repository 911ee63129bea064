import { DuckDBInstance } from "@duckdb/node-api";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { FieldValuesQuery, FieldValuesResult, Query, QueryResult } from "@/server/platform/model";
import { fieldValues } from "../field-values";
import { query } from "../query";
import type { AssociativeModel } from "../types";

/** A small generation in memory, and a way to ask it. */
export interface SmallWorld {
  model: AssociativeModel;
  ask(query: Partial<Query>): Promise<QueryResult>;
  values(query: FieldValuesQuery): Promise<FieldValuesResult>;
}

export async function openWorld(tables: readonly TestTable[]): Promise<SmallWorld> {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, tables);
  return {
    model,
    ask: (asked) => query(db, model, { dimensions: [], measures: [], ...asked }, { generation: "gen" }),
    values: (asked) => fieldValues(db, model, asked, { generation: "gen" }),
  };
}

/** Two facts (orders, their lines), dimensions, NULL and dangling keys, and a table on its own. */
export const world: TestTable[] = [
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
