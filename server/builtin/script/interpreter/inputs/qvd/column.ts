import { hasText, type QvdSymbols, textOf } from "@/server/builtin/formats/qvd/symbols";
import { asText } from "../../../convert";
import type { Settings } from "../../../settings";
import { TYPES, type ValueType } from "../../../types";
import type { StoredType } from "./stored-type";
import { days, doubles, longs, texts, type ValueTable } from "./value-table";

/** Days from 1899-12-30 to 1970-01-01. */
const EPOCH_DAYS = 25_569;
const DAY_MICROS = 86_400_000_000;
/** Up to this day a double tells microseconds apart; behind it only milliseconds are sure. */
const EXACT_DAYS = 65_536;

/** A field on its way into DuckDB: the columns that hold it. */
export interface QvdColumn {
  tables: ValueTable[];
  type: ValueType;
  format?: string;
  /** SQL of the value from its columns' SQL. */
  sql(columns: string[]): string;
}

export function qvdColumn(symbols: QvdSymbols, { kind, format }: StoredType, settings: Settings): QvdColumn {
  const { numbers, count } = symbols;
  const single = (table: ValueTable, type: ValueType): QvdColumn => ({
    tables: [table],
    type,
    ...(format ? { format } : {}),
    sql: ([column = ""]) => column,
  });
  const number = (index: number) => numbers[index] ?? 0;
  switch (kind) {
    case "integer":
      return single(longs("BIGINT", count, number), TYPES.integer);
    case "long":
      return single(
        longs("BIGINT", count, (i) => longOf(symbols, i)),
        TYPES.integer,
      );
    case "number":
      return single(doubles(symbols), TYPES.number);
    case "date":
      return single(
        days(count, (i) => number(i) - EPOCH_DAYS),
        TYPES.date,
      );
    case "time":
      return single(
        longs("TIME", count, (i) => timeMicros(number(i))),
        TYPES.time,
      );
    case "timestamp":
      return single(
        longs("TIMESTAMP", count, (i) => momentMicros(number(i))),
        TYPES.timestamp,
      );
    case "text":
    case "null":
      return single(texts(symbols, String), kind === "null" ? TYPES.null : TYPES.text);
    case "dual":
      return dual(symbols, settings);
  }
}

/** A number and a text side by side; a number without a text shows as numbers do. */
function dual(symbols: QvdSymbols, settings: Settings): QvdColumn {
  return {
    tables: [doubles(symbols), texts(symbols)],
    type: TYPES.dual,
    sql: ([number = "", text = ""]) => {
      const shown = asText({ sql: number, type: TYPES.number }, settings);
      return `CASE WHEN ${number} IS NOT NULL OR ${text} IS NOT NULL THEN {'num': ${number}, 'txt': coalesce(${text}, ${shown})} END`;
    },
  };
}

function longOf(symbols: QvdSymbols, index: number): bigint | number {
  return hasText(symbols.kinds[index]) ? BigInt(textOf(symbols, index)) : (symbols.numbers[index] ?? 0);
}

function timeMicros(days: number): number {
  return Math.min(Math.round(days * DAY_MICROS), DAY_MICROS - 1);
}

function momentMicros(days: number): number | bigint {
  if (Math.abs(days) < EXACT_DAYS) {
    const whole = Math.floor(days);
    return (whole - EPOCH_DAYS) * DAY_MICROS + Math.round((days - whole) * DAY_MICROS);
  }
  return BigInt(Math.round((days - EPOCH_DAYS) * (DAY_MICROS / 1000))) * 1000n;
}
