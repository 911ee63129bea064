import { isUtf8 } from "node:buffer";
import duckdb from "@duckdb/node-bindings";

const TWO_32 = 4294967296;
const FIRST_BYTES = 32 * 1024;
/** Memory that one chunk of long texts made larger than this is not kept for the next. */
const KEPT_BYTES = 1024 * 1024;
/** Bytes of three words: what a slot has for a text. */
const WORDS = 12;
const NONE = new ArrayBuffer(0);

/** Texts too long for their slots of a vector, one after the other; each begins where four bytes do. */
export class TextHeap {
  bytes = Buffer.from(NONE);
  words = new Int32Array(NONE);
  /** Bytes taken. */
  used = 0;
  private readonly rows: number[] = [];

  /** Room for so many more bytes of text, and for three words in any case; gives where they begin. */
  reserve(bytes: number): number {
    if (this.used + bytes + WORDS > this.bytes.length) this.grow(bytes + WORDS);
    return this.used;
  }

  private grow(bytes: number): void {
    const needed = (this.used + bytes + 3) & ~3;
    const memory = new ArrayBuffer(Math.max(needed, this.bytes.length * 2, FIRST_BYTES));
    const larger = Buffer.from(memory);
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
    this.words = new Int32Array(memory);
  }

  /** The row's text is the first `length` bytes of what was reserved. */
  add(row: number, length: number): void {
    let end = this.used + length;
    // DuckDB looks whether all of it is UTF-8.
    while (end & 3) this.bytes[end++] = 0;
    this.used = end;
    this.rows.push(row);
  }

  /** Whether what was written into the room reserved is UTF-8. */
  isText(length: number): boolean {
    return isUtf8(this.bytes.subarray(this.used, this.used + length));
  }

  /**
   * All texts become one text of the vector's own, and the slots, which hold their places in the third of their four
   * words, point into it: one native call instead of one per text. The memory lives as long as the vector.
   */
  moveTo(vector: duckdb.Vector, slots: Int32Array): void {
    const { rows } = this;
    duckdb.vector_assign_string_element_len(vector, 0, this.bytes.subarray(0, this.used));
    const slot = duckdb.vector_get_data(vector, 16);
    const view = new DataView(slot.buffer, slot.byteOffset, 16);
    const low = view.getUint32(8, true);
    const high = view.getUint32(12, true);
    for (let i = 0; i < rows.length; i++) {
      const at = (rows[i] as number) * 4;
      const place = low + (slots[at + 2] as number);
      slots[at + 2] = place | 0;
      slots[at + 3] = place < TWO_32 ? high : high + 1;
    }
    rows.length = 0;
    this.used = 0;
    if (this.bytes.length <= KEPT_BYTES) return;
    this.bytes = Buffer.from(NONE);
    this.words = new Int32Array(NONE);
  }
}
