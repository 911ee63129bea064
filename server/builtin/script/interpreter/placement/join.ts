import { castTo, type Typed } from "../../convert";
import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { JoinKind } from "../../statements";
import { mergeTypes, readAs, type ValueType } from "../../types";
import { checkFieldNames, type ScriptColumn, type TableState } from "../catalog";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { replaceTable, store } from "./create";

const SQL_JOIN: Record<JoinKind, string> = { inner: "INNER", left: "LEFT", right: "RIGHT", outer: "FULL" };

interface Pair {
  left: ScriptColumn;
  right: ScriptColumn;
  type: ValueType;
}

/** Joins a relation into a table over all their common fields; NULL never matches, no common field crosses them. */
export async function joinInto(
  run: Run,
  table: TableState,
  relation: Relation,
  how: JoinKind,
): Promise<TableState> {
  const added = await store(run, relation, run.db.temporaryName());
  const pairs = commonPairs(table, added);
  const fresh = added.columns.filter((c) => !pairs.some((p) => p.right.name === c.name));
  const columns = [...table.columns.map((c) => joinedColumn(c, pairs)), ...fresh];
  checkFieldNames(
    columns.map((c) => c.name),
    table.name,
  );
  const from = `${quoteName(table.name)} AS l ${SQL_JOIN[how]} JOIN ${quoteName(added.name)} AS r ON ${condition(run, pairs)}`;
  await checkSize(run, table, added, from);
  const values = [
    ...table.columns.map((c) => joinedValue(run, c, pairs, how)),
    ...fresh.map((c) => `r.${quoteName(c.name)}`),
  ];
  const list = values.map((value, i) => `${value} AS ${quoteName(columns[i]?.name ?? "")}`);
  const made = run.db.temporaryName();
  const [row] = await run.db.rows(
    `CREATE TABLE ${quoteName(made)} AS SELECT ${list.join(", ")} FROM ${from} ORDER BY l.rowid NULLS LAST, r.rowid`,
  );
  await run.db.dropTemporary(added.name);
  return replaceTable(run, table, made, { ...table, columns, rows: Number(row?.[0] ?? 0) });
}

export function commonPairs(left: TableState, right: TableState): Pair[] {
  return left.columns.flatMap((l) => {
    const r = right.columns.find((c) => c.name === l.name);
    return r ? [{ left: l, right: r, type: mergeTypes(l.type, r.type) }] : [];
  });
}

function typed(alias: string, column: ScriptColumn): Typed {
  const { type, format, name, stored } = column;
  return { sql: readAs(`${alias}.${quoteName(name)}`, stored), type, ...(format ? { format } : {}) };
}

/** SQL: the rows belong together. NULL equals nothing, as in SQL. */
export function condition(run: Run, pairs: Pair[]): string {
  const { settings } = run.variables;
  const parts = pairs.map(({ left, right, type }) => {
    const [l, r] = [castTo(typed("l", left), type, settings), castTo(typed("r", right), type, settings)];
    return `${l.sql} = ${r.sql}`;
  });
  return parts.join(" AND ") || "true";
}

function joinedColumn(column: ScriptColumn, pairs: Pair[]): ScriptColumn {
  const pair = pairs.find((p) => p.left === column);
  if (!pair) return column;
  const format = column.format ?? pair.right.format;
  return { name: column.name, stored: pair.type.sql, type: pair.type, ...(format ? { format } : {}) };
}

function joinedValue(run: Run, column: ScriptColumn, pairs: Pair[], how: JoinKind): string {
  const pair = pairs.find((p) => p.left === column);
  if (!pair) return `l.${quoteName(column.name)}`;
  const { settings } = run.variables;
  const left = castTo(typed("l", pair.left), pair.type, settings).sql;
  const right = castTo(typed("r", pair.right), pair.type, settings).sql;
  const value = how === "right" ? right : how === "outer" ? `coalesce(${left}, ${right})` : left;
  return `CAST(${value} AS ${pair.type.sql})`;
}

/** Counts before it multiplies: a missing common field makes every row meet every other. */
async function checkSize(run: Run, left: TableState, right: TableState, from: string): Promise<void> {
  const room = run.host.limits.rows - run.catalog.totalRows() + left.rows;
  if (left.rows * right.rows <= room) return;
  const rows = await run.db.count(from);
  if (rows > room)
    throw scriptError(
      "script.limit",
      `This JOIN would make ${rows.toLocaleString("en")} rows, more than the plan allows.`,
      {
        advice:
          "Check the fields both tables share: JOIN takes all of them, and without one it crosses the tables.",
        params: { rows, limit: run.host.limits.rows },
      },
    );
}
