import { wholeBytes } from "./whole-numbers";

/** Bytes of a number in DuckDB's memory, by the largest that fits into them. */
const WIDTHS: [number, string, 1 | 2 | 4][] = [
  [2 ** 8 - 1, "UTINYINT", 1],
  [2 ** 16 - 1, "USMALLINT", 2],
  [2 ** 32 - 1, "UINTEGER", 4],
];

/** SQL of how far a whole number lies from the least of its column, from 1 on. */
export interface Distance {
  sql(key: string): string;
  /** Bytes it takes in DuckDB's memory: fewer than the number itself, mostly. */
  width: 1 | 2 | 4;
}

/**
 * @param least as a signed number of 64 bits
 * @param largest the largest distance; less than 2^31
 * @returns null for types whose numbers are as well read as they are
 */
export function distanceOf(sqlType: string, least: bigint, largest: number): Distance | null {
  const difference = differenceOf(sqlType, least);
  const [, type, width] = WIDTHS.find(([most]) => largest <= most) ?? [];
  if (!difference || !type || !width) return null;
  return { width, sql: (key) => `((${difference(key)})::INTEGER + 1)::${type}` };
}

function differenceOf(sqlType: string, least: bigint): ((key: string) => string) | null {
  if (sqlType === "BOOLEAN") return (key) => `${key}::UTINYINT - ${least}`;
  if (sqlType === "DATE") return (key) => `${key} - DATE '1970-01-01' - ${least}`;
  // In their own type: both lie so near each other that their difference fits, too.
  if (sqlType === "BIGINT") return (key) => `${key} - '${least}'::BIGINT`;
  if (sqlType === "UBIGINT") return (key) => `${key} - '${BigInt.asUintN(64, least)}'::UBIGINT`;
  if (sqlType === "INTEGER") return (key) => `${key} - '${least}'::INTEGER`;
  const isSmall = !/^(DECIMAL|TIMESTAMP)/.test(sqlType) && wholeBytes(sqlType) !== null;
  return isSmall ? (key) => `${key}::BIGINT - ${least}` : null;
}
