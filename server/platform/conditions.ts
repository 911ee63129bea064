import type { Condition } from "@/db/schema";
import { AppError } from "@/server/shared/errors";
import type { Dialect } from "./dialect";
import { didYouMean } from "./nearest";

type Scalar = string | number | boolean;

const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="] as const;
const OPERATORS: readonly string[] = [
  ...COMPARISONS,
  "in",
  "not in",
  "between",
  "is null",
  "is not null",
  "like",
] satisfies Condition["op"][];

function wrong(index: number, message: string, advice: string): AppError {
  return new AppError("invalid", "source.where", message, {
    advice,
    issues: [{ path: `where[${index}]`, message }],
  });
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}

function scalar(condition: Condition, index: number): Scalar {
  if (isScalar(condition.value)) return condition.value;
  throw wrong(
    index,
    `The condition on "${condition.column}" with "${condition.op}" needs one text, number or boolean.`,
    condition.value === null || condition.value === undefined
      ? 'Give a value, or use "is null" or "is not null".'
      : 'Give one value; lists go with "in" and "not in".',
  );
}

function list(condition: Condition, index: number): Scalar[] {
  const { value } = condition;
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar)) return value;
  throw wrong(
    index,
    `The condition on "${condition.column}" with "${condition.op}" needs a list of at least one text, number or boolean.`,
    'Write the values as a list: ["DE", "AT"].',
  );
}

/**
 * `%` is any run of characters, `_` is one, a backslash takes the next character as it stands: the same on every
 * database. Upper and lower case compare as the database's own LIKE does.
 */
function likePattern(condition: Condition, index: number, dialect: Dialect): string {
  const { value } = condition;
  if (typeof value !== "string")
    throw wrong(
      index,
      `The condition on "${condition.column}" with "like" needs a text.`,
      'Write a pattern: "DE-%".',
    );
  const special = dialect.name === "sqlserver" ? "%_\\[" : "%_\\";
  let pattern = "";
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char !== "\\") {
      pattern += char === "[" && dialect.name === "sqlserver" ? "\\[" : char;
      continue;
    }
    at++;
    if (at === value.length)
      throw wrong(
        index,
        `The pattern for "${condition.column}" ends in a single backslash.`,
        "Write two backslashes for one backslash.",
      );
    const next = value.charAt(at);
    pattern += special.includes(next) ? `\\${next}` : next;
  }
  return `${dialect.literal(pattern)} ESCAPE ${dialect.literal("\\")}`;
}

function values(condition: Condition, index: number, dialect: Dialect): string {
  const encode = (v: Scalar) => dialect.literal(v);
  switch (condition.op) {
    case "in":
    case "not in":
      return `(${list(condition, index).map(encode).join(", ")})`;
    case "between": {
      const [low, high, ...rest] = list(condition, index);
      if (low === undefined || high === undefined || rest.length > 0)
        throw wrong(
          index,
          `The condition on "${condition.column}" with "between" needs two values.`,
          "Write the lower and the upper value as a list of two; both are included.",
        );
      return `${encode(low)} AND ${encode(high)}`;
    }
    case "like":
      return likePattern(condition, index, dialect);
    case "is null":
    case "is not null":
      if (condition.value === undefined || condition.value === null) return "";
      throw wrong(
        index,
        `The condition on "${condition.column}" with "${condition.op}" takes no value.`,
        "Remove it.",
      );
    default:
      return encode(scalar(condition, index));
  }
}

/**
 * One comparison of a where clause as SQL. `column` is the customer's column, already quoted.
 * Throws `source.where` for an unknown operator or a value that doesn't fit it.
 */
export function conditionSql(condition: Condition, column: string, index: number, dialect: Dialect): string {
  if (!OPERATORS.includes(condition.op)) {
    const op = String(condition.op);
    throw wrong(
      index,
      `"${op}" is not an operator of a where clause.${didYouMean(op, OPERATORS)}`,
      `Use one of: ${OPERATORS.join(", ")}.`,
    );
  }
  const right = values(condition, index, dialect);
  const left = `${column} ${condition.op.toUpperCase()}`;
  return right === "" ? left : `${left} ${right}`;
}
