import { compare, like } from "../compare";
import { asText, castTo, NULL_VALUE, type Typed, textLiteral, unify } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { define, integer } from "./define";

const CONSTANTS = "MathConstantsAndParamFreeFunctions/mathematical-functions";

/** Choices between values. */
export const conditionals: FunctionDefinition[] = [
  define(
    "conditional",
    "If(condition, then [, else])",
    "ConditionalFunctions/if",
    [2, 3],
    "One of two values; a condition that is NULL counts as false, and without else the value is NULL.",
    (call) => {
      const otherwise = call.count > 2 ? call.arg(2) : NULL_VALUE;
      const { values, type, format } = unify([call.arg(1), otherwise], call.settings);
      const [then, rest] = values.map((v) => v.sql);
      return {
        sql: `CASE WHEN ${call.condition(0)} THEN ${then} ELSE ${rest} END`,
        type,
        ...(format ? { format } : {}),
      };
    },
  ),
  define(
    "conditional",
    "Alt(expr, …)",
    "ConditionalFunctions/alt",
    [1, Infinity],
    "The first value that is a number, else the last one.",
    alt,
  ),
  define(
    "conditional",
    "Coalesce(expr, …)",
    "ConditionalFunctions/coalesce",
    [1, Infinity],
    "The first value that is not NULL.",
    (call) => {
      const { values, type, format } = unify(call.args(), call.settings);
      return { sql: `coalesce(${values.map((v) => v.sql).join(", ")})`, type, ...(format ? { format } : {}) };
    },
  ),
  define(
    "conditional",
    "Pick(n, expr, …)",
    "ConditionalFunctions/pick",
    [2, Infinity],
    "The n-th of the following values; NULL beyond them.",
    (call) => {
      const { values, type, format } = unify(call.args(1), call.settings);
      const cases = values.map((v, i) => `WHEN ${i + 1} THEN ${v.sql}`).join(" ");
      return { sql: `CASE ${call.integer(0)} ${cases} END`, type, ...(format ? { format } : {}) };
    },
  ),
  define(
    "conditional",
    "Match(value, option, …)",
    "ConditionalFunctions/match",
    [2, Infinity],
    "Place of the first equal option, upper and lower case apart, or 0.",
    (call) => position(call, (value, option) => compare("=", value, option, call.settings)),
  ),
  define(
    "conditional",
    "MixMatch(value, option, …)",
    "ConditionalFunctions/mixmatch",
    [2, Infinity],
    "As Match, ignoring case.",
    (call) =>
      position(call, (value, option) => compare("=", lower(value, call), lower(option, call), call.settings)),
  ),
  define(
    "conditional",
    "WildMatch(value, pattern, …)",
    "ConditionalFunctions/wildmatch",
    [2, Infinity],
    "As Match, with * and ?, ignoring case.",
    (call) => position(call, (value, pattern) => like(asText(value, call.settings), pattern, call.settings)),
  ),
  define("conditional", "True()", CONSTANTS, 0, "-1, which shows as True.", () => truth(-1, "True")),
  define("conditional", "False()", CONSTANTS, 0, "0, which shows as False.", () => truth(0, "False")),
];

/** What is true of a comparison shows as -1; what is written as a word shows as the word. */
const truth = (num: number, txt: string): Typed => ({
  sql: `{'num': ${num}.0::DOUBLE, 'txt': '${txt}'}`,
  type: TYPES.dual,
});

function alt(call: CallContext): Typed {
  const args = call.args();
  const { values, type, format } = unify(args, call.settings);
  const last = values.length - 1;
  const cases = values.slice(0, last).map((v, i) => {
    const numeric = args[i]?.type.kind === "text" || args[i]?.type.kind === "dual";
    return `WHEN ${numeric ? call.number(i).sql : v.sql} IS NOT NULL THEN ${v.sql}`;
  });
  const sql = cases.length
    ? `CASE ${cases.join(" ")} ELSE ${values[last]?.sql} END`
    : (values[0]?.sql ?? "NULL");
  return { sql, type, ...(format ? { format } : {}) };
}

function position(call: CallContext, test: (value: Typed, option: Typed) => string): Typed {
  const value = call.arg(0);
  const cases = call.args(1).map((option, i) => `WHEN ${test(value, option)} THEN ${i + 1}`);
  return integer(`CAST(CASE ${cases.join(" ")} ELSE 0 END AS BIGINT)`);
}

function lower(value: Typed, call: CallContext): Typed {
  if (typeof value.literal === "string") return textLiteral(value.literal.toLowerCase());
  if (value.type.kind !== "text") return value;
  return { ...castTo(value, TYPES.text, call.settings), sql: `lower(${value.sql})` };
}
