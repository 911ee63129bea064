import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "@/server/builtin/associative/rows";
import type { ScriptTable } from "@/server/builtin/script";
import { quoteName } from "@/server/builtin/script/quoting";
import { randomToken } from "@/server/shared/crypto";

/**
 * Writes tables anew that rows were deleted from (MERGE, KEEP): code tables are by the place of a row, and a click on a
 * table with gaps would go the way of SQL.
 * @returns whether there was one
 */
export async function closeGaps(db: DuckDBConnection, tables: readonly ScriptTable[]): Promise<boolean> {
  let closed = false;
  for (const { name, fields } of tables) {
    if (fields.some((f) => f.name.toLowerCase() === "rowid")) continue;
    const table = `main.${quoteName(name)}`;
    const [found] = await readRows(
      db,
      `SELECT (coalesce(max(rowid), -1) + 1 > count(*)) AS "hasGaps" FROM ${table}`,
    );
    if (found?.hasGaps !== true) continue;
    const whole = `main.${quoteName(`${name} ${randomToken(6)}`)}`;
    await db.run(`CREATE TABLE ${whole} AS FROM ${table}`);
    await db.run(`DROP TABLE ${table}`);
    await db.run(`ALTER TABLE ${whole} RENAME TO ${quoteName(name)}`);
    closed = true;
  }
  return closed;
}
