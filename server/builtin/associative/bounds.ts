import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "./rows";

/** As `stats()` says it of numbers and dates. */
const TOLD = /^\[Min: ([^,[\]]+), Max: ([^,[\]]+)\]/;
const UNKNOWN = "NULL";

/**
 * Values that no value of a column is less or more than, as texts: what DuckDB keeps of its columns, and looked for where it
 * keeps nothing.
 * @param table FROM clause of rows `t`
 * @param keys SQL of whole numbers, decimals or dates of a row
 * @returns null for a column where all are NULL
 */
export async function boundsOfKeys(
  db: DuckDBConnection,
  table: string,
  keys: readonly string[],
): Promise<([string, string] | null)[]> {
  if (keys.length === 0) return [];
  const kept = keys.map((key, i) => `stats(${key}) AS c${i}`);
  const [told] = await readRows(db, `SELECT ${kept.join(", ")} FROM ${table} LIMIT 1`);
  const found = keys.map((_, i) => {
    const [, least, most] = TOLD.exec(String(told?.[`c${i}`])) ?? [];
    return least === undefined || most === undefined || least === UNKNOWN || most === UNKNOWN
      ? null
      : ([least, most] as [string, string]);
  });
  const missing = keys.flatMap((key, i) =>
    found[i] ? [] : [`min(${key})::VARCHAR AS l${i}, max(${key})::VARCHAR AS m${i}`],
  );
  if (missing.length === 0) return found;
  const [looked] = await readRows(db, `SELECT ${missing.join(", ")} FROM ${table}`);
  return found.map((known, i) => {
    const least = looked?.[`l${i}`];
    if (known) return known;
    return least === null || least === undefined ? null : [String(least), String(looked?.[`m${i}`])];
  });
}
