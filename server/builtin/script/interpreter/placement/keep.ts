import { quoteName } from "../../quoting";
import type { TableState } from "../catalog";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { createTable } from "./create";
import { commonPairs, condition } from "./join";

/** Two tables that stay apart and lose the rows without a partner: LEFT the new one, RIGHT the old one, INNER both. */
export async function keepWith(
  run: Run,
  old: TableState,
  relation: Relation,
  name: string,
  how: "inner" | "left" | "right",
): Promise<TableState> {
  const made = await createTable(run, relation, name, false);
  if (commonPairs(old, made).length === 0) return made;
  if (how !== "left") await reduce(run, old, made);
  if (how !== "right") await reduce(run, made, old);
  return run.catalog.get(made.name) ?? made;
}

async function reduce(run: Run, table: TableState, by: TableState): Promise<void> {
  const partner = `SELECT 1 FROM ${quoteName(by.name)} AS r WHERE ${condition(run, commonPairs(table, by))}`;
  await run.db.run(`DELETE FROM ${quoteName(table.name)} AS l WHERE NOT EXISTS (${partner})`);
  run.catalog.add({ ...table, rows: await run.db.count(quoteName(table.name)) });
}
