import type { DuckDBConnection } from "@duckdb/node-api";
import { randomToken } from "@/server/shared/crypto";
import type { ScriptHost, ScriptTable, StoredQvd } from "../port";
import { quoteName } from "../quoting";
import { MOST_COMPARED } from "./compare-tables";

/** Hides the tables of an earlier run that the next one can take or compare its own with; the others go. */
export async function keepTables(
  db: DuckDBConnection,
  tables: readonly ScriptTable[],
  stored: readonly StoredQvd[],
): Promise<Required<Pick<ScriptHost, "kept" | "others">>> {
  const all: Required<Pick<ScriptHost, "kept" | "others">> = { kept: [], others: [] };
  for (const table of tables) {
    const name = `main.${quoteName(table.name)}`;
    const note = stored.find((s) => s.table === table.name && s.rows === table.rows);
    const hidden = `~kept-${randomToken(6)}`;
    const stays = note !== undefined || table.rows <= MOST_COMPARED;
    await db.run(stays ? `ALTER TABLE ${name} RENAME TO ${quoteName(hidden)}` : `DROP TABLE ${name}`);
    if (note) all.kept.push({ stored: note, table, hidden });
    else if (stays) all.others.push({ table, hidden });
  }
  return all;
}
