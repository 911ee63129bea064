import duckdb from "@duckdb/node-bindings";
import { viewOf } from "./bytes-view";
import { CHUNK_ROWS } from "./columns-writer";
import type { ColumnWriter } from "./row-writer";
import { type StorageType, valueBytes } from "./storage-type";
import { TextHeap } from "./text-heap";

/** Text of up to this many bytes lies inside its 16-byte slot. */
const INLINE_TEXT = 12;
/** Texts of up to this many bytes are copied here: native calls for each cost more. */
const SHORT_TEXT = 64;
/** UTF-8 bytes of one UTF-16 unit, at most. */
const WIDEST = 3;
const TWO_32 = 4294967296;
/** Set in four bytes of which one isn't ASCII. */
const NOT_ASCII = 0x80808080;
/** What belongs to a text of 0 to 12 bytes in each of the three words it may take. */
const MASKS = Int32Array.from({ length: (INLINE_TEXT + 1) * 3 }, (_, i) => {
  const bytes = Math.min(Math.max(Math.floor(i / 3) - (i % 3) * 4, 0), 4);
  return bytes === 4 ? -1 : (1 << (bytes * 8)) - 1;
});

/** One column's values and validity bits, laid out as DuckDB's vectors are, in memory that JavaScript owns. */
export class ColumnBuffer implements ColumnWriter {
  private readonly width: number;
  private readonly isText: boolean;
  private readonly data: ArrayBuffer;
  private readonly bytes: Buffer;
  private readonly int16: Int16Array;
  private readonly int32: Int32Array;
  private readonly int64: BigInt64Array;
  private readonly float64: Float64Array;
  private hasNull = false;
  private readonly validityData = new ArrayBuffer(CHUNK_ROWS / 8);
  private readonly validity = new Uint8Array(this.validityData).fill(255);
  private readonly heap = new TextHeap();

  constructor(type: StorageType) {
    this.width = valueBytes(type);
    this.isText = type.kind === "VARCHAR";
    this.data = new ArrayBuffer(this.width * CHUNK_ROWS);
    this.bytes = Buffer.from(this.data);
    this.int16 = new Int16Array(this.data);
    this.int32 = new Int32Array(this.data);
    this.int64 = new BigInt64Array(this.data);
    this.float64 = new Float64Array(this.data);
  }

  /** Bytes of memory it takes. */
  get size(): number {
    return this.data.byteLength + this.heap.bytes.length;
  }

  setNull(row: number): void {
    this.hasNull = true;
    this.validity[row >> 3] = (this.validity[row >> 3] as number) & ~(1 << (row & 7));
    if (this.isText) this.setSlot(row, 0, 0, 0, 0);
  }

  setBoolean(row: number, value: boolean): void {
    this.bytes[row] = value ? 1 : 0;
  }

  setInt32(row: number, value: number): void {
    this.int32[row] = value;
  }

  setInt64(row: number, value: number): void {
    const at = row * 2;
    this.int32[at] = value | 0;
    this.int32[at + 1] = Math.floor(value / TWO_32);
  }

  setInt64Halves(row: number, high: number, low: number): void {
    const at = row * 2;
    this.int32[at] = low;
    this.int32[at + 1] = high;
  }

  setDecimal(row: number, unscaled: number): void {
    if (this.width === 8) this.setInt64(row, unscaled);
    else if (this.width === 4) this.int32[row] = unscaled;
    else if (this.width === 2) this.int16[row] = unscaled;
    else this.setBigDecimal(row, BigInt(unscaled));
  }

  setBigDecimal(row: number, unscaled: bigint): void {
    if (this.width < 16) {
      if (this.width === 8) this.int64[row] = unscaled;
      else this.setDecimal(row, Number(unscaled));
      return;
    }
    this.int64[row * 2] = BigInt.asIntN(64, unscaled);
    this.int64[row * 2 + 1] = BigInt.asIntN(64, unscaled >> 64n);
  }

  setDouble(row: number, value: number): void {
    this.float64[row] = value;
  }

