import { castTo, type Typed } from "../convert";
import { quoteName } from "../quoting";
import { mergeTypes, readAs, TYPES } from "../types";
import type { Run } from "./run";

/**
 * Every value a field has in the tables so far, in load order, with repetitions.
 * @returns SQL with one column `v`, and its type; undefined where no table has the field
 */
export function valuesOfField(run: Run, field: string): { sql: string; value: Typed } | undefined {
  const columns = run.catalog
    .withField(field)
    .flatMap((t) => t.columns.filter((c) => c.name === field).map((column) => ({ table: t.name, column })));
  const first = columns[0];
  if (!first) return undefined;
  const type = columns.map(({ column }) => column.type).reduce(mergeTypes, TYPES.null);
  const parts = columns.map(({ table, column }) => {
    const value: Typed = { sql: readAs(quoteName(column.name), column.stored), type: column.type };
    if (column.format) value.format = column.format;
    return `SELECT ${castTo(value, type, run.variables.settings).sql} AS v FROM ${quoteName(table)}`;
  });
  const { format } = first.column;
  return { sql: parts.join(" UNION ALL "), value: { sql: "v", type, ...(format ? { format } : {}) } };
}
