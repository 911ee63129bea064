import { isoDate, isoTimestamp } from "../rows/iso-date";
import type { RowWriter } from "../rows/row-writer";
import type { StorageType } from "../rows/storage-type";

/** A value as better-sqlite3 gives it; whole numbers are bigints where the statement was told so. */
export type SqliteValue = null | number | bigint | string | Buffer;

/** 0, 1 and the words; null for anything else. */
export function asBoolean(value: SqliteValue): boolean | null {
  if (value === 1 || value === 1n) return true;
  if (value === 0 || value === 0n) return false;
  if (typeof value !== "string") return null;
  const word = value.trim().toLowerCase();
  return word === "true" || word === "t" ? true : word === "false" || word === "f" ? false : null;
}

/** Powers of ten that decimals of up to 18 digits need. */
const POWERS = Array.from({ length: 19 }, (_, exponent) => 10 ** exponent);

/** A number without its point, where a decimal of this width and scale holds it exactly; else null. */
export function asUnscaled(value: number | bigint, type: { width: number; scale: number }): number | null {
  const number = Number(value);
  const factor = POWERS[type.scale] ?? 10 ** type.scale;
  const unscaled = Math.round(number * factor);
  const size = Math.abs(unscaled);
  return size <= Number.MAX_SAFE_INTEGER &&
    size < (POWERS[type.width] ?? 10 ** type.width) &&
    unscaled / factor === number
    ? unscaled
    : null;
}

/** SQLite's bytes as text: `\x` and hexadecimal digits, as PostgreSQL writes them. */
export function blobText(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}

/** A value as the text SQLite shows for it: reals keep their point. `exact` says that whole numbers are bigints. */
function asText(value: number | bigint | Buffer): string {
  if (typeof value === "object") return blobText(value);
  if (typeof value === "bigint") return value.toString();
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return `${value}.0`;
  return value === Infinity ? "Inf" : value === -Infinity ? "-Inf" : String(value);
}

/**
 * Writes one value of a column; false where it doesn't fit the type.
 * @param exact whole numbers come as bigints. Else numbers a double may have rounded, and numbers among texts (1 or
 *   1.0?), don't fit.
 */
export function put(
  writer: RowWriter,
  column: number,
  type: StorageType,
  value: Exclude<SqliteValue, null>,
  exact: boolean,
): boolean {
  switch (type.kind) {
    case "BIGINT":
      if (typeof value === "number") {
        if (!Number.isSafeInteger(value)) return false;
        writer.setInt64(column, value);
        return true;
      }
      if (typeof value !== "bigint") return false;
      writer.setInt64Halves(column, Number(value >> 32n), Number(BigInt.asIntN(32, value)));
      return true;
    case "VARCHAR":
      if (typeof value === "string") writer.setText(column, value);
      else if (exact || typeof value === "object") writer.setText(column, asText(value));
      else return false;
      return true;
    case "DOUBLE":
      if (typeof value === "bigint") writer.setDouble(column, Number(value));
      else if (typeof value !== "number" || (!exact && isRounded(value))) return false;
      else writer.setDouble(column, value);
      return true;
    case "DECIMAL": {
      if (typeof value !== "number" && typeof value !== "bigint") return false;
      const unscaled = asUnscaled(value, type);
      if (unscaled === null) return false;
      writer.setDecimal(column, unscaled);
      return true;
    }
    case "TIMESTAMP": {
      const micros = typeof value === "string" ? isoTimestamp(value) : null;
      if (micros === null) return false;
      writer.setInt64(column, micros);
      return true;
    }
    case "DATE": {
      const days = typeof value === "string" ? isoDate(value) : null;
      if (days === null) return false;
      writer.setInt32(column, days);
      return true;
    }
    case "BOOLEAN": {
      const boolean = asBoolean(value);
      if (boolean === null) return false;
      writer.setBoolean(column, boolean);
      return true;
    }
    default:
      return false;
  }
}

/** May be a 64-bit whole number that lost its last digits on the way into a double. */
function isRounded(value: number): boolean {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER && Math.abs(value) <= 2 ** 63;
}
