import { hasText, isNumber, type QvdSymbols, textOf } from "@/server/builtin/formats/qvd/symbols";
import type { RowWriter } from "@/server/builtin/sources/rows/row-writer";
import type { StorageType } from "@/server/builtin/sources/rows/storage-type";
import { asText } from "../../../convert";
import type { Settings } from "../../../settings";
import { TYPES, type ValueType } from "../../../types";
import type { StoredType } from "./stored-type";

/** Days from 1899-12-30 to 1970-01-01. */
const EPOCH_DAYS = 25_569;
const DAY_MICROS = 86_400_000_000;
/** Up to this day a double tells microseconds apart; behind it only milliseconds are sure. */
const EXACT_DAYS = 65_536;

/** A field on its way into a table: the columns that hold it, and how the value at an index is put there. */
export interface QvdColumn {
  storage: StorageType[];
  type: ValueType;
  format?: string;
  /** Writes the value of a symbol into the columns from `column` on. */
  put(writer: RowWriter, column: number, index: number): void;
  /** SQL of the value from its columns' SQL. */
  sql(columns: string[]): string;
}

export function qvdColumn(symbols: QvdSymbols, { kind, format }: StoredType, settings: Settings): QvdColumn {
  const shown = format ? { format } : {};
  const { numbers } = symbols;
  const single = (storage: StorageType["kind"], type: ValueType, put: QvdColumn["put"]): QvdColumn => ({
    storage: [storage === "DECIMAL" ? { kind: "VARCHAR" } : { kind: storage }],
    type,
    ...shown,
    put,
    sql: ([column = ""]) => column,
  });
  switch (kind) {
    case "integer":
      return single("BIGINT", TYPES.integer, (w, c, i) => w.setInt64(c, numbers[i] ?? 0));
    case "number":
      return single("DOUBLE", TYPES.number, (w, c, i) => w.setDouble(c, numbers[i] ?? 0));
    case "date":
      return single("DATE", TYPES.date, (w, c, i) => w.setInt32(c, (numbers[i] ?? 0) - EPOCH_DAYS));
    case "time":
      return single("TIME", TYPES.time, (w, c, i) => w.setInt64(c, timeMicros(numbers[i] ?? 0)));
    case "long":
      return halves(symbols, "BIGINT", TYPES.integer, shown, (i) => longOf(symbols, i));
    case "timestamp":
      return halves(symbols, "TIMESTAMP", TYPES.timestamp, shown, (i) => momentMicros(numbers[i] ?? 0));
    case "text":
    case "null":
      return single("VARCHAR", kind === "null" ? TYPES.null : TYPES.text, textPut(symbols));
    case "dual":
      return dual(symbols, settings);
  }
}

const textPut =
  (symbols: QvdSymbols): QvdColumn["put"] =>
  (writer, column, index) => {
    if (hasText(symbols.kinds[index]))
      writer.setUtf8(column, symbols.bytes, symbols.starts[index] ?? 0, symbols.ends[index] ?? 0);
    else writer.setText(column, String(symbols.numbers[index] ?? 0));
  };

/** 64-bit values, worked out once for each symbol. */
function halves(
  { count }: QvdSymbols,
  kind: "BIGINT" | "TIMESTAMP",
  type: ValueType,
  shown: { format?: string },
  value: (index: number) => bigint,
): QvdColumn {
  const values = new BigInt64Array(count);
  for (let index = 0; index < count; index++) values[index] = value(index);
  const parts = new Int32Array(values.buffer);
  return {
    storage: [{ kind }],
    type,
    ...shown,
    put: (writer, column, index) =>
      writer.setInt64Halves(column, parts[index * 2 + 1] ?? 0, parts[index * 2] ?? 0),
    sql: ([column = ""]) => column,
  };
}

/** A number and a text side by side; a number without a text shows as numbers do. */
function dual(symbols: QvdSymbols, settings: Settings): QvdColumn {
  return {
    storage: [{ kind: "DOUBLE" }, { kind: "VARCHAR" }],
    type: TYPES.dual,
    put: (writer, column, index) => {
      const kind = symbols.kinds[index];
      if (isNumber(kind)) writer.setDouble(column, symbols.numbers[index] ?? 0);
      else writer.setNull(column);
      if (hasText(kind))
        writer.setUtf8(column + 1, symbols.bytes, symbols.starts[index] ?? 0, symbols.ends[index] ?? 0);
      else writer.setNull(column + 1);
    },
    sql: ([number = "", text = ""]) => {
      const shown = asText({ sql: number, type: TYPES.number }, settings);
      return `CASE WHEN ${number} IS NOT NULL OR ${text} IS NOT NULL THEN {'num': ${number}, 'txt': coalesce(${text}, ${shown})} END`;
    },
  };
}

function longOf(symbols: QvdSymbols, index: number): bigint {
  return hasText(symbols.kinds[index]) ? BigInt(textOf(symbols, index)) : BigInt(symbols.numbers[index] ?? 0);
}

function timeMicros(days: number): number {
  return Math.min(Math.round(days * DAY_MICROS), DAY_MICROS - 1);
}

function momentMicros(days: number): bigint {
  const since = days - EPOCH_DAYS;
  if (Math.abs(days) < EXACT_DAYS) {
    const whole = Math.floor(days);
    return BigInt(whole - EPOCH_DAYS) * BigInt(DAY_MICROS) + BigInt(Math.round((days - whole) * DAY_MICROS));
  }
  return BigInt(Math.round(since * (DAY_MICROS / 1000))) * 1000n;
}
