import type { ColumnWriter, RowWriter } from "./row-writer";

/** Rows of one chunk: DuckDB's vector size. */
export const CHUNK_ROWS = 2048;

/** A row writer on columns of up to 2,048 rows. */
export abstract class ColumnsWriter implements RowWriter {
  row = 0;

  constructor(protected columns: readonly ColumnWriter[]) {}

  column(index: number): ColumnWriter {
    // Called for every value: an index out of range is a bug of the caller, not of the data.
    return this.columns[index] as ColumnWriter;
  }

  setNull(column: number): void {
    this.column(column).setNull(this.row);
  }

  setBoolean(column: number, value: boolean): void {
    this.column(column).setBoolean(this.row, value);
  }

  setInt32(column: number, value: number): void {
    this.column(column).setInt32(this.row, value);
  }

  setInt64(column: number, value: number): void {
    this.column(column).setInt64(this.row, value);
  }

  setInt64Halves(column: number, high: number, low: number): void {
    this.column(column).setInt64Halves(this.row, high, low);
  }

  setDecimal(column: number, unscaled: number): void {
    this.column(column).setDecimal(this.row, unscaled);
  }

  setBigDecimal(column: number, unscaled: bigint): void {
    this.column(column).setBigDecimal(this.row, unscaled);
  }

  setDouble(column: number, value: number): void {
    this.column(column).setDouble(this.row, value);
  }

  setText(column: number, text: string): void {
    this.column(column).setText(this.row, text);
  }

  setUtf8(column: number, bytes: Buffer, start: number, end: number): void {
    this.column(column).setUtf8(this.row, bytes, start, end);
  }

  get room(): number {
    return CHUNK_ROWS - this.row;
  }

  endRow(): void {
    this.endRows(1);
  }

  endRows(count: number): void {
    this.row += count;
    if (this.row === CHUNK_ROWS) this.flush();
  }

  flush(): void {
    const rows = this.row;
    if (rows === 0) return;
    this.row = 0;
    this.columns = this.send(rows);
  }

  /** Sends the first rows of the columns on and gives the columns to fill next. */
  protected abstract send(rows: number): readonly ColumnWriter[];
}
