import { asText } from "../../convert";
import { scriptError } from "../../errors";
import { quoteText } from "../../quoting";
import type { Generic } from "../../statements";
import { finalNames, finalValues } from "../field-rules";
import { columnOf, type Relation, tableRelation } from "../relation";
import type { Run } from "../run";
import { createTable, store } from "./create";

const MOST_TABLES = 1_000;

/**
 * Rows of keys, attribute and value as one table for every attribute, named `<table>.<attribute>`: the keys, and the
 * value in a field named as the attribute. Tables come in the order their attributes do, and take no rows of others.
 * @returns what was made: all rows, and the different fields
 */
export async function createGeneric(
  run: Run,
  relation: Relation,
  name: string,
  prefix: Generic,
  temporary: string[],
): Promise<{ rows: number; fields: number }> {
  if (relation.columns.length < 3)
    throw scriptError("script.syntax", "GENERIC needs three fields or more: keys, attribute and value.", {
      at: prefix.at,
    });
  const whole = run.db.temporaryName();
  temporary.push(whole);
  const stored = await store(run, relation, whole);
  return split(run, tableRelation(whole, stored.columns), name, prefix, temporary);
}

async function split(run: Run, rows: Relation, name: string, prefix: Generic, temporary: string[]) {
  const keys = rows.columns.slice(0, -2);
  const [attribute, value] = rows.columns.slice(-2);
  if (!attribute || !value) return { rows: 0, fields: 0 };
  const label = asText(columnOf(attribute, "r"), run.variables.settings);
  const found = await run.db.rows(
    `SELECT ${label} AS a FROM (${rows.sql}) AS r GROUP BY a ORDER BY min(r."#ord") LIMIT ${MOST_TABLES + 2}`,
  );
  const names = found.flatMap(([a]) => (a === null || a === undefined ? [] : [String(a)]));
  if (names.length < found.length)
    run.warnings.add(`GENERIC left out the rows of "${name}" whose attribute is NULL.`);
  if (names.length > MOST_TABLES)
    throw scriptError("script.limit", `GENERIC would make more than ${MOST_TABLES} tables.`, {
      at: prefix.at,
      advice: "It makes one table for every different value of the last field but one.",
    });
  let total = 0;
  for (const one of names) {
    const table = `${name}.${one}`;
    const columns = finalNames(run, [...keys, { ...value, name: one }], table);
    const sql = `SELECT r.* FROM (${rows.sql}) AS r WHERE ${label} = ${quoteText(one)}`;
    const made = await createTable(
      run,
      await finalValues(run, { ...rows, sql, columns }, temporary),
      table,
      false,
    );
    run.progress.done(table, made.name, made.rows);
    total += made.rows;
  }
  return { rows: total, fields: keys.length + names.length };
}
