import type { DuckDBAppender } from "@duckdb/node-api";
import { appendingWriter, chunksCanBeWritten } from "./chunk-writer";
import type { StorageType } from "./storage-type";
import { ValueWriter } from "./value-writer";

/**
 * Takes the values of one row, column by column, then `endRow`. Every column must be set in every row. Full chunks go
 * to the appender; `flush` sends the last one. A setter of another type than the column's is a programming error.
 */
export interface RowWriter {
  setNull(column: number): void;
  setBoolean(column: number, value: boolean): void;
  /** INTEGER, or DATE as days since 1970-01-01. */
  setInt32(column: number, value: number): void;
  /** BIGINT, TIME and TIMESTAMP (microseconds) as a whole number up to 2^53 either way. */
  setInt64(column: number, value: number): void;
  /** The same as its two 32-bit halves, for all 64 bits. */
  setInt64Halves(column: number, high: number, low: number): void;
  /** DECIMAL without its point, up to 2^53 either way. */
  setDecimal(column: number, unscaled: number): void;
  /** DECIMAL without its point, any width. */
  setBigDecimal(column: number, unscaled: bigint): void;
  setDouble(column: number, value: number): void;
  setText(column: number, text: string): void;
  /** Text as UTF-8 bytes; what isn't UTF-8 becomes U+FFFD. */
  setUtf8(column: number, bytes: Buffer, start: number, end: number): void;
  endRow(): void;
  flush(): void;
}

/** The fast writer where this build of DuckDB's bindings has what it needs, else the one on public calls only. */
export function createRowWriter(appender: DuckDBAppender, types: readonly StorageType[]): RowWriter {
  return chunksCanBeWritten() ? appendingWriter(appender, types) : new ValueWriter(appender, types);
}
