import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Column builders of the SQLite dialect. `columns.postgres.ts` has the same names; tables use only these. */
export const columns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  sql,
  id: () => text().primaryKey(),
  text: () => text(),
  oneOf: <const T extends readonly [string, ...string[]]>(values: T) =>
    text({ enum: values as unknown as [T[number], ...T[number][]] }),
  integer: () => integer(),
  /** Whole numbers up to 2^53: bytes, rows, minor units of money. */
  big: () => integer(),
  serial: () => integer().primaryKey({ autoIncrement: true }),
  double: () => real(),
  boolean: () => integer({ mode: "boolean" }),
  instant: () => integer({ mode: "timestamp_ms" }),
  json: <T>() => text({ mode: "json" }).$type<T>(),
};

export type Columns = typeof columns;
