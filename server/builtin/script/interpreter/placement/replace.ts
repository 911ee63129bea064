import type { Name } from "../../statements";
import type { TableState } from "../catalog";
import type { Relation } from "../relation";
import { rename } from "../rename";
import type { Run } from "../run";
import { createTable, replaceTable, store } from "./create";

/**
 * REPLACE: the rows take the place of a whole table. Without one to replace they make a new table.
 * @param wanted the table CONCATENATE names; without it the table of the statement's label is replaced, else the
 *   one with exactly these fields
 */
export async function replaceWith(
  run: Run,
  relation: Relation,
  options: { wanted?: TableState; label?: Name; name: string; distinct: boolean },
): Promise<TableState> {
  const { wanted, label, name, distinct } = options;
  const named = label && run.catalog.get(label.value);
  const twin = run.catalog.withFields(relation.columns.map((c) => c.name));
  const old = wanted ?? named ?? twin;
  if (!old) return createTable(run, relation, name, distinct);
  const made = run.db.temporaryName();
  const state = await store(run, relation, made);
  // The new rows may have been read from the old table, so it goes only now.
  const table = await replaceTable(run, old, made, { ...state, distinct });
  if (!label || label.value === table.name) return table;
  const pairs = [{ from: { value: table.name, at: label.at }, to: label }];
  await rename(run, { kind: "rename", what: "table", pairs });
  return run.catalog.get(label.value) ?? table;
}
