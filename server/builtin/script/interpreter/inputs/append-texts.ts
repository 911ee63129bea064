import { DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import { quoteName } from "../../quoting";
import { TYPES } from "../../types";
import { type Relation, tableRelation } from "../relation";
import type { Run } from "../run";

const CHUNK_ROWS = 2048;

/** A table of `width` text columns c0, c1, … */
export async function createTexts(run: Run, table: string, width: number): Promise<void> {
  const columns = Array.from({ length: width }, (_, i) => `c${i} VARCHAR`);
  await run.db.run(`CREATE TABLE ${quoteName(table)} (${columns.join(", ")})`);
}

/** Appends rows of texts; a row that is too short ends with NULL. */
export async function appendTexts(run: Run, table: string, width: number, rows: string[][]): Promise<void> {
  run.host.signal.throwIfAborted();
  const appender = await run.db.connection.createAppender(table);
  const types = Array.from({ length: width }, () => VARCHAR);
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const batch = rows.slice(from, from + CHUNK_ROWS).map((row) => types.map((_, i) => row[i] ?? null));
    const chunk = DuckDBDataChunk.create(types, batch.length);
    chunk.setRows(batch);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Such a table as a relation, with the names its columns have for the script. */
export function textRelation(table: string, names: string[]): Relation {
  const columns = names.map((_, i) => ({ name: `c${i}`, stored: "VARCHAR", type: TYPES.text }));
  const relation = tableRelation(table, columns);
  return { ...relation, columns: relation.columns.map((c, i) => ({ ...c, name: names[i] ?? c.name })) };
}
