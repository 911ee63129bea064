import { scriptError } from "../../errors";
import type { TableState } from "../catalog";
import { type Relation, type RelationColumn, tableRelation } from "../relation";
import type { Run } from "../run";
import { appendTo, keepsColumns } from "./concatenate";
import { createTable, store } from "./create";
import { Changes, type Merge, remaining, said } from "./merge-changes";

/** Operations by the first letter of what the first field may say. */
const OPERATIONS = "'i', 'u', 'd', 'insert', 'update', 'delete'";

/**
 * MERGE: rows that say what to do (`insert`, `update`, `delete` in their first field) are applied to a table. Of each
 * key only the latest row counts, by the sequence field or else the order of loading; it takes the place of the
 * table's rows of that key, unless one of those is later still, and `delete` leaves none.
 * @param wanted the table CONCATENATE names; without it the one with exactly the fields behind the first
 */
export async function mergeInto(
  run: Run,
  relation: Relation,
  prefix: Merge,
  options: { wanted?: TableState; name: string; temporary: string[] },
): Promise<TableState> {
  const { name, temporary } = options;
  const log = run.db.temporaryName();
  temporary.push(log);
  const stored = await store(run, relation, log);
  const rows = tableRelation(log, stored.columns);
  const [operation, ...fields] = rows.columns;
  if (!operation || fields.length === 0)
    throw scriptError(
      "script.syntax",
      "MERGE needs the operation as first field, and other fields behind it.",
      {
        at: prefix.at,
      },
    );
  await checkOperations(run, rows, operation, prefix);
  const changes = new Changes(run, fields, prefix);
  const latest = await changes.keepLatest(rows, operation, temporary);
  const target = options.wanted ?? run.catalog.withFields(fields.map((c) => c.name));
  const kept = remaining(latest, fields);
  if (target && takesInPlace(target, kept, operation)) {
    const merged = await changes.applyInPlace(target, latest, temporary);
    await changes.tellSequence(rows, merged);
    return merged;
  }
  const merged = target
    ? await appendTo(run, await changes.clear(target, latest), kept)
    : await createTable(run, kept, name, false);
  await changes.tellSequence(rows, merged);
  return merged;
}

/**
 * Whether rows can be written over where they lie: no column changes its type, and a row has a number, which it keeps.
 */
function takesInPlace(table: TableState, log: Relation, operation: RelationColumn): boolean {
  const isNumbered = [...table.columns, operation].every((c) => c.name.toLowerCase() !== "rowid");
  return isNumbered && !table.distinct && !table.columns.some(moves) && keepsColumns(table, log);
}

/** DuckDB does not write over lists and the like: it deletes the row and adds another. */
function moves({ stored, type }: TableState["columns"][number]): boolean {
  return type.kind !== "dual" && /\[|^(MAP|STRUCT|UNION)\b/i.test(stored);
}

async function checkOperations(run: Run, rows: Relation, operation: RelationColumn, { at }: Merge) {
  const text = said(run, operation);
  const [odd] = await run.db.rows(
    `SELECT ${text}, count(*) FROM (${rows.sql}) AS i WHERE ${text} IS NULL OR ${text} NOT IN (${OPERATIONS}) GROUP BY ALL ORDER BY 2 DESC LIMIT 1`,
  );
  if (!odd) return;
  const [value, count] = odd;
  throw scriptError(
    "script.value",
    `The first field of a MERGE says what to do; "${operation.name}" holds ${value === null ? "NULL" : `"${value}"`} in ${Number(count).toLocaleString("en")} rows.`,
    { at, advice: "Give it as 'Insert', 'Update' or 'Delete' (or 'i', 'u', 'd')." },
  );
}
