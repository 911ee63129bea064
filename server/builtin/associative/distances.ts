import { wholeBytes } from "./whole-numbers";

/** Bytes of a number in DuckDB's memory, by the largest that fits into them. */
const WIDTHS: [number, string, 1 | 2 | 4][] = [
  [2 ** 8 - 1, "UTINYINT", 1],
  [2 ** 16 - 1, "USMALLINT", 2],
  [2 ** 32 - 1, "UINTEGER", 4],
];

/** Of a decimal that DuckDB has in 64 bits. */
const MOST_DIGITS = 18;
/** From 1970 on: dates that have a day before them, which infinite ones have not. */
const MOST_DAYS = 2n ** 30n;

/** SQL of how far a whole number lies from the least of its column, from 1 on; NULL for NULL. */
export interface Distance {
  sql(key: string): string;
  /** As a BIGINT, times 2 to the power of `shift`. */
  whole(key: string, shift?: number): string;
  /** Bytes it takes in DuckDB's memory: fewer than the number itself, mostly. */
  width: 1 | 2 | 4;
  /** Statistics do not bound it, so that DuckDB looks for an overflow in each row where it is shifted. */
  isDearToShift: boolean;
}

/** Of few steps that statistics can bound: DuckDB looks for an overflow of any other in each row. */
type Whole = (key: string, shift: number) => string;

/**
 * @param least with a sign, also of types that have none
 * @param largest the largest distance; less than 2^31
 * @returns null for types whose numbers are as well read as they are
 */
export function distanceOf(sqlType: string, least: bigint, largest: number): Distance | null {
  const whole = wholeOf(sqlType, least);
  const [, type, width] = WIDTHS.find(([most]) => largest <= most) ?? [];
  if (!whole || !type || !width) return null;
  return {
    width,
    isDearToShift: sqlType === "DATE",
    sql: (key) => `(${whole(key, 0)})::${type}`,
    whole: (key, shift = 0) => `(${whole(key, shift)})`,
  };
}

function wholeOf(sqlType: string, signed: bigint): Whole | null {
  const bytes = wholeBytes(sqlType);
  if (bytes === null || sqlType === "TIMESTAMP") return null;
  if (sqlType === "BOOLEAN") return ofBoolean(signed);
  if (sqlType === "DATE") return ofDate(signed);
  const [, digits, scale = 0] = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType)?.map(Number) ?? [];
  if (digits !== undefined) return ofDecimal(digits, scale, signed);
  const isUnsigned = sqlType.startsWith("U");
  return ofInteger(sqlType, bytes, isUnsigned ? BigInt.asUintN(bytes * 8, signed) : signed, isUnsigned);
}

const times = (sql: string, shift: number) => (shift === 0 ? sql : `${sql} * ${2 ** shift}`);

function ofBoolean(least: bigint): Whole {
  const of = (value: bigint, shift: number) => `${(value - least + 1n) << BigInt(shift)}::BIGINT`;
  return (key, shift) => `CASE WHEN ${key} THEN ${of(1n, shift)} WHEN NOT ${key} THEN ${of(0n, shift)} END`;
}

function ofDate(least: bigint): Whole {
  const before = least - 1n;
  const isUsual = before < MOST_DAYS && before > -MOST_DAYS;
  const epoch = "DATE '1970-01-01'";
  return (key, shift) =>
    times(
      isUsual ? `(${key} - (${epoch} + (${before})::INTEGER))` : `(${key} - ${epoch} - ${before})`,
      shift,
    );
}

/** In their own type, as far as it goes: all lie so near each other that their differences fit, too. */
function ofInteger(sqlType: string, bytes: number, least: bigint, isUnsigned: boolean): Whole {
  const type = bytes >= 4 ? sqlType : "INTEGER";
  const first = isUnsigned ? 0n : -(2n ** BigInt(bytes * 8 - 1));
  const from = bytes >= 4 && least === first ? least : least - 1n;
  const more = from === least ? ` + '1'::${type}` : "";
  return (key, shift) =>
    times(`(${type === sqlType ? key : `${key}::${type}`} - '${from}'::${type}${more})::BIGINT`, shift);
}

/** A decimal as the whole number it is stored as, where that can be reckoned in 64 bits. */
function ofDecimal(digits: number, scale: number, least: bigint): Whole | null {
  if (digits + scale + 1 > MOST_DIGITS) return null;
  const before = decimal(least - 1n, digits, scale);
  return (key, shift) => {
    const factor = BigInt(10 ** scale) << BigInt(shift);
    const size = String(factor).length;
    if (before && digits + 1 + size <= MOST_DIGITS)
      return `((${key} - ${before}) * '${factor}'::DECIMAL(${size},0))::BIGINT`;
    return times(`((${key} * '${10 ** scale}'::DECIMAL(${scale + 1},0))::BIGINT - ${least - 1n})`, shift);
  };
}

/** @param stored what it is stored as @returns null where the type has no room for it */
function decimal(stored: bigint, digits: number, scale: number): string | null {
  const all = String(stored < 0n ? -stored : stored).padStart(scale + 1, "0");
  if (all.length > digits + (digits === scale ? 1 : 0)) return null;
  const sign = stored < 0n ? "-" : "";
  const [whole, part] = [all.slice(0, all.length - scale), all.slice(all.length - scale)];
  return `'${sign}${whole}${scale > 0 ? `.${part}` : ""}'::DECIMAL(${digits},${scale})`;
}