  setText(row: number, text: string): void {
    const { heap } = this;
    const start = heap.reserve(text.length * WIDEST);
    const { bytes } = heap;
    let at = 0;
    if (text.length <= SHORT_TEXT)
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code > 127) break;
        bytes[start + at] = code;
      }
    this.endText(row, start, at === text.length ? at : bytes.write(text, start));
  }

  setUtf8(row: number, source: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length <= SHORT_TEXT && this.setAscii(row, source, start, length)) return;
    const { heap } = this;
    const to = heap.reserve(length);
    source.copy(heap.bytes, to, start, end);
    if (heap.isText(length)) this.endText(row, to, length);
    else this.setText(row, source.toString("utf8", start, end));
  }

  /** Copies a text four bytes at a time; false where it isn't ASCII, or too near the end of its memory. */
  private setAscii(row: number, source: Buffer, start: number, length: number): boolean {
    if (length > INLINE_TEXT) return this.setLongAscii(row, source, start, length);
    if (start + INLINE_TEXT > source.length) return false;
    const view = viewOf(source);
    const mask = length * 3;
    const a = view.getInt32(start, true) & (MASKS[mask] as number);
    const b = view.getInt32(start + 4, true) & (MASKS[mask + 1] as number);
    const c = view.getInt32(start + 8, true) & (MASKS[mask + 2] as number);
    if (((a | b | c) & NOT_ASCII) !== 0) return false;
    this.setSlot(row, length, a, b, c);
    return true;
  }

  private setLongAscii(row: number, source: Buffer, start: number, length: number): boolean {
    if (start + length + 3 > source.length) return false;
    const view = viewOf(source);
    const { heap } = this;
    const to = heap.reserve(length);
    const { words } = heap;
    let word = to >> 2;
    let all = 0;
    const end = start + length;
    for (let at = start; at < end; at += 4) {
      const four =
        at + 4 > end ? view.getInt32(at, true) & (MASKS[(end - at) * 3] as number) : view.getInt32(at, true);
      all |= four;
      words[word++] = four;
    }
    if ((all & NOT_ASCII) !== 0) return false;
    this.setSlot(row, length, words[to >> 2] as number, to, 0);
    heap.add(row, length);
    return true;
  }

  /** The row's text is what was written into the heap's room. */
  private endText(row: number, start: number, length: number): void {
    const { heap } = this;
    if (length > INLINE_TEXT) {
      this.setSlot(row, length, heap.words[start >> 2] as number, start, 0);
      heap.add(row, length);
      return;
    }
    const word = start >> 2;
    const mask = length * 3;
    this.setSlot(
      row,
      length,
      (heap.words[word] as number) & (MASKS[mask] as number),
      (heap.words[word + 1] as number) & (MASKS[mask + 1] as number),
      (heap.words[word + 2] as number) & (MASKS[mask + 2] as number),
    );
  }

  private setSlot(row: number, length: number, a: number, b: number, c: number): void {
    const { int32 } = this;
    const at = row * 4;
    int32[at] = length;
    int32[at + 1] = a;
    int32[at + 2] = b;
    int32[at + 3] = c;
  }

  /** Adds the texts of the first rows, as strings of their bytes, without empty ones; gives how many it saw. */
  addTexts(rows: number, to: Set<string>): number {
    let seen = 0;
    for (let row = 0; row < rows; row++) {
      const length = this.int32[row * 4] as number;
      if (length === 0) continue;
      seen++;
      const isLong = length > INLINE_TEXT;
      const start = isLong ? (this.int32[row * 4 + 2] as number) : row * 16 + 4;
      to.add((isLong ? this.heap.bytes : this.bytes).toString("latin1", start, start + length));
    }
    return seen;
  }

  /** Copies the first rows into a vector. */
  moveTo(vector: duckdb.Vector, rows: number): void {
    if (this.heap.used > 0) this.heap.moveTo(vector, this.int32);
    duckdb.copy_data_to_vector(vector, 0, this.data, 0, rows * this.width);
    if (!this.hasNull) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.validityData, 0, CHUNK_ROWS / 8);
    this.validity.fill(255);
    this.hasNull = false;
  }
}
