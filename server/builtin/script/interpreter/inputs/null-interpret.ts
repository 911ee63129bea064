import { quoteText } from "../../quoting";
import type { Relation } from "../relation";
import type { Run } from "../run";

/** Rows of a text file, a workbook or INLINE, with NULL in the place of the text that NullInterpret says. */
export function interpretedNulls(run: Run, relation: Relation): Relation {
  const { nullInterpret } = run.rules;
  if (nullInterpret === undefined) return relation;
  const mark = quoteText(nullInterpret);
  const list = relation.columns.flatMap(({ column, type }) => {
    if (type.kind === "text") return [`nullif(${column}, ${mark}) AS ${column}`];
    if (type.kind !== "dual") return [];
    return [`CASE WHEN (${column}).txt IS DISTINCT FROM ${mark} THEN ${column} END AS ${column}`];
  });
  if (list.length === 0) return relation;
  return { ...relation, sql: `SELECT * REPLACE (${list.join(", ")}) FROM (${relation.sql})` };
}
