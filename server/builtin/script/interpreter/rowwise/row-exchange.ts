import {
  BIGINT,
  DOUBLE,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  STRUCT,
  structValue,
  VARCHAR,
} from "@duckdb/node-api";
import { asDouble, type Typed } from "../../convert";
import { quoteName } from "../../quoting";
import type { ValueType } from "../../types";
import type { RelationColumn } from "../relation";
import type { Run } from "../run";
import type { DualValue, Value } from "./values";

type Source = string | { sql: string };

/**
 * Reads columns as values of the row-wise path.
 * @param source a stored table, of which rows `from` to `to` (exclusive) are read in order, or a query
 */
export async function readLeaves(
  run: Run,
  source: Source,
  columns: RelationColumn[],
  from = 0,
  to = 0,
): Promise<Value[][]> {
  const typed = columns.map((c, i): Typed => {
    const sql = typeof source === "string" ? quoteName(`l${i}`) : c.column;
    return { sql, type: c.type };
  });
  const list = typed.flatMap((v) =>
    v.type.kind === "dual" ? [`(${v.sql}).num`, `(${v.sql}).txt`] : [plain(v)],
  );
  if (list.length === 0) return Array.from({ length: to - from }, () => []);
  const rows =
    typeof source === "string"
      ? `${quoteName(source)} WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid`
      : `(${source.sql})`;
  const reader = await run.db.connection.runAndReadAll(`SELECT ${list.join(", ")} FROM ${rows}`);
  return reader.getRows().map((row) => unpack(row, typed));
}

function plain(value: Typed): string {
  const { kind } = value.type;
  if (kind === "text" || kind === "null") return value.sql;
  return kind === "integer" ? `CAST(${value.sql} AS BIGINT)` : asDouble(value);
}

function unpack(row: readonly DuckDBValue[], columns: Typed[]): Value[] {
  let at = 0;
  return columns.map(({ type }) => {
    const value = toValue(row[at++]);
    if (type.kind !== "dual") return value;
    const txt = row[at++];
    if (value === null && txt === null) return null;
    return { num: typeof value === "number" ? value : null, txt: typeof txt === "string" ? txt : null };
  });
}

function toValue(value: DuckDBValue | undefined): Value {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value !== "bigint") return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Appends rows: the record's number, then one value per column. */
export async function writeRows(
  run: Run,
  table: string,
  columns: ValueType[],
  rows: Value[][],
): Promise<void> {
  const types: DuckDBType[] = [BIGINT, ...columns.map(chunkType)];
  const appender = await run.db.connection.createAppender(table);
  for (let from = 0; from < rows.length; from += 2048) {
    const batch = rows.slice(from, from + 2048);
    const chunk = DuckDBDataChunk.create(types, batch.length);
    chunk.setRows(batch.map((row) => row.map((value, i) => toDuck(value, types[i] ?? VARCHAR))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

const DUAL = STRUCT({ num: DOUBLE, txt: VARCHAR });

function chunkType(type: ValueType): DuckDBType {
  if (type.kind === "integer") return BIGINT;
  if (type.kind === "dual") return DUAL;
  return type.kind === "text" || type.kind === "null" ? VARCHAR : DOUBLE;
}

function toDuck(value: Value, type: DuckDBType): DuckDBValue {
  if (value === null) return null;
  if (type === DUAL) {
    const { num, txt } = value as DualValue;
    return structValue({ num, txt });
  }
  if (type === BIGINT) return toBigint(value);
  return typeof value === "object" ? null : value;
}

function toBigint(value: Value): bigint | null {
  if (typeof value === "string") return /^-?\d+$/.test(value) ? BigInt(value) : null;
  return typeof value === "number" && Number.isFinite(value) ? BigInt(Math.trunc(value)) : null;
}
