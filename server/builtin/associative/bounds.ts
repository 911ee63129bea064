import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "./rows";

/** As `stats()` says it of numbers and dates. */
const TOLD = /^\[Min: ([^,[\]]+), Max: ([^,[\]]+)\]/;
const NO_NULLS = "[Has Null: false";
const ALL_NULLS = "Has No Null: false]";
const UNKNOWN = "NULL";

/** Values that no value of a column is less or more than, as texts. */
export interface KeyBounds {
  least: string;
  most: string;
  /** False where it is known that none is NULL. */
  hasNulls: boolean;
}

/**
 * Bounds of columns: what DuckDB keeps of them, and looked for where it keeps nothing.
 * @param table FROM clause of rows `t`
 * @param keys SQL of whole numbers, decimals or dates of a row
 * @returns null for a column where all are NULL
 */
export async function boundsOfKeys(
  db: DuckDBConnection,
  table: string,
  keys: readonly string[],
): Promise<(KeyBounds | null)[]> {
  if (keys.length === 0) return [];
  const kept = keys.map((key, i) => `stats(${key}) AS c${i}`);
  const [told] = await readRows(db, `SELECT ${kept.join(", ")} FROM ${table} LIMIT 1`);
  const found = keys.map((_, i) => toldBounds(String(told?.[`c${i}`])));
  const missing = keys.flatMap((key, i) =>
    found[i] ? [] : [`min(${key})::VARCHAR AS l${i}, max(${key})::VARCHAR AS m${i}`],
  );
  if (missing.length === 0) return found;
  const [looked] = await readRows(db, `SELECT ${missing.join(", ")} FROM ${table}`);
  return found.map((known, i) => {
    const [least, most] = [looked?.[`l${i}`] ?? null, looked?.[`m${i}`] ?? null];
    if (known) return known;
    return least === null ? null : { least: String(least), most: String(most), hasNulls: true };
  });
}

function toldBounds(text: string): KeyBounds | null {
  const [, least = UNKNOWN, most = UNKNOWN] = TOLD.exec(text) ?? [];
  if (least === UNKNOWN || most === UNKNOWN || text.includes(ALL_NULLS)) return null;
  return { least, most, hasNulls: !text.includes(NO_NULLS) };
}
