import { type DuckDBAppender, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { Block, CHUNK_ROWS, type ColumnBuffer, INLINE_TEXT } from "./block";
import type { RowWriter } from "./row-writer";
import { duckdbType, type StorageType } from "./storage-type";

const TWO_32 = 4294967296;
/** Texts of up to this many characters are copied here: a native call for each costs more. */
const SHORT_TEXT = 64;
/** UTF-8 bytes of one UTF-16 unit, at most. */
const WIDEST = 3;

/** Takes a full block and gives the one to fill next. */
export type TakeBlock = (block: Block) => Block;

/**
 * Fills blocks that are laid out as DuckDB's data chunks are: one native call per column and chunk. Built on the
 * low-level bindings' `copy_data_to_vector`; writing through `vector_get_data` views crashed Node, so values are copied.
 */
export class ChunkWriter implements RowWriter {
  private block: Block;
  private columns: ColumnBuffer[];
  private row = 0;

  constructor(
    types: readonly StorageType[],
    private readonly take: TakeBlock,
  ) {
    this.block = new Block(types);
    this.columns = this.block.columns;
  }

  private column(index: number): ColumnBuffer {
    // Called for every value: an index out of range is a bug of the caller, not of the data.
    return this.columns[index] as ColumnBuffer;
  }

  setNull(column: number): void {
    this.column(column).setNull(this.row);
  }

  setBoolean(column: number, value: boolean): void {
    this.column(column).bytes[this.row] = value ? 1 : 0;
  }

  setInt32(column: number, value: number): void {
    this.column(column).int32[this.row] = value;
  }

  setInt64(column: number, value: number): void {
    const { int32 } = this.column(column);
    const at = this.row * 2;
    int32[at] = value | 0;
    int32[at + 1] = Math.floor(value / TWO_32);
  }

  setInt64Halves(column: number, high: number, low: number): void {
    const { int32 } = this.column(column);
    const at = this.row * 2;
    int32[at] = low;
    int32[at + 1] = high;
  }

  setDecimal(column: number, unscaled: number): void {
    const c = this.column(column);
    if (c.width === 8) this.setInt64(column, unscaled);
    else if (c.width === 4) c.int32[this.row] = unscaled;
    else if (c.width === 2) c.int16[this.row] = unscaled;
    else this.setBigDecimal(column, BigInt(unscaled));
  }

  setBigDecimal(column: number, unscaled: bigint): void {
    const c = this.column(column);
    if (c.width < 16) {
      if (c.width === 8) c.int64[this.row] = unscaled;
      else this.setDecimal(column, Number(unscaled));
      return;
    }
    c.int64[this.row * 2] = BigInt.asIntN(64, unscaled);
    c.int64[this.row * 2 + 1] = BigInt.asIntN(64, unscaled >> 64n);
  }

  setDouble(column: number, value: number): void {
    this.column(column).float64[this.row] = value;
  }

  setText(column: number, text: string): void {
    const c = this.column(column);
    const length = text.length;
    if (length <= INLINE_TEXT) {
      const { bytes } = c;
      const slot = this.row * 16;
      c.clearSlot(this.row);
      let at = 0;
      for (; at < length; at++) {
        const code = text.charCodeAt(at);
        if (code > 127) break;
        bytes[slot + 4 + at] = code;
      }
      if (at === length) {
        bytes[slot] = length;
        return;
      }
    }
    const start = c.reserve(length * WIDEST);
    const { heap } = c;
    let at = 0;
    if (length <= SHORT_TEXT)
      for (; at < length; at++) {
        const code = text.charCodeAt(at);
        if (code > 127) break;
        heap[start + at] = code;
      }
    c.endText(this.row, at === length ? length : heap.write(text, start));
  }

  setUtf8(column: number, source: Buffer, start: number, end: number): void {
    const c = this.column(column);
    const length = end - start;
    let all = 0;
    if (length <= INLINE_TEXT) {
      const { bytes } = c;
      const slot = this.row * 16;
      c.clearSlot(this.row);
      for (let at = 0; at < length; at++) {
        const byte = source[start + at] as number;
        all |= byte;
        bytes[slot + 4 + at] = byte;
      }
      if (all < 128) {
        bytes[slot] = length;
        return;
      }
    }
    const at = c.reserve(length);
    const { heap } = c;
    if (length <= SHORT_TEXT)
      for (let i = 0; i < length; i++) {
        const byte = source[start + i] as number;
        all |= byte;
        heap[at + i] = byte;
      }
    else {
      source.copy(heap, at, start, end);
      all = 255;
    }
    if (all < 128 || c.isText8(length)) c.endText(this.row, length);
    else this.setText(column, source.toString("utf8", start, end));
  }

  endRow(): void {
    if (++this.row === CHUNK_ROWS) this.flush();
  }

  flush(): void {
    if (this.row === 0) return;
    this.block.rows = this.row;
    this.row = 0;
    this.block = this.take(this.block);
    this.columns = this.block.columns;
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
