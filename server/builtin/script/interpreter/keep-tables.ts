import type { DuckDBConnection } from "@duckdb/node-api";
import { randomToken } from "@/server/shared/crypto";
import type { KeptTable, ScriptTable, StoredQvd } from "../port";
import { quoteName } from "../quoting";

/** Hides the tables of an earlier run that a QVD was written from, so that the next one can take them; the others go. */
export async function keepTables(
  db: DuckDBConnection,
  tables: readonly ScriptTable[],
  stored: readonly StoredQvd[],
): Promise<KeptTable[]> {
  const kept: KeptTable[] = [];
  for (const table of tables) {
    const name = `main.${quoteName(table.name)}`;
    const note = stored.find((s) => s.table === table.name && s.rows === table.rows);
    const hidden = `~kept-${randomToken(6)}`;
    await db.run(note ? `ALTER TABLE ${name} RENAME TO ${quoteName(hidden)}` : `DROP TABLE ${name}`);
    if (note) kept.push({ stored: note, table, hidden });
  }
  return kept;
}
