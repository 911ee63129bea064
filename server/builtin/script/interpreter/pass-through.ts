import { quoteName } from "../quoting";
import type { TableState } from "./catalog";
import { checkFieldNames, type ScriptColumn } from "./catalog";
import { changesValues, finalNames } from "./field-rules";
import { readSelect } from "./inputs/select";
import { appendTo } from "./placement/concatenate";
import { checkRows } from "./placement/create";
import { tableRelation } from "./relation";
import type { Run } from "./run";
import type { TableChain } from "./table-statement";

/**
 * A SELECT whose rows go into a new table as they are (bare, or below nothing but `LOAD *` or renames): read
 * straight into the table, so that the rows are written once.
 * @returns undefined where the statement does more than that
 */
export async function passThrough(
  run: Run,
  chain: TableChain,
  name: string,
): Promise<TableState | undefined> {
  const { head, loads, select } = chain;
  const { kind } = head.prefix;
  if (head.buffer) return undefined;
  const placed = head.reload && head.reload.kind !== "add";
  if (
    !select ||
    select.shape ||
    placed ||
    (kind !== "none" && kind !== "noconcatenate") ||
    !loads.every(isPlain)
  )
    return undefined;
  if (changesValues(run.rules)) return undefined;
  const table = run.catalog.freeName(name);
  try {
    await readSelect(run, select, table, name);
    const columns = await rename(run, table, await run.db.describe(table), name);
    const state = { name: table, columns, rows: await run.db.count(quoteName(table)), distinct: false };
    const twin = kind === "none" ? run.catalog.withFields(columns.map((c) => c.name)) : undefined;
    if (twin) return await moveInto(run, twin, state);
    run.catalog.add(state);
    checkRows(run);
    return state;
  } catch (error) {
    if (!run.catalog.get(table)) await run.db.connection.run(`DROP TABLE IF EXISTS ${quoteName(table)}`);
    throw error;
  }
}

function isPlain(load: TableChain["loads"][number]): boolean {
  const [item, other] = load.items;
  const simple =
    !load.distinct && !load.where && !load.while && !load.groupBy && !load.orderBy && !load.shape;
  return simple && item?.kind === "all" && !other;
}

/** ALIAS and QUALIFY apply to these rows too. */
async function rename(
  run: Run,
  table: string,
  columns: ScriptColumn[],
  name: string,
): Promise<ScriptColumn[]> {
  const named = finalNames(run, columns, name);
  checkFieldNames(
    named.map((c) => c.name),
    name,
  );
  for (const [i, column] of columns.entries()) {
    const to = named[i]?.name ?? column.name;
    if (to !== column.name)
      await run.db.run(
        `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(column.name)} TO ${quoteName(to)}`,
      );
  }
  return named;
}

async function moveInto(run: Run, twin: TableState, made: TableState): Promise<TableState> {
  run.host.log("info", made.name, `Added to "${twin.name}", which has the same fields.`);
  const result = await appendTo(run, twin, tableRelation(made.name, made.columns));
  await run.db.run(`DROP TABLE ${quoteName(made.name)}`);
  return result;
}
