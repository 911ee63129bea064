import { parseNumber } from "../../number-text";
import type { ValueType } from "../../types";

/** A dual in the row-wise path. */
export interface DualValue {
  num: number | null;
  txt: string | null;
}

/**
 * A value in the row-wise path. Dates are day numbers, true is -1; whole numbers beyond 2^53 are kept as text.
 */
export type Value = number | string | DualValue | null;

/** The number a value is, or null. */
export function toNumber(value: Value): number | null {
  if (typeof value === "number" || value === null) return value;
  return typeof value === "string" ? parseNumber(value) : value.num;
}

/** The text of a value; numbers with up to 14 digits. */
export function toText(value: Value): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "object") return value.txt;
  if (Number.isSafeInteger(value)) return String(value);
  return String(Number(value.toPrecision(14))).replace(/e([+-])(\d)$/, "e$10$2");
}

export function isTrue(value: Value): boolean {
  const number = toNumber(value);
  return number !== null && number !== 0;
}

export const fromBoolean = (value: boolean): number => (value ? -1 : 0);

/** Below 0, 0 or above 0; null where a side is NULL. By number where both are numbers, else by text. */
export function compareValues(a: Value, b: Value): number | null {
  if (a === null || b === null) return null;
  const [x, y] = [toNumber(a), toNumber(b)];
  if (x !== null && y !== null) return x - y;
  const [s, t] = [toText(a) ?? "", toText(b) ?? ""];
  return Buffer.compare(Buffer.from(s), Buffer.from(t));
}

/** By what two values are the same: number or text. NULL has none. */
export function identity(value: Value): string | null {
  const number = toNumber(value);
  if (number !== null) return `n${number}`;
  const text = toText(value);
  return text === null ? null : `t${text}`;
}

/** The value as the type it is stored in. */
export function convert(value: Value, type: ValueType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case "text":
      return toText(value);
    case "dual":
      return typeof value === "object" ? value : { num: toNumber(value), txt: toText(value) };
    case "integer":
      return typeof value === "string" ? value : toNumber(value);
    case "date": {
      const day = toNumber(value);
      return day === null ? null : Math.floor(day);
    }
    default:
      return toNumber(value);
  }
}
