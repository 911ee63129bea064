import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Columns } from "./columns.sqlite";

/** Drizzle's own `jsonb` parses a stored text once more: the text "1" would come back as a number. */
const jsonb = customType<{ data: unknown; driverData: string }>({
  dataType: () => "jsonb",
  toDriver: (value) => JSON.stringify(value),
});

const postgres = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  sql,
  id: () => text().primaryKey(),
  text: () => text(),
  oneOf: (values: [string, ...string[]]) => text({ enum: values }),
  integer: () => integer(),
  big: () => bigint({ mode: "number" }),
  serial: () => bigserial({ mode: "number" }).primaryKey(),
  double: () => doublePrecision(),
  boolean: () => boolean(),
  instant: () => timestamp({ withTimezone: true, precision: 3, mode: "date" }),
  json: () => jsonb(),
};

/** The one cast of the two-dialect schema: both objects build the same tables, the store's suite proves it. */
export const columns = postgres as unknown as Columns;
