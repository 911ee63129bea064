import duckdb from "@duckdb/node-bindings";

const INLINE_TEXT = 12;
const TWO_32 = 2 ** 32;
const FIRST_WORDS = 8192;
/** Words that one chunk of long texts made more than this are not kept for the next. */
const KEPT_WORDS = 256 * 1024;

/** Texts too long for their slots of a vector, one behind the other, each from the beginning of a word on. */
export class LongTexts {
  /** Words taken. */
  used = 0;
  private words = new Int32Array(0);

  /** Copies a text of so many words, whose last may end in zeros; gives where it is. */
  add(source: Int32Array, first: number, count: number): number {
    const at = this.used;
    this.used += count;
    if (this.used > this.words.length) this.grow();
    const { words } = this;
    if (count > 32) words.set(source.subarray(first, first + count), at);
    else for (let i = 0; i < count; i++) words[at + i] = source[first + i] as number;
    return at;
  }

  private grow(): void {
    const larger = new Int32Array(Math.max(FIRST_WORDS, this.used, this.words.length * 2));
    larger.set(this.words);
    this.words = larger;
  }

  /**
   * All texts become one text of the vector's own, and the slots, whose third words say their places, point into it:
   * one native call instead of one per text. The memory lives as long as the vector.
   */
  moveTo(vector: duckdb.Vector, slots: Int32Array, rows: number): void {
    const bytes = Buffer.from(this.words.buffer, 0, this.used * 4);
    duckdb.vector_assign_string_element_len(vector, 0, bytes);
    const slot = duckdb.vector_get_data(vector, 16);
    const view = new DataView(slot.buffer, slot.byteOffset, 16);
    const low = view.getUint32(8, true);
    const high = view.getUint32(12, true);
    for (let row = 0; row < rows; row++) {
      const length = slots[row * 4] as number;
      if (length >= 0 && length <= INLINE_TEXT) continue;
      const place = low + (slots[row * 4 + 2] as number) * 4;
      slots[row * 4 + 2] = place | 0;
      slots[row * 4 + 3] = place < TWO_32 ? high : high + 1;
    }
    this.used = 0;
    if (this.words.length > KEPT_WORDS) this.words = new Int32Array(0);
  }
}
