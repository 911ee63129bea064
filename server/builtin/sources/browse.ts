import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { makeFolder } from "@/server/shared/make-folder";
import type { Source, SourceSession, SourceTarget } from "./port";

export interface Browsing extends Pick<SourceSession, "dialect" | "tables" | "columns" | "sample" | "close"> {
  /** Runs one read-only SELECT by the way a reload reads it. More than `maxRows` rows are an error. */
  select(sql: string, maxRows: number): Promise<{ columns: string[]; rows: unknown[][] }>;
}

/** What a look at a source may use: its answers are a count or a few rows. */
const LIMITS = { threads: "1", memory_limit: "256MB" };

/** Reads a SELECT into a table of a DuckDB of its own and gives it back, 64-bit numbers and decimals as text. */
async function select(session: SourceSession, sql: string, maxRows: number, signal: AbortSignal) {
  const instance = await DuckDBInstance.create(":memory:", LIMITS);
  const db = await instance.connect();
  try {
    await session.read(sql, { db, table: "answer", signal, onRows: () => undefined, maxRows });
    const reader = await db.runAndReadAll('SELECT * FROM "answer"');
    return { columns: reader.columnNames(), rows: reader.getRowsJson() as unknown[][] };
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

/** A source opened for looking, with a folder for temporary files that goes when it is closed. */
export async function browse(
  source: Source,
  target: SourceTarget,
  options: { signal: AbortSignal; statementTimeoutMs: number; scratch: string },
): Promise<Browsing> {
  const scratch = join(options.scratch, randomUUID());
  await makeFolder(scratch);
  const tidy = () => rm(scratch, { recursive: true, force: true });
  try {
    const session = await source.open(target, { ...options, scratch });
    return {
      dialect: session.dialect,
      tables: () => session.tables(),
      columns: (table) => session.columns(table),
      sample: (table, rows) => session.sample(table, rows),
      select: (sql, maxRows) => select(session, sql, maxRows, options.signal),
      close: async () => {
        await session.close();
        await tidy();
      },
    };
  } catch (error) {
    await tidy();
    throw error;
  }
}
