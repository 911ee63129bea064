import {
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { ColumnsWriter } from "./columns-writer";
import type { ColumnWriter } from "./row-writer";
import { duckdbType, type StorageType } from "./storage-type";

/** One column's values as DuckDB's public calls take them. */
class ValueColumn implements ColumnWriter {
  values: DuckDBValue[] = [];

  constructor(private readonly type: StorageType) {}

  setNull(row: number): void {
    this.values[row] = null;
  }

  setBoolean(row: number, value: boolean): void {
    this.values[row] = value;
  }

  setInt32(row: number, value: number): void {
    this.values[row] = this.type.kind === "DATE" ? new DuckDBDateValue(value) : value;
  }

  setInt64(row: number, value: number): void {
    this.setBigInt(row, BigInt(value));
  }

  setInt64Halves(row: number, high: number, low: number): void {
    this.setBigInt(row, (BigInt(high) << 32n) | BigInt(low >>> 0));
  }

  private setBigInt(row: number, value: bigint): void {
    const { kind } = this.type;
    this.values[row] =
      kind === "TIMESTAMP"
        ? new DuckDBTimestampValue(value)
        : kind === "TIME"
          ? new DuckDBTimeValue(value)
          : value;
  }

  setDecimal(row: number, unscaled: number): void {
    this.setBigDecimal(row, BigInt(unscaled));
  }

  setBigDecimal(row: number, unscaled: bigint): void {
    const { type } = this;
    if (type.kind === "DECIMAL") this.values[row] = new DuckDBDecimalValue(unscaled, type.width, type.scale);
  }

  setDouble(row: number, value: number): void {
    this.values[row] = value;
  }

  setText(row: number, text: string): void {
    this.values[row] = text.toWellFormed();
  }

  setUtf8(row: number, bytes: Buffer, start: number, end: number): void {
    this.values[row] = bytes.toString("utf8", start, end);
  }
}

/** The same as `ChunkWriter` on DuckDB's public calls alone: slower, and right with any version. */
export class ValueWriter extends ColumnsWriter {
  private readonly lists: ValueColumn[];

  constructor(
    private readonly appender: Pick<DuckDBAppender, "appendDataChunk">,
    private readonly types: readonly StorageType[],
  ) {
    const lists = types.map((type) => new ValueColumn(type));
    super(lists);
    this.lists = lists;
  }

  protected send(rows: number): readonly ColumnWriter[] {
    const chunk = DuckDBDataChunk.create(this.types.map(duckdbType), rows);
    chunk.setColumns(this.lists.map((list) => list.values));
    for (const list of this.lists) list.values = [];
    this.appender.appendDataChunk(chunk);
    return this.lists;
  }
}
