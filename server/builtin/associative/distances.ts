import { wholeBytes } from "./whole-numbers";

/** Bytes of a number in DuckDB's memory, by the largest that fits into them. */
const WIDTHS: [number, string, 1 | 2 | 4][] = [
  [2 ** 8 - 1, "UTINYINT", 1],
  [2 ** 16 - 1, "USMALLINT", 2],
  [2 ** 32 - 1, "UINTEGER", 4],
];

/** Of a decimal that DuckDB has in 64 bits. */
const MOST_DIGITS = 18;

/** SQL of how far a whole number lies from the least of its column, from 1 on. */
export interface Distance {
  sql(key: string): string;
  /** As a BIGINT. */
  whole(key: string): string;
  /** Bytes it takes in DuckDB's memory: fewer than the number itself, mostly. */
  width: 1 | 2 | 4;
}

/**
 * @param least with a sign, also of types that have none
 * @param largest the largest distance; less than 2^31
 * @returns null for types whose numbers are as well read as they are
 */
export function distanceOf(sqlType: string, least: bigint, largest: number): Distance | null {
  const difference = differenceOf(sqlType, least);
  const [, type, width] = WIDTHS.find(([most]) => largest <= most) ?? [];
  if (!difference || !type || !width) return null;
  return {
    width,
    sql: (key) => `((${difference(key)})::INTEGER + 1)::${type}`,
    whole: (key) => `((${difference(key)})::BIGINT + 1)`,
  };
}

function differenceOf(sqlType: string, signed: bigint): ((key: string) => string) | null {
  const bytes = wholeBytes(sqlType);
  if (bytes === null || sqlType === "TIMESTAMP") return null;
  const least = sqlType.startsWith("U") ? BigInt.asUintN(bytes * 8, signed) : signed;
  if (sqlType === "BOOLEAN") return (key) => `${key}::UTINYINT - ${least}`;
  if (sqlType === "DATE") return (key) => `${key} - DATE '1970-01-01' - ${least}`;
  const [, digits, scale = 0] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType)?.map(Number) ?? [];
  if (digits !== undefined) return scaled(digits, scale, least);
  // In their own type: both lie so near each other that their difference fits, too.
  if (bytes >= 4) return (key) => `${key} - '${least}'::${sqlType}`;
  return (key) => `${key}::INTEGER - ${least}`;
}

/** A decimal as the whole number it is stored as, where that can be reckoned in 64 bits. */
function scaled(digits: number, scale: number, least: bigint): ((key: string) => string) | null {
  if (digits + scale + 1 > MOST_DIGITS) return null;
  const factor = `'${10 ** scale}'::DECIMAL(${scale + 1},0)`;
  return (key) => `(${key} * ${factor})::BIGINT - ${least}`;
}
