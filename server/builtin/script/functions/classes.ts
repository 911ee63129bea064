import { asText, textLiteral } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { DUAL_SQL, TYPES } from "../types";
import { define } from "./define";

export const classes: FunctionDefinition[] = [
  define(
    "conditional",
    "Class(x, width [, label [, offset]])",
    "ConditionalFunctions/class",
    [2, 4],
    "The class of a number: its lower bound, shown as 20 <= x < 30; offset is 0 unless given.",
    classOf,
  ),
];

function classOf(c: CallContext) {
  const step = `nullif(abs(${c.double(1)}), 0)`;
  const offset = c.count > 3 ? c.double(3) : "0.0";
  // As in Floor: dividing leaves dust behind the 12th digit.
  const low = `(round(floor(round((${c.double(0)} - ${offset}) / ${step}, 9)) * ${step}, 12) + ${offset})`;
  const shown = (sql: string) => asText({ sql, type: TYPES.number }, c.settings);
  const label = textLiteral(` <= ${c.optionalLiteralText(2) ?? "x"} < `).sql;
  const text = `${shown(low)} || ${label} || ${shown(`(${low} + ${step})`)}`;
  return {
    sql: `CASE WHEN ${low} IS NULL THEN NULL::${DUAL_SQL} ELSE {'num': ${low}, 'txt': ${text}} END`,
    type: TYPES.dual,
  };
}
