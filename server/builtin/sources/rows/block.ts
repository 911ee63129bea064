import type { DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { ColumnBuffer } from "./column-buffer";
import type { StorageType } from "./storage-type";

/** Up to 2,048 rows on their way into DuckDB. */
export class Block {
  rows = 0;
  readonly columns: ColumnBuffer[];

  constructor(types: readonly StorageType[]) {
    this.columns = types.map((type) => new ColumnBuffer(type));
  }

  /** Memory it takes. */
  get bytes(): number {
    return this.columns.reduce((sum, c) => sum + c.size, 0);
  }

  /** Copies the rows into an empty chunk of the same types; the block can then be filled again. */
  moveTo({ chunk }: DuckDBDataChunk): void {
    const { columns, rows } = this;
    for (let i = 0; i < columns.length; i++)
      (columns[i] as ColumnBuffer).moveTo(duckdb.data_chunk_get_vector(chunk, i), rows);
    duckdb.data_chunk_set_size(chunk, rows);
    this.rows = 0;
  }
}
