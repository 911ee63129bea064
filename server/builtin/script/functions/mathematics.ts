import type { CallContext, FunctionDefinition } from "../scope";
import { define, integer, number } from "./define";

const TRIGONOMETRY = "TrigonometricAndHyperbolicFunctions/trigonometric-hyperbolic-functions";

/** NULL where the function has no value for x, or none that a number holds. */
const single = (name: string, summary: string, sql: string) =>
  define("number", `${name}(x)`, TRIGONOMETRY, 1, summary, (c) => number(finite(`${sql}(${c.double(0)})`)));

/** Combinatorics and trigonometry. */
export const mathematics: FunctionDefinition[] = [
  define(
    "number",
    "BitCount(n)",
    "ChartFunctions/GeneralNumericFunctions/bitcount",
    1,
    "How many bits of a whole number are 1.",
    (c) => integer(`CAST(bit_count(${c.integer(0)}) AS BIGINT)`),
  ),
  define(
    "number",
    "Fact(n)",
    "ChartFunctions/GeneralNumericFunctions/fact",
    1,
    "1 * 2 * … * n; NULL below 1, and beyond what a number holds.",
    (c) => {
      const n = truncated(c, 0);
      return number(`CASE WHEN ${n} BETWEEN 1 AND 170 THEN ${product(`range(1, ${n} + 1)`, "_i")} END`);
    },
  ),
  define(
    "number",
    "Combin(n, k)",
    "ChartFunctions/GeneralNumericFunctions/combin",
    2,
    "In how many ways k of n things can be chosen; NULL where k is not from 0 to n.",
    (c) => {
      const [n, k] = [truncated(c, 0), truncated(c, 1)];
      const least = `least(${k}, ${n} - ${k})`;
      const ways = product(`range(1, ${least} + 1)`, `(${n} - ${least} + _i) / CAST(_i AS DOUBLE)`);
      return number(counted(n, k, `${least} <= 10000`, `round(${ways})`));
    },
  ),
  define(
    "number",
    "Permut(n, k)",
    "ChartFunctions/GeneralNumericFunctions/permut",
    2,
    "In how many orders k of n things can be chosen; NULL where k is not from 0 to n.",
    (c) => {
      const [n, k] = [truncated(c, 0), truncated(c, 1)];
      return number(counted(n, k, `${k} <= 170`, product(`range(${n} - ${k} + 1, ${n} + 1)`, "_i")));
    },
  ),
  single("Sin", "Sine of an angle in radians.", "sin"),
  single("Cos", "Cosine of an angle in radians.", "cos"),
  single("Tan", "Tangent of an angle in radians.", "tan"),
  single("Asin", "The angle of a sine; NULL beyond -1 to 1.", "asin"),
  single("Acos", "The angle of a cosine; NULL beyond -1 to 1.", "acos"),
  single("Atan", "The angle of a tangent.", "atan"),
  define("number", "Atan2(y, x)", TRIGONOMETRY, 2, "The angle of a point, from -Pi() to Pi().", (c) =>
    number(`atan2(${c.double(0)}, ${c.double(1)})`),
  ),
  single("Sinh", "Hyperbolic sine.", "sinh"),
  single("Cosh", "Hyperbolic cosine.", "cosh"),
  single("Tanh", "Hyperbolic tangent.", "tanh"),
  single("Asinh", "Inverse of the hyperbolic sine.", "asinh"),
  single("Acosh", "Inverse of the hyperbolic cosine; NULL below 1.", "acosh"),
  single("Atanh", "Inverse of the hyperbolic tangent; NULL beyond -1 to 1.", "atanh"),
];

function finite(sql: string): string {
  // TRY around the call itself: around a CASE that holds it twice, DuckDB computes it before the TRY.
  return `CASE WHEN isfinite(TRY(${sql})) THEN TRY(${sql}) END`;
}

function truncated(c: CallContext, index: number): string {
  return c.number(index).type.kind === "integer"
    ? c.integer(index)
    : `TRY_CAST(trunc(${c.double(index)}) AS BIGINT)`;
}

/** @param holds false only where the result is beyond what a number holds: then nothing is multiplied */
function counted(n: string, k: string, holds: string, ways: string): string {
  return finite(`CASE WHEN ${k} >= 0 AND ${n} >= ${k} AND ${holds} THEN ${ways} END`);
}

/** SQL DOUBLE of the product of a term of `_i` over a list of whole numbers; 1 of none. */
function product(list: string, term: string): string {
  return `coalesce(list_aggregate(list_transform(${list}, _i -> CAST(${term} AS DOUBLE)), 'product'), 1.0::DOUBLE)`;
}
