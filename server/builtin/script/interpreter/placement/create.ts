import { scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import { checkFieldNames, type TableState } from "../catalog";
import { namedSelect, type Relation } from "../relation";
import type { Run } from "../run";

/** Stores a relation under a name and tells its rows; nothing is in the catalog yet. */
export async function store(run: Run, relation: Relation, table: string): Promise<TableState> {
  const names = relation.columns.map((c) => c.name);
  checkFieldNames(names, table);
  const [row] = await run.db.rows(`CREATE TABLE ${quoteName(table)} AS ${namedSelect(relation)}`);
  return {
    name: table,
    columns: relation.columns.map((c) => ({
      name: c.name,
      stored: c.type.sql,
      type: c.type,
      ...(c.format ? { format: c.format } : {}),
    })),
    rows: Number(row?.[0] ?? 0),
    distinct: false,
  };
}

/** A new script table. */
export async function createTable(
  run: Run,
  relation: Relation,
  name: string,
  distinct: boolean,
): Promise<TableState> {
  const free = run.catalog.freeName(name);
  if (free !== name)
    run.warnings.add(
      `The name "${name}" is taken by a table with other fields; the new table is called "${free}".`,
    );
  const table = { ...(await store(run, relation, free)), distinct };
  run.catalog.add(table);
  checkRows(run);
  return table;
}

/** @throws `script.limit` beyond the plan's rows */
export function checkRows(run: Run): void {
  const rows = run.catalog.totalRows();
  const most = run.host.limits.rows;
  if (rows > most)
    throw scriptError(
      "script.limit",
      `The tables hold ${rows.toLocaleString("en")} rows; the plan allows ${most.toLocaleString("en")}.`,
      {
        advice: "Limit the rows by the where clause, or choose a larger plan.",
        params: { rows, limit: most },
      },
    );
}

/** Puts a finished table in the place of another: same name, same place in the order. */
export async function replaceTable(
  run: Run,
  old: TableState,
  made: string,
  state: Omit<TableState, "name">,
): Promise<TableState> {
  await run.db.run(`DROP TABLE ${quoteName(old.name)}`);
  await run.db.run(`ALTER TABLE ${quoteName(made)} RENAME TO ${quoteName(old.name)}`);
  const table = { ...state, name: old.name };
  run.catalog.add(table);
  checkRows(run);
  return table;
}
