import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { ReadResult, ReadTarget, SourceSession } from "../port";

export interface Loaded {
  result: ReadResult;
  /** The table's columns and types. */
  types: Record<string, string>;
  /** Its rows in order, each value as DuckDB's JSON reader gives it (64-bit numbers as text). */
  rows: unknown[][];
}

/** Reads a SELECT into a table of a fresh DuckDB and gives it back; the table is `out` unless named. */
export async function readInto(
  session: SourceSession,
  sql: string,
  target: Partial<Omit<ReadTarget, "db">> = {},
): Promise<Loaded> {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  try {
    if (target.schema) await db.run(`CREATE SCHEMA ${target.schema}`);
    const full: ReadTarget = {
      db,
      table: "out",
      signal: new AbortController().signal,
      onRows: () => {},
      maxRows: 10_000_000,
      ...target,
    };
    const result = await session.read(sql, full);
    const reader = await db.runAndReadAll(`SELECT * FROM "${full.schema ?? "main"}"."${full.table}"`);
    const types = Object.fromEntries(
      reader.columnNames().map((n, i) => [n, String(reader.columnTypes()[i])]),
    );
    const rows = reader.getRowsJson() as unknown[][];
    await showInfiniteDates(db, full, types, rows);
    return { result, types, rows };
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

/** The JSON reader counts infinite dates in years; DuckDB's own text says what they are. */
async function showInfiniteDates(
  db: DuckDBConnection,
  { schema = "main", table }: ReadTarget,
  types: Record<string, string>,
  rows: unknown[][],
): Promise<void> {
  for (const [i, [name, type]] of Object.entries(types).entries()) {
    if (type !== "DATE") continue;
    const texts = await db.runAndReadAll(`SELECT "${name}"::VARCHAR FROM "${schema}"."${table}"`);
    for (const [y, [text]] of texts.getRows().entries()) {
      const row = rows[y];
      if (row) row[i] = text;
    }
  }
}
