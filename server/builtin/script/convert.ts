import { dateToText, textToTime, textToTimestamp } from "./date-format";
import { numberToText, type Separators } from "./number-format";
import { parseNumber, textToNumber, type WrittenBy } from "./number-text";
import { quoteText } from "./quoting";
import type { Settings } from "./settings";
import { DUAL_SQL, mergeTypes, TYPES, type ValueType } from "./types";

/** SQL with what it gives: the working value of the compiler and of every function of the library. */
export interface Typed {
  sql: string;
  type: ValueType;
  /** Display format of numbers and dates, if one was given. */
  format?: string;
  /** What stands between digits where the number is shown, if not the script's separators. */
  separators?: Separators;
  /** Known while compiling: a literal's value. */
  literal?: string | number | null;
}

const EPOCH = "DATE '1899-12-30'";
/** Microseconds from 1899-12-30 to 1970-01-01. */
const EPOCH_MICROS = "2209161600000000";

/**
 * The value as a number: dates as days since 1899-12-30, true as -1, text where it is a number, else NULL.
 * @param by the separators a text is read by; digits with a point where not given
 */
export function asNumber(value: Typed, by?: WrittenBy): Typed {
  const { sql, type } = value;
  switch (type.kind) {
    case "integer":
      // Arithmetic of narrow integers would overflow at their own width.
      return type.sql === "BIGINT" ? value : { ...value, sql: `CAST(${sql} AS BIGINT)`, type: TYPES.integer };
    case "number":
    case "decimal":
      return value;
    case "boolean":
      return { sql: `(-CAST(${sql} AS BIGINT))`, type: TYPES.integer };
    case "date":
      return { sql: `date_diff('day', ${EPOCH}, ${sql})`, type: TYPES.integer };
    case "timestamp":
      return { sql: `((epoch_us(${sql}) + ${EPOCH_MICROS}) / 86400000000.0::DOUBLE)`, type: TYPES.number };
    case "time":
      return { sql: `(epoch_us(${sql}) / 86400000000.0::DOUBLE)`, type: TYPES.number };
    case "dual":
      return { sql: `(${sql}).num`, type: TYPES.number };
    case "null":
      return { sql: "NULL::DOUBLE", type: TYPES.number };
    case "text":
      return literalNumber(value, by) ?? { sql: textToNumber(sql, by), type: TYPES.number };
  }
}

/** As `asNumber`, for what may grow beyond 64 bits. */
export function asOperand(value: Typed, settings: WrittenBy & Pick<Settings, "inexactWholes">): Typed {
  const number = asNumber(value, settings);
  if (!settings.inexactWholes || number.type.kind !== "integer") return number;
  return { ...number, sql: `CAST(${number.sql} AS DOUBLE)`, type: TYPES.number };
}

function literalNumber({ literal }: Typed, by?: WrittenBy): Typed | undefined {
  if (typeof literal !== "string") return undefined;
  const value = parseNumber(literal, by);
  if (value === null) return { sql: "NULL::DOUBLE", type: TYPES.number };
  return numberLiteral(value);
}

/** @param written digits as written, kept where a whole number is too large for a JavaScript number */
export function numberLiteral(value: number, written = ""): Typed {
  if (/^\d{16,18}$/.test(written)) return { sql: `${written}::BIGINT`, type: TYPES.integer, literal: value };
  if (Number.isSafeInteger(value) && !Object.is(value, -0))
    return {
      sql: value < 0 ? `(${value}::BIGINT)` : `${value}::BIGINT`,
      type: TYPES.integer,
      literal: value,
    };
  return { sql: `(${quoteText(String(value))}::DOUBLE)`, type: TYPES.number, literal: value };
}

export function textLiteral(text: string): Typed {
  return { sql: quoteText(text), type: TYPES.text, literal: text };
}

export const NULL_VALUE: Typed = { sql: "NULL::VARCHAR", type: TYPES.null, literal: null };

/** The value as DOUBLE, for functions that only know that. */
export function asDouble(value: Typed, by?: WrittenBy): string {
  const number = asNumber(value, by);
  return number.type.kind === "number" ? number.sql : `CAST(${number.sql} AS DOUBLE)`;
}

/** The value as BIGINT, cut towards minus infinity; NULL beyond its range. */
export function asInteger(value: Typed, by?: WrittenBy): string {
  const number = asNumber(value, by);
  return number.type.kind === "integer" ? number.sql : `TRY_CAST(floor(${number.sql}) AS BIGINT)`;
}

