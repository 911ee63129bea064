import { asText, type Typed } from "../convert";
import { define, integer } from "../functions/define";
import type { FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { valuesOfField } from "./field-values";
import type { Run } from "./run";

/** Functions about the values of fields made so far, counted from 1 in load order. */
export function fieldFunctions(run: Run): FunctionDefinition[] {
  /** SQL of a list of a field's different values; computed once, whatever rows ask for it. */
  const list = (field: string, write: (value: Typed) => string) => {
    const values = valuesOfField(run, field);
    if (!values) return undefined;
    const rows = `SELECT v, row_number() OVER () AS o FROM (${values.sql})`;
    const each = `SELECT v, min(o) AS o FROM (${rows}) WHERE v IS NOT NULL GROUP BY v`;
    return { sql: `(SELECT list(${write(values.value)} ORDER BY o) FROM (${each}))`, value: values.value };
  };
  return [
    define(
      "record",
      "FieldValue(field, n)",
      "ChartFunctions/InterRecordFunctions/fieldvalue",
      2,
      "The n-th different value of a field, counted from 1 in load order; NULL where there is none.",
      (c) => {
        const found = list(c.literalText(0), (v) => v.sql);
        if (!found) return { sql: "NULL::VARCHAR", type: TYPES.null };
        const { type, format } = found.value;
        const sql = `(${found.sql})[CASE WHEN ${c.integer(1)} > 0 THEN ${c.integer(1)} END]`;
        return { sql, type, ...(format ? { format } : {}) };
      },
    ),
    define(
      "record",
      "FieldIndex(field, value)",
      "ChartFunctions/InterRecordFunctions/fieldindex",
      2,
      "Place of a value among a field's different ones, in load order, or 0.",
      (c) => {
        const { settings } = run.variables;
        const found = list(c.literalText(0), (v) => asText(v, settings));
        if (!found) return integer("NULL::BIGINT");
        const { format } = found.value;
        const wanted = asText({ ...c.arg(1), ...(format ? { format } : {}) }, settings);
        return integer(
          `CASE WHEN ${wanted} IS NOT NULL THEN coalesce(list_position(${found.sql}, ${wanted}), 0) END`,
        );
      },
    ),
  ];
}
