import type { DuckDBAppender } from "@duckdb/node-api";
import { appendingWriter, chunksCanBeWritten } from "./chunk-writer";
import type { StorageType } from "./storage-type";
import { ValueWriter } from "./value-writer";

/** Takes one column's values, in any order of the rows. A setter of another type than the column's is a programming error. */
export interface ColumnWriter {
  setNull(row: number): void;
  setBoolean(row: number, value: boolean): void;
  /** INTEGER, or DATE as days since 1970-01-01. */
  setInt32(row: number, value: number): void;
  /** BIGINT, TIME and TIMESTAMP (microseconds) as a whole number up to 2^53 either way. */
  setInt64(row: number, value: number): void;
  /** The same as its two 32-bit halves, for all 64 bits. */
  setInt64Halves(row: number, high: number, low: number): void;
  /** DECIMAL without its point, up to 2^53 either way. */
  setDecimal(row: number, unscaled: number): void;
  /** DECIMAL without its point, any width. */
  setBigDecimal(row: number, unscaled: bigint): void;
  setDouble(row: number, value: number): void;
  setText(row: number, text: string): void;
  /** Text as UTF-8 bytes; what isn't UTF-8 becomes U+FFFD. */
  setUtf8(row: number, bytes: Buffer, start: number, end: number): void;
}

/**
 * Takes rows value by value, with the columns' setters and then `endRow`; or some at once, column by column from `row`
 * on, and then `endRows`. Every column must be set in every row. Full chunks go on; `flush` sends the last one.
 */
export interface RowWriter {
  setNull(column: number): void;
  setBoolean(column: number, value: boolean): void;
  setInt32(column: number, value: number): void;
  setInt64(column: number, value: number): void;
  setInt64Halves(column: number, high: number, low: number): void;
  setDecimal(column: number, unscaled: number): void;
  setBigDecimal(column: number, unscaled: bigint): void;
  setDouble(column: number, value: number): void;
  setText(column: number, text: string): void;
  setUtf8(column: number, bytes: Buffer, start: number, end: number): void;
  endRow(): void;
  /** Where the next row is in the columns, … */
  readonly row: number;
  /** … and how many rows, at least 1, can be written there before `endRows`. */
  readonly room: number;
  /** Of use until the next end of rows. */
  column(index: number): ColumnWriter;
  endRows(count: number): void;
  flush(): void;
}

/** The fast writer where this build of DuckDB's bindings has what it needs, else the one on public calls only. */
export function createRowWriter(appender: DuckDBAppender, types: readonly StorageType[]): RowWriter {
  return chunksCanBeWritten() ? appendingWriter(appender, types) : new ValueWriter(appender, types);
}
