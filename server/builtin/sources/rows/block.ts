import { isUtf8 } from "node:buffer";
import type { DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { type StorageType, valueBytes } from "./storage-type";

/** Rows of one chunk: DuckDB's vector size. */
export const CHUNK_ROWS = 2048;
/** Text of up to this many bytes lies inside its 16-byte slot. */
export const INLINE_TEXT = 12;
const TWO_32 = 4294967296;
const NO_BYTES = Buffer.alloc(0);
const FIRST_HEAP = 32 * 1024;
/** A heap that one chunk of long texts made larger than this is not kept for the next. */
const KEPT_HEAP = 1024 * 1024;

/** One column's values and validity bits, laid out as DuckDB's vectors are, in memory that JavaScript owns. */
export class ColumnBuffer {
  readonly width: number;
  readonly isText: boolean;
  readonly data: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly float64: Float64Array;
  hasNull = false;
  private readonly validityData = new ArrayBuffer(CHUNK_ROWS / 8);
  private readonly validity = new Uint8Array(this.validityData).fill(255);
  /** Texts too long for their slots, one after the other; the slots hold where they begin. */
  heap = NO_BYTES;
  heapBytes = 0;
  private readonly longRows: number[] = [];

  constructor(type: StorageType) {
    this.width = valueBytes(type);
    this.isText = type.kind === "VARCHAR";
    this.data = new ArrayBuffer(this.width * CHUNK_ROWS);
    this.bytes = new Uint8Array(this.data);
    this.int16 = new Int16Array(this.data);
    this.int32 = new Int32Array(this.data);
    this.int64 = new BigInt64Array(this.data);
    this.float64 = new Float64Array(this.data);
  }

  setNull(row: number): void {
    this.hasNull = true;
    this.validity[row >> 3] = (this.validity[row >> 3] ?? 0) & ~(1 << (row & 7));
    if (this.isText) this.clearSlot(row);
  }

  clearSlot(row: number): void {
    const { int32 } = this;
    const at = row * 4;
    int32[at] = 0;
    int32[at + 1] = 0;
    int32[at + 2] = 0;
    int32[at + 3] = 0;
  }

  /** Room for so many more bytes of text; gives where they begin. */
  reserve(bytes: number): number {
    const needed = this.heapBytes + bytes;
    if (needed > this.heap.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.heap.length * 2, FIRST_HEAP));
      this.heap.copy(larger, 0, 0, this.heapBytes);
      this.heap = larger;
    }
    return this.heapBytes;
  }

  /** The row's text is what was written behind the heap's end. */
  endText(row: number, length: number): void {
    const { heap, bytes, int32 } = this;
    const start = this.heapBytes;
    const slot = row * 16;
    this.clearSlot(row);
    bytes[slot] = length;
    if (length <= INLINE_TEXT) {
      for (let i = 0; i < length; i++) bytes[slot + 4 + i] = heap[start + i] as number;
      return;
    }
    int32[row * 4] = length;
    for (let i = 0; i < 4; i++) bytes[slot + 4 + i] = heap[start + i] as number;
    int32[row * 4 + 2] = start;
    this.heapBytes = start + length;
    this.longRows.push(row);
  }

  /** Whether what was written behind the heap's end is UTF-8. */
  isText8(length: number): boolean {
    return isUtf8(this.heap.subarray(this.heapBytes, this.heapBytes + length));
  }

  /** Copies the first rows into a vector. */
  moveTo(vector: duckdb.Vector, rows: number): void {
    if (this.heapBytes > 0) this.moveHeap(vector);
    duckdb.copy_data_to_vector(vector, 0, this.data, 0, rows * this.width);
    if (!this.hasNull) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.validityData, 0, CHUNK_ROWS / 8);
    this.validity.fill(255);
    this.hasNull = false;
  }

  /**
   * All long texts become one text of the vector's own, and the slots point into it: one native call instead of one
   * per text. The memory lives as long as the vector.
   */
  private moveHeap(vector: duckdb.Vector): void {
    const { int32, longRows } = this;
    duckdb.vector_assign_string_element_len(vector, 0, this.heap.subarray(0, this.heapBytes));
    const slot = duckdb.vector_get_data(vector, 16);
    const view = new DataView(slot.buffer, slot.byteOffset, 16);
    const low = view.getUint32(8, true);
    const high = view.getUint32(12, true);
    for (let i = 0; i < longRows.length; i++) {
      const at = (longRows[i] as number) * 4;
      const place = low + (int32[at + 2] as number);
      int32[at + 2] = place | 0;
      int32[at + 3] = place < TWO_32 ? high : high + 1;
    }
    longRows.length = 0;
    this.heapBytes = 0;
    if (this.heap.length > KEPT_HEAP) this.heap = NO_BYTES;
  }
}

/** Up to 2,048 rows on their way into DuckDB. */
export class Block {
  rows = 0;
  readonly columns: ColumnBuffer[];

  constructor(types: readonly StorageType[]) {
    this.columns = types.map((type) => new ColumnBuffer(type));
  }

  /** Memory it takes. */
  get bytes(): number {
    return this.columns.reduce((sum, c) => sum + c.data.byteLength + c.heap.length, 0);
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
