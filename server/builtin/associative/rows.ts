import type { DuckDBConnection, DuckDBType, DuckDBValue, Json } from "@duckdb/node-api";

/** Rows of a statement in DuckDB's JSON form (64-bit integers and decimals as text). For small, internal results. */
export async function readRows(
  db: DuckDBConnection,
  sql: string,
  values?: Record<string, DuckDBValue>,
  types?: Record<string, DuckDBType>,
): Promise<Record<string, Json>[]> {
  return (await db.runAndReadAll(sql, values, types)).getRowObjectsJson();
}
