import type { ColumnWriter } from "../rows/row-writer";
import { bigUnscaled, special, toDouble, unscaled } from "./numeric";
import type { Reading } from "./types";

const TWO_32 = 4294967296;
/** From 1970-01-01 to 2000-01-01, where PostgreSQL's days and microseconds begin. */
const EPOCH_DAYS = 10957;
const EPOCH_MICROS = 946_684_800_000_000;
const EPOCH_LOW = EPOCH_MICROS % TWO_32;
const EPOCH_HIGH = Math.floor(EPOCH_MICROS / TWO_32);
/** Upper halves from here on need a closer look. */
const FAR = 0x7f000000;
const INFINITE_DATE = 2147483647;
const LAST_MICROS = 9223372036854775806n;

/** Rows as PostgreSQL's binary COPY has them, whole, in one memory. */
export interface Batch {
  bytes: Buffer;
  view: DataView;
  /** Where the values begin, row after row, each behind the four bytes of its length; -1 for NULL. */
  places: Int32Array;
  /** Values of a row. */
  columns: number;
  rows: number;
}

/** One column of a COPY: what its values mean, and what became of those that nothing stored can hold. */
export interface CopyColumn {
  readonly index: number;
  readonly reading: Reading;
  /** Digits behind a decimal's point. */
  readonly scale: number;
  /** Values that became NULL because nothing stored can hold them (NaN in a decimal). */
  unfit: number;
  /** Numbers that lost digits on the way into a double. */
  rounded: number;
}

/** Reads a column's values into a writer's rows from `first` on. */
type ReadColumn = (batch: Batch, column: CopyColumn, to: ColumnWriter, first: number) => void;

// A loop for each common type, with nothing in it that others share: the compiler then puts the reading and the writing of a
// value into the loop, and no call is left.
const READERS: Partial<Record<Reading, ReadColumn>> = {
  int4({ view, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setInt32(first + row, view.getInt32(at));
    }
  },
  int8({ view, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setInt64Halves(first + row, view.getInt32(at), view.getInt32(at + 4));
    }
  },
  float8({ view, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setDouble(first + row, view.getFloat64(at));
    }
  },
  text({ bytes, view, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setUtf8(first + row, bytes, at, at + view.getInt32(at - 4));
    }
  },
  bool({ bytes, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setBoolean(first + row, bytes[at] === 1);
    }
  },
  decimal({ view, places, columns, rows }, column, to, first) {
    const { index, scale } = column;
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else if (special(view, at) === null) to.setDecimal(first + row, unscaled(view, at, scale));
      else drop(column, to, first + row);
    }
  },
  date({ view, places, columns, rows }, { index }, to, first) {
    for (let row = 0, i = index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else to.setInt32(first + row, epochDays(view.getInt32(at)));
    }
  },
  timestamp({ view, places, columns, rows }, column, to, first) {
    for (let row = 0, i = column.index; row < rows; row++, i += columns) {
      const at = places[i] as number;
      if (at < 0) to.setNull(first + row);
      else timestamp(column, to, first + row, view.getInt32(at), view.getUint32(at + 4));
    }
  },
};

export function readColumn(batch: Batch, column: CopyColumn, to: ColumnWriter, first: number): void {
  const read = READERS[column.reading];
  if (read) {
    read(batch, column, to, first);
    return;
  }
  const { places, columns, rows } = batch;
  for (let row = 0, i = column.index; row < rows; row++, i += columns) {
    const at = places[i] as number;
    if (at < 0) to.setNull(first + row);
    else rareValue(batch, column, to, first + row, at);
  }
}

function rareValue(
  { bytes, view }: Batch,
  column: CopyColumn,
  to: ColumnWriter,
  row: number,
  at: number,
): void {
  const end = at + view.getInt32(at - 4);
  switch (column.reading) {
    case "int2":
      to.setInt32(row, view.getInt16(at));
      break;
    case "oid":
      to.setInt64(row, view.getUint32(at));
      break;
    case "float4":
      to.setDouble(row, view.getFloat32(at));
      break;
    case "wide-decimal":
      if (special(view, at) === null) to.setBigDecimal(row, bigUnscaled(bytes, at, column.scale));
      else drop(column, to, row);
      break;
    case "number":
      number(bytes, view, column, to, row, at);
      break;
    case "time":
      to.setInt64Halves(row, view.getInt32(at), view.getInt32(at + 4));
      break;
    case "jsonb":
      // One byte of version before the text.
      to.setUtf8(row, bytes, at + 1, end);
      break;
    case "uuid":
      to.setText(row, uuidText(bytes.toString("hex", at, at + 16)));
      break;
    default:
      to.setText(row, `\\x${bytes.toString("hex", at, end)}`);
  }
}

function drop(column: CopyColumn, to: ColumnWriter, row: number): void {
  column.unfit++;
  to.setNull(row);
}

function number(
  bytes: Buffer,
  view: DataView,
  column: CopyColumn,
  to: ColumnWriter,
  row: number,
  at: number,
): void {
  const found = special(view, at);
  const { value, rounded } = found === null ? toDouble(bytes, at) : { value: found, rounded: false };
  if (rounded) column.rounded++;
  to.setDouble(row, value);
}

/** Days since 1970-01-01; DuckDB's infinities are one day nearer. */
function epochDays(days: number): number {
  if (days === INFINITE_DATE) return INFINITE_DATE;
  return days === -INFINITE_DATE - 1 ? -INFINITE_DATE : days + EPOCH_DAYS;
}

function timestamp(column: CopyColumn, to: ColumnWriter, row: number, high: number, low: number): void {
  // Added in halves: doubles on their way to the writer would be garbage of the heap, one for each value.
  if (high < FAR && high >= -FAR) {
    const sum = low + EPOCH_LOW;
    to.setInt64Halves(row, high + EPOCH_HIGH + (sum >= TWO_32 ? 1 : 0), sum | 0);
    return;
  }
  if (high === 0x7fffffff && low === TWO_32 - 1) to.setInt64Halves(row, high, -1);
  else if (high === -0x80000000 && low === 0) to.setInt64Halves(row, high, 1);
  else farTimestamp(column, to, row, high, low);
}

function farTimestamp(column: CopyColumn, to: ColumnWriter, row: number, high: number, low: number): void {
  const micros = (BigInt(high) << 32n) + BigInt(low) + BigInt(EPOCH_MICROS);
  if (micros > LAST_MICROS) drop(column, to, row);
  else to.setInt64Halves(row, Number(micros >> 32n), Number(BigInt.asIntN(32, micros)));
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
