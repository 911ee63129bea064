import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { Run } from "../run";

/**
 * Stores rows whose number cannot be told before, and stops where they are more than the plan still allows.
 * @returns how many there are
 * @throws `script.limit`, naming the prefix
 */
export async function storeLimited(run: Run, table: string, sql: string, prefix: string): Promise<number> {
  const room = roomLeft(run);
  const [row] = await run.db.rows(`CREATE TABLE ${quoteName(table)} AS ${sql} LIMIT ${room + 1}`);
  const rows = Number(row?.[0] ?? 0);
  if (rows > room) throw tooManyRows(run, prefix);
  return rows;
}

export function roomLeft(run: Run): number {
  return Math.max(0, run.host.limits.rows - run.catalog.totalRows());
}

export function tooManyRows(run: Run, prefix: string) {
  const { rows } = run.host.limits;
  return scriptError(
    "script.limit",
    `${prefix} makes more rows than the plan allows (${rows.toLocaleString("en")}).`,
    { params: { limit: rows } },
  );
}
