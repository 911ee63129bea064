import type { BinaryOperator, UnaryOperator } from "./ast";
import { asInteger, asOperand, type Typed } from "./convert";
import type { Settings } from "./settings";
import { decimalSize, decimalType, TYPES, type ValueType } from "./types";

const BITWISE: Partial<Record<BinaryOperator, (a: string, b: string) => string>> = {
  bitand: (a, b) => `(${a} & ${b})`,
  bitor: (a, b) => `(${a} | ${b})`,
  bitxor: (a, b) => `xor(${a}, ${b})`,
  "<<": (a, b) => `(${a} << ${b})`,
  ">>": (a, b) => `(${a} >> ${b})`,
};

type How = Pick<Settings, "inexactWholes" | "decimalSep" | "thousandSep">;
const PLAIN: How = { decimalSep: ".", thousandSep: "" };

/** `+ - * /` and the bit operators. NULL and text that is no number give NULL; so does a division by zero. */
export function compileArithmetic(op: BinaryOperator, left: Typed, right: Typed, how: How = PLAIN): Typed {
  const bitwise = BITWISE[op];
  if (bitwise) return { sql: bitwise(asInteger(left, how), asInteger(right, how)), type: TYPES.integer };
  const [a, b] = [asOperand(left, how), asOperand(right, how)];
  if (op === "/") {
    const divisor = typeof b.literal === "number" && b.literal !== 0 ? b.sql : `nullif(${b.sql}, 0)`;
    return { sql: `(CAST(${a.sql} AS DOUBLE) / ${divisor})`, type: TYPES.number };
  }
  const type = resultType(op, a.type, b.type);
  if (type.kind !== "number") return { sql: `(${a.sql} ${op} ${b.sql})`, type };
  return { sql: `(${double(a)} ${op} ${double(b)})`, type };
}

function double(value: Typed): string {
  return value.type.kind === "decimal" ? `CAST(${value.sql} AS DOUBLE)` : value.sql;
}

/** Whole numbers and decimals stay exact while their digits fit; then they become floating point. */
function resultType(op: BinaryOperator, a: ValueType, b: ValueType): ValueType {
  if (a.kind === "integer" && b.kind === "integer") return TYPES.integer;
  const [x, y] = [decimalSize(a), decimalSize(b)];
  if (!x || !y) return TYPES.number;
  const scale = op === "*" ? x.scale + y.scale : Math.max(x.scale, y.scale);
  const precision =
    op === "*"
      ? x.precision + y.precision
      : Math.max(x.precision - x.scale, y.precision - y.scale) + scale + 1;
  return precision <= 38 ? decimalType(precision, scale) : TYPES.number;
}

export function negate(op: Exclude<UnaryOperator, "not">, operand: Typed, how: How = PLAIN): Typed {
  if (op === "bitnot") return { sql: `(~${asInteger(operand, how)})`, type: TYPES.integer };
  const value = asOperand(operand, how);
  if (op === "+") return value;
  const literal = typeof value.literal === "number" ? { literal: -value.literal } : {};
  return { sql: `(- ${value.sql})`, type: value.type, ...literal };
}
