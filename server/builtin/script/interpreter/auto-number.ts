import { asText, castTo, type Typed } from "../convert";
import { scriptError } from "../errors";
import { quoteName } from "../quoting";
import { readAs, TYPES } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import { valuesOfField } from "./field-values";
import { fits } from "./name-patterns";
import { replaceTable } from "./placement/create";
import type { Run } from "./run";

/**
 * AUTONUMBER: the values of fields become 1, 2, … in load order, the same value the same number in every table; with
 * `using` the fields share one numbering. NULL stays NULL.
 * @returns the fields' names
 */
export async function autoNumberFields(
  run: Run,
  { patterns, using }: { patterns: readonly string[]; using?: string },
): Promise<string[]> {
  const tables = run.catalog.all();
  const names = new Set(
    tables.flatMap((t) => t.columns.map((c) => c.name)).filter((name) => fits(name, patterns)),
  );
  if (names.size === 0)
    throw scriptError("script.field_missing", `AUTONUMBER: no field is called ${patterns.join(", ")}.`, {
      advice: "The statement stands behind the loads of its fields; names are case-sensitive.",
    });
  const numberings = new Map<string, Numbering>();
  for (const name of names) {
    const values = valuesOfField(run, name);
    if (values) numberings.set(name, await numbering(run, name, values, using));
  }
  for (const table of tables) await renumber(run, table, numberings);
  return [...names];
}

interface Numbering {
  /** Table of columns `k` (the value's text) and `v`. */
  table: string;
  /** What the field's values are brought to before they are compared. */
  value: Typed;
}

async function numbering(
  run: Run,
  field: string,
  values: { sql: string; value: Typed },
  using: string | undefined,
): Promise<Numbering> {
  const id = using ?? JSON.stringify(["field", field]);
  const table = run.autoNumbers.get(id) ?? run.db.temporaryName();
  run.autoNumbers.set(id, table);
  const name = quoteName(table);
  const key = asText(values.value, run.variables.settings);
  await run.db.run(`CREATE TABLE IF NOT EXISTS ${name} (k VARCHAR, v BIGINT)`);
  await run.db.run(
    `INSERT INTO ${name} SELECT k, (SELECT count(*) FROM ${name}) + row_number() OVER (ORDER BY o)
     FROM (SELECT ${key} AS k, min(o) AS o FROM (SELECT *, row_number() OVER () AS o FROM (${values.sql})) GROUP BY k) AS f
     WHERE k IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${name} AS known WHERE known.k = f.k) ORDER BY o`,
  );
  return { table, value: values.value };
}

async function renumber(
  run: Run,
  table: TableState,
  numberings: ReadonlyMap<string, Numbering>,
): Promise<void> {
  const joins: string[] = [];
  const list = table.columns.map((column, i) => {
    const numbers = numberings.get(column.name);
    const name = quoteName(column.name);
    if (!numbers) return `t.${name} AS ${name}`;
    joins.push(`LEFT JOIN ${quoteName(numbers.table)} AS n${i} ON n${i}.k = ${keyOf(run, column, numbers)}`);
    return `n${i}.v AS ${name}`;
  });
  if (joins.length === 0) return;
  const made = run.db.temporaryName();
  await run.db.run(
    `CREATE TABLE ${quoteName(made)} AS SELECT ${list.join(", ")} FROM ${quoteName(table.name)} AS t ${joins.join(" ")} ORDER BY t.rowid`,
  );
  const columns = table.columns.map((column) =>
    numberings.has(column.name)
      ? { name: column.name, stored: TYPES.integer.sql, type: TYPES.integer }
      : column,
  );
  await replaceTable(run, table, made, { ...table, columns });
}

function keyOf(run: Run, { name, stored, type, format }: ScriptColumn, { value }: Numbering): string {
  const { settings } = run.variables;
  const read: Typed = { sql: readAs(`t.${quoteName(name)}`, stored), type, ...(format ? { format } : {}) };
  const cast = castTo(read, value.type, settings);
  return asText({ ...value, sql: cast.sql }, settings);
}