/** The text a person sees: dates and numbers by their format, else by the script's format variables. */
export function asText(value: Typed, settings: Settings): string {
  const { sql, type, format } = value;
  switch (type.kind) {
    case "text":
    case "null":
      return sql;
    case "dual":
      return `(${sql}).txt`;
    case "date":
      return dateToText(sql, format ?? settings.dateFormat, settings);
    case "timestamp":
      return dateToText(sql, format ?? settings.timestampFormat, settings);
    case "time":
      return dateToText(`(${EPOCH} + ${sql})`, format ?? settings.timeFormat, settings);
    default:
      return numberToText(asNumber(value), format, settings, value.separators);
  }
}

/** As `asText`, with NULL as the empty text: what `&` does. */
export function asTextOrEmpty(value: Typed, settings: Settings): string {
  if (value.type.kind === "null") return "''";
  return typeof value.literal === "string" ? value.sql : `coalesce(${asText(value, settings)}, '')`;
}

/** SQL TIMESTAMP of a value: a text by the script's formats or ISO, a number as days since 1899-12-30. */
export function asTimestamp(value: Typed, settings: Settings): string {
  const { sql, type } = value;
  if (type.kind === "timestamp") return sql;
  if (type.kind === "date") return `CAST(${sql} AS TIMESTAMP)`;
  if (type.kind !== "text") return numberToTimestamp(asDouble(value));
  const byFormat = textToTimestamp(sql, [settings.timestampFormat, settings.dateFormat], settings);
  const iso = `TRY_CAST(${sql} AS TIMESTAMP)`;
  // Where the formats are those of ISO both read the same, and the cast is several times faster.
  const isIso =
    settings.dateFormat === "YYYY-MM-DD" && settings.timestampFormat.startsWith("YYYY-MM-DD hh:mm:ss");
  const read = isIso ? [iso, byFormat] : [byFormat, iso];
  read.push(textToTime(sql, settings), numberToTimestamp(textToNumber(sql, settings)));
  return `coalesce(${read.join(", ")})`;
}

/** Rounded to the millisecond, which is what a DOUBLE of days holds; NULL beyond what 15 digits of them reach (year 33,000). */
export function numberToTimestamp(days: string): string {
  return `(${EPOCH} + to_milliseconds(CAST(TRY_CAST(round(${days} * 86400000) AS DECIMAL(15,0)) AS BIGINT)))`;
}

/** SQL DATE of a value; the time of day is cut off. */
export function asDate(value: Typed, settings: Settings): string {
  const { sql, type } = value;
  if (type.kind === "date") return sql;
  if (type.kind === "integer" || type.kind === "boolean")
    return `(${EPOCH} + CAST(TRY_CAST(${asNumber(value).sql} AS DECIMAL(7,0)) AS INTEGER))`;
  return `CAST(${asTimestamp(value, settings)} AS DATE)`;
}

/** SQL STRUCT(num, txt) of a value; NULL stays NULL. */
export function asDual(value: Typed, settings: Settings): string {
  if (value.type.kind === "dual") return value.sql;
  if (value.type.kind === "null") return `NULL::${DUAL_SQL}`;
  const dual = `{'num': ${asDouble(value, settings)}, 'txt': ${asText(value, settings)}}`;
  return value.literal !== undefined ? dual : `CASE WHEN ${value.sql} IS NOT NULL THEN ${dual} END`;
}

/** The value as another type; used where two columns or branches must become one. */
export function castTo(value: Typed, type: ValueType, settings: Settings): Typed {
  if (value.type.kind === type.kind && value.type.sql === type.sql) return value;
  if (value.type.kind === "null") return { sql: `NULL::${type.sql}`, type };
  const { format } = value;
  switch (type.kind) {
    case "text":
      return { sql: asText(value, settings), type };
    case "dual":
      return { sql: asDual(value, settings), type };
    case "date":
      return { sql: asDate(value, settings), type, format };
    case "timestamp":
      return { sql: asTimestamp(value, settings), type, format };
    case "null":
    case "boolean":
    case "time":
      return { sql: `CAST(${value.sql} AS ${type.sql})`, type, format };
    default:
      return { sql: `CAST(${asNumber(value, settings).sql} AS ${type.sql})`, type, format };
  }
}

/** Several values brought to one type, with the first display format among them. */
export function unify(
  values: Typed[],
  settings: Settings,
): { values: Typed[]; type: ValueType; format?: string } {
  const type = values.map((v) => v.type).reduce(mergeTypes, TYPES.null);
  const format =
    type.kind === "text" || type.kind === "dual" ? undefined : values.find((v) => v.format)?.format;
  return { values: values.map((v) => castTo(v, type, settings)), type, ...(format ? { format } : {}) };
}
