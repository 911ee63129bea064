import { quoteName } from "../quoting";
import { orderedRows } from "../row-order";
import type { TableState } from "./catalog";
import { replaceTable } from "./placement/create";
import type { Run } from "./run";

/** Writes a table anew where its rows do not lie in load order. */
export async function settled(run: Run, table: TableState): Promise<TableState> {
  if (!table.order) return table;
  const made = run.db.temporaryName();
  const { from, rank } = orderedRows(table.name, table.order);
  const list = table.columns.map((c) => `t.${quoteName(c.name)}`).join(", ");
  await run.db.run(`CREATE TABLE ${quoteName(made)} AS SELECT ${list} FROM ${from} ORDER BY ${rank}`);
  const { order, base, ...state } = table;
  const note = run.catalog.storedAs(table.name);
  const written = await replaceTable(run, table, made, state);
  if (note) run.catalog.noteStored(note);
  return written;
}

/** Whether a field hides where the rows of its table lie. */
export function hidesPlaces(field: string): boolean {
  return field.toLowerCase() === "rowid";
}
