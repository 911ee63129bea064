import { asDouble, asNumber, type Typed, unify } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { define, integer, number } from "./define";

const OPEN: [number, number] = [1, Infinity];

export const ranges: FunctionDefinition[] = [
  define("range", "RangeSum(expr, …)", OPEN, "Sum of the values; what is no number counts as 0.", sum),
  define("range", "RangeMin(expr, …)", OPEN, "Least of the numbers.", (c) => extreme(c, "least")),
  define("range", "RangeMax(expr, …)", OPEN, "Greatest of the numbers.", (c) => extreme(c, "greatest")),
  define("range", "RangeCount(expr, …)", OPEN, "How many of the values are not NULL.", (c) =>
    integer(
      `CAST(${c
        .args()
        .map((v) => `CASE WHEN ${v.sql} IS NULL THEN 0 ELSE 1 END`)
        .join(" + ")} AS BIGINT)`,
    ),
  ),
  define("range", "RangeAvg(expr, …)", OPEN, "Mean of the numbers; NULL where there is none.", (c) =>
    number(`list_avg([${c.args().map(asDouble).join(", ")}])`),
  ),
];

function sum(c: CallContext): Typed {
  const values = c.args().map(asNumber);
  const whole = values.every((v) => v.type.kind === "integer");
  const terms = values.map((v) => `coalesce(${whole ? v.sql : asDouble(v)}, 0)`);
  return { sql: `(${terms.join(" + ")})`, type: whole ? TYPES.integer : TYPES.number };
}

function extreme(c: CallContext, name: string): Typed {
  const args = c.args().map((v) => (v.type.kind === "date" || v.type.kind === "timestamp" ? v : asNumber(v)));
  const { values, type, format } = unify(args, c.settings);
  return { sql: `${name}(${values.map((v) => v.sql).join(", ")})`, type, ...(format ? { format } : {}) };
}
