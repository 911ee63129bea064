import type { HiddenTable } from "../port";
import { quoteName } from "../quoting";
import type { TableState } from "./catalog";
import type { Run } from "./run";
import { hidesPlaces } from "./settled";

/** Larger tables of a run before are not kept for it: what they take of the disk is worth more. */
export const MOST_COMPARED = 1_000_000;

/**
 * Finds tables that came out as the run before left them, and those that have rows behind these: what is known of their
 * values still holds. Small tables beside a large one are loaded anew every time, and are seldom others.
 */
export async function noteUnchanged(run: Run): Promise<void> {
  if (run.access !== null) return;
  for (const before of [...run.others, ...run.kept.values()]) {
    const table = run.catalog.get(before.table.name);
    if (!table || run.catalog.isEarlier(table.name) || !hasSameFields(table, before)) continue;
    const isKnown = await beginsWith(run, table, before).catch(() => false);
    run.host.signal.throwIfAborted();
    if (isKnown) run.catalog.noteEarlier(table.name, before.table.rows);
  }
}

function hasSameFields({ columns, rows }: TableState, { table }: HiddenTable): boolean {
  return (
    rows >= table.rows &&
    table.rows <= MOST_COMPARED &&
    columns.length === table.fields.length &&
    columns.every(({ name, stored }, i) => {
      const field = table.fields[i];
      return name === field?.name && stored === field.type && !hidesPlaces(name);
    })
  );
}

/** Whether its first rows are those of the table before, each in its place. Ends at the first that is another. */
async function beginsWith(
  run: Run,
  { name, columns }: TableState,
  { hidden }: HiddenTable,
): Promise<boolean> {
  const same = columns.map((c) => `t.${quoteName(c.name)} IS NOT DISTINCT FROM h.${quoteName(c.name)}`);
  const other = await run.db.count(
    `(SELECT 1 FROM main.${quoteName(name)} t POSITIONAL JOIN main.${quoteName(hidden)} h
      WHERE h.rowid IS NOT NULL AND (t.rowid = h.rowid AND ${same.join(" AND ")}) IS NOT TRUE LIMIT 1)`,
  );
  return other === 0;
}
