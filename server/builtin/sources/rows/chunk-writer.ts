import { type DuckDBAppender, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { Block } from "./block";
import { CHUNK_ROWS, ColumnsWriter } from "./columns-writer";
import type { ColumnWriter } from "./row-writer";
import { duckdbType, type StorageType } from "./storage-type";

/** Takes a full block and gives the one to fill next. */
export type TakeBlock = (block: Block) => Block;

/**
 * Fills blocks that are laid out as DuckDB's data chunks are: one native call per column and chunk. Built on the
 * low-level bindings' `copy_data_to_vector`; writing through `vector_get_data` views crashed Node, so values are copied.
 */
export class ChunkWriter extends ColumnsWriter {
  private block: Block;

  constructor(
    types: readonly StorageType[],
    private readonly take: TakeBlock,
  ) {
    const block = new Block(types);
    super(block.columns);
    this.block = block;
  }

  protected send(rows: number): readonly ColumnWriter[] {
    this.block.rows = rows;
    this.block = this.take(this.block);
    return this.block.columns;
  }
}

/** A writer whose chunks go to an appender at once. */
export function appendingWriter(
  appender: Pick<DuckDBAppender, "appendDataChunk">,
  types: readonly StorageType[],
): ChunkWriter {
  const raw = duckdb.create_data_chunk(types.map((type) => duckdbType(type).toLogicalType().logical_type));
  const chunk = new DuckDBDataChunk(raw);
  return new ChunkWriter(types, (block) => {
    duckdb.data_chunk_reset(raw);
    block.moveTo(chunk);
    appender.appendDataChunk(chunk);
    return block;
  });
}

let answer: boolean | undefined;

/** Writes one small chunk and reads it back by public calls: true where the bindings still work as this file needs. */
export function chunksCanBeWritten(): boolean {
  answer ??= probe();
  return answer;
}

function probe(): boolean {
  try {
    let back: unknown[][] = [];
    const writer = appendingWriter({ appendDataChunk: (chunk) => (back = chunk.getRows()) }, [
      { kind: "BIGINT" },
      { kind: "VARCHAR" },
    ]);
    const wanted = [
      [-5000000000n, "short"],
      [null, "longer than twelve bytes, with ü"],
      [7n, null],
      [8n, "one more that is longer"],
    ] as const;
    for (const [number, text] of wanted) {
      if (number === null) writer.setNull(0);
      else writer.setInt64(0, Number(number));
      if (text === null) writer.setNull(1);
      else writer.setText(1, text);
      writer.endRow();
    }
    writer.flush();
    return (
      duckdb.vector_size() === CHUNK_ROWS && wanted.every((row, y) => row.every((v, x) => back[y]?.[x] === v))
    );
  } catch {
    return false;
  }
}
