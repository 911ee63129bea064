import { castTo } from "../../convert";
import { quoteName } from "../../quoting";
import { mergeTypes, readAs, type ValueType } from "../../types";
import { checkFieldNames, type ScriptColumn, type TableState } from "../catalog";
import { columnOf, ORDER, type Relation, type RelationColumn, tableRelation } from "../relation";
import type { Run } from "../run";
import { hidesPlaces, settled } from "../settled";
import { checkRows, replaceTable, store } from "./create";

/** Adds the rows of a relation to a table; fields that one side lacks are NULL there. */
export async function appendTo(run: Run, target: TableState, relation: Relation): Promise<TableState> {
  let table = target;
  checkFieldNames([...new Set([...table.columns, ...relation.columns].map((c) => c.name))], table.name);
  const changed = table.columns.filter((c) => needsChange(c, relation));
  let rows = relation;
  let temporary: string | undefined;
  const fresh = relation.columns.filter((c) => !target.columns.some((old) => old.name === c.name));
  const hides = fresh.some((c) => hidesPlaces(c.name));
  if (changed.length > 0 || hides || (fresh.length > 0 && run.errors.goesOn)) {
    // The new rows may be read from the very table whose columns are about to change, and reading them may fail:
    // where the script goes on after that, the table must be as it was.
    temporary = run.db.temporaryName();
    const stored = await store(run, relation, temporary);
    rows = tableRelation(temporary, stored.columns);
  }
  if (hides) table = await settled(run, table);
  const columns = await widen(run, table, relation);
  const added = await insert(run, table.name, columns, rows);
  if (temporary) await run.db.dropTemporary(temporary);
  const result = { ...table, columns, rows: table.rows + added };
  run.catalog.addRows(result, { before: table.rows, changed: changed.length > 0 });
  checkRows(run);
  return table.distinct ? deduplicate(run, result) : result;
}

/** Says that rows of a statement were added to a table of the same fields. */
export function tellAdded(run: Run, name: string, table: string): void {
  const advice = table === name ? "." : "; write NOCONCATENATE to keep the tables apart.";
  run.host.log("info", name, `Added to "${table}", which has the same fields${advice}`);
}

/** Whether a relation's rows fit a table as it is: no column is added, none changes its type. */
export function keepsColumns(table: TableState, relation: Relation): boolean {
  const isKnown = (name: string) => table.columns.some((c) => c.name === name);
  return (
    relation.columns.every((c) => isKnown(c.name)) && !table.columns.some((c) => needsChange(c, relation))
  );
}

function find(relation: Relation, name: string): RelationColumn | undefined {
  return relation.columns.find((c) => c.name === name);
}

function mergedType(column: ScriptColumn, relation: Relation): ValueType {
  const other = find(relation, column.name);
  // Narrow numbers that meet their like stay: to widen a column writes it anew.
  if (!other || other.type.sql === column.stored) return column.type;
  return mergeTypes(column.type, other.type);
}

function needsChange(column: ScriptColumn, relation: Relation): boolean {
  const type = mergedType(column, relation);
  return (
    type.sql !== column.type.sql ||
    (find(relation, column.name) !== undefined && column.stored !== column.type.sql)
  );
}

/** Gives the table's columns the types that hold both sides, and adds the columns it lacks. */
async function widen(run: Run, table: TableState, relation: Relation): Promise<ScriptColumn[]> {
  const name = quoteName(table.name);
  const columns: ScriptColumn[] = [];
  for (const column of table.columns) {
    const type = mergedType(column, relation);
    const format = column.format ?? find(relation, column.name)?.format;
    if (needsChange(column, relation)) {
      const old = {
        sql: readAs(quoteName(column.name), column.stored),
        type: column.type,
        format: column.format,
      };
      const { sql } = castTo(old, type, run.variables.settings);
      await run.db.run(
        `ALTER TABLE ${name} ALTER COLUMN ${quoteName(column.name)} SET DATA TYPE ${type.sql} USING ${sql}`,
      );
      columns.push({ name: column.name, stored: type.sql, type, ...(format ? { format } : {}) });
    } else columns.push({ ...column, type, ...(format ? { format } : {}) });
  }
  for (const { name: field, type, format } of relation.columns) {
    if (table.columns.some((c) => c.name === field)) continue;
    await run.db.run(`ALTER TABLE ${name} ADD COLUMN ${quoteName(field)} ${type.sql}`);
    columns.push({ name: field, stored: type.sql, type, ...(format ? { format } : {}) });
  }
  return columns;
}

async function insert(run: Run, table: string, columns: ScriptColumn[], relation: Relation): Promise<number> {
  const pairs = columns.flatMap((column) => {
    const source = find(relation, column.name);
    return source
      ? [{ column, value: castTo(columnOf(source, "r"), column.type, run.variables.settings) }]
      : [];
  });
  if (pairs.length === 0) return 0;
  const targets = pairs.map(({ column }) => quoteName(column.name)).join(", ");
  const values = pairs.map(({ column, value }) => `CAST(${value.sql} AS ${column.stored})`).join(", ");
  const order = relation.ordered && relation.scrambled ? ` ORDER BY r.${ORDER}` : "";
  const [row] = await run.db.rows(
    `INSERT INTO ${quoteName(table)} (${targets}) SELECT ${values} FROM (${relation.sql}) AS r${order}`,
  );
  return Number(row?.[0] ?? 0);
}

/** Leaves the first of equal rows. */
export async function deduplicate(run: Run, table: TableState): Promise<TableState> {
  const made = run.db.temporaryName();
  const list = table.columns.map((c) => quoteName(c.name)).join(", ");
  const [row] = await run.db.rows(
    `CREATE TABLE ${quoteName(made)} AS SELECT ${list} FROM ${quoteName(table.name)} GROUP BY ${list} ORDER BY min(rowid)`,
  );
  return replaceTable(run, table, made, { ...table, rows: Number(row?.[0] ?? 0) });
}
