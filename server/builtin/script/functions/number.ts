import { asNumber, asOperand, type Typed } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { boolean, define, integer, number } from "./define";

/** Whole steps of a value: `Floor(x, step, offset)` and its kin. Whole numbers stay whole. */
function stepped(c: CallContext, round: (x: string) => string): Typed {
  const whole = c.number(0).type.kind === "integer";
  if (c.count === 1) return whole ? c.number(0) : integer(`TRY_CAST(${round(c.number(0).sql)} AS BIGINT)`);
  const step = `nullif(abs(${c.double(1)}), 0)`;
  const offset = c.count > 2 ? c.double(2) : "0";
  // Dividing a decimal step leaves dust behind the 12th digit: 0.3/0.1 is 2.9999999999999996.
  const steps = round(`round((${c.double(0)} - ${offset}) / ${step}, 9)`);
  const value = `(round(${steps} * ${step}, 12) + ${offset})`;
  const wholeStep = whole && c.args(1).every((a) => asNumber(a).type.kind === "integer");
  return wholeStep ? integer(`CAST(${value} AS BIGINT)`) : number(value);
}

const EXPONENTIAL = "ExponentialAndLogarithmicFunctions/exponential-logarithmic-functions";

const single = (name: string, summary: string, sql: (x: string) => string) =>
  define("number", `${name}(x)`, EXPONENTIAL, 1, summary, (c) => number(sql(c.double(0))));

/** Numbers. */
export const numbers: FunctionDefinition[] = [
  define(
    "number",
    "Round(x [, step [, offset]])",
    "ChartFunctions/GeneralNumericFunctions/round",
    [1, 3],
    "To the nearest step (1 unless given), counted from an offset; halves go up.",
    (c) => stepped(c, (x) => `floor(${x} + 0.5)`),
  ),
  define(
    "number",
    "Floor(x [, step [, offset]])",
    "ChartFunctions/GeneralNumericFunctions/floor",
    [1, 3],
    "Down to a step (1 unless given), counted from an offset.",
    (c) => stepped(c, (x) => `floor(${x})`),
  ),
  define(
    "number",
    "Ceil(x [, step [, offset]])",
    "ChartFunctions/GeneralNumericFunctions/ceil",
    [1, 3],
    "Up to a step (1 unless given), counted from an offset.",
    (c) => stepped(c, (x) => `ceil(${x})`),
  ),
  define(
    "number",
    "Frac(x)",
    "ChartFunctions/GeneralNumericFunctions/frac",
    1,
    "x - Floor(x), never negative; of a timestamp the time of day.",
    (c) => number(`(${c.double(0)} - floor(${c.double(0)}))`),
  ),
  define(
    "number",
    "Div(a, b)",
    "ChartFunctions/GeneralNumericFunctions/div",
    2,
    "How often b fits into a, whole; NULL where b is 0.",
    (c) => integer(`TRY_CAST(trunc(${c.double(0)} / nullif(${c.double(1)}, 0)) AS BIGINT)`),
  ),
  define(
    "number",
    "Mod(a, b)",
    "ChartFunctions/GeneralNumericFunctions/mod",
    2,
    "Rest of whole numbers, never negative; b must be above 0. NULL for others.",
    (c) => {
      const [a, b] = [onlyWhole(c, 0), onlyWhole(c, 1)];
      return integer(`CASE WHEN ${b} > 0 THEN ((${a} % ${b}) + ${b}) % ${b} END`);
    },
  ),
  define(
    "number",
    "Fmod(a, b)",
    "ChartFunctions/GeneralNumericFunctions/fmod",
    2,
    "Rest of a division, with the sign of a; NULL where b is 0.",
    (c) => number(`(${c.double(0)} - trunc(${c.double(0)} / nullif(${c.double(1)}, 0)) * ${c.double(1)})`),
  ),
  define("number", "Fabs(x)", "ChartFunctions/GeneralNumericFunctions/fabs", 1, "Without its sign.", (c) =>
    same(c, (x) => `abs(${x})`),
  ),
  define("number", "Sign(x)", "ChartFunctions/GeneralNumericFunctions/sign", 1, "1, 0 or -1.", (c) =>
    integer(`CAST(sign(${c.number(0).sql}) AS BIGINT)`),
  ),
  define("number", "Pow(x, y)", EXPONENTIAL, 2, "x to the power of y.", (c) =>
    number(`pow(${c.double(0)}, ${c.double(1)})`),
  ),
  single("Sqr", "The square.", (x) => `(${x} * ${x})`),
  single("Sqrt", "The square root; NULL below 0.", (x) => `CASE WHEN ${x} >= 0 THEN sqrt(${x}) END`),
  single("Log", "The natural logarithm; NULL at 0 and below.", (x) => `CASE WHEN ${x} > 0 THEN ln(${x}) END`),
  single(
    "Log10",
    "The logarithm to the base 10; NULL at 0 and below.",
    (x) => `CASE WHEN ${x} > 0 THEN log10(${x}) END`,
  ),
  single(
    "Exp",
    "e to the power of x; NULL beyond what a number holds.",
    (x) => `CASE WHEN ${x} < 709 THEN exp(${x}) END`,
  ),
  define(
    "number",
    "Rand()",
    "MathConstantsAndParamFreeFunctions/mathematical-functions",
    0,
    "A number from 0 up to, not including, 1; another one for every row.",
    () => number("random()"),
  ),
  define("number", "Pi()", "MathConstantsAndParamFreeFunctions/mathematical-functions", 0, "3.14159…", () =>
    number("pi()"),
  ),
  define("number", "E()", "MathConstantsAndParamFreeFunctions/mathematical-functions", 0, "2.71828…", () =>
    number("exp(1.0::DOUBLE)"),
  ),
  define(
    "number",
    "Even(n)",
    "ChartFunctions/GeneralNumericFunctions/even",
    1,
    "Whether a whole number is even; NULL for others.",
    (c) => boolean(`(${onlyWhole(c, 0)} % 2 = 0)`),
  ),
  define(
    "number",
    "Odd(n)",
    "ChartFunctions/GeneralNumericFunctions/odd",
    1,
    "Whether a whole number is odd; NULL for others.",
    (c) => boolean(`(${onlyWhole(c, 0)} % 2 <> 0)`),
  ),
  define(
    "number",
    "IsNum(expr)",
    "LogicalFunctions/logical-functions",
    1,
    "Whether the value is a number; NULL is none.",
    (c) => boolean(`(${c.number(0).sql} IS NOT NULL)`),
  ),
  define(
    "number",
    "IsText(expr)",
    "LogicalFunctions/logical-functions",
    1,
    "Whether the value is a text that is no number; NULL is none.",
    (c) => {
      const value = c.arg(0);
      if (value.type.kind !== "text" && value.type.kind !== "dual") return boolean("false");
      return boolean(`(${value.sql} IS NOT NULL AND ${c.number(0).sql} IS NULL)`);
    },
  ),
];

/** SQL BIGINT of a whole number; NULL for any other. */
function onlyWhole(c: CallContext, index: number): string {
  if (c.number(index).type.kind === "integer") return c.integer(index);
  const { sql } = c.number(index);
  return `CASE WHEN ${sql} = floor(${sql}) THEN ${c.integer(index)} END`;
}

/** A function that gives back the kind of number it was given. */
function same(c: CallContext, sql: (x: string) => string): Typed {
  const value = asOperand(c.arg(0), c.settings);
  const exact = value.type.kind === "integer" || value.type.kind === "decimal";
  return exact ? { sql: sql(value.sql), type: value.type } : { sql: sql(c.double(0)), type: TYPES.number };
}
