/** Text of up to this many bytes lies inside its slot of 16 bytes. */
export const INLINE_TEXT = 12;
/** Texts of up to this many bytes are copied here: a native call costs more. */
const SHORT_TEXT = 64;
const FIRST_WORDS = 4096;

/** Texts by number, as DuckDB's vectors have them but for the place of the longer ones: that is a word of the heap. */
export class TextTable {
  readonly words: Int32Array;
  private readonly slots: Buffer;
  private long = new Int32Array(0);
  private longBytes = Buffer.from(this.long.buffer);
  /** Words of the heap in use. */
  private used = 0;

  constructor(count: number) {
    this.words = new Int32Array(count * 4);
    this.slots = Buffer.from(this.words.buffer);
  }

  /** Sets a text that was not set yet. */
  set(index: number, source: Buffer, start: number, end: number): void {
    const length = end - start;
    const slot = index * 16 + 4;
    this.words[index * 4] = length;
    copy(source, this.slots, slot, start, length <= INLINE_TEXT ? end : start + 4);
    if (length <= INLINE_TEXT) return;
    const first = this.used;
    this.used += (length + 3) >>> 2;
    if (this.used > this.long.length) this.grow();
    copy(source, this.longBytes, first * 4, start, end);
    this.words[index * 4 + 2] = first;
  }

  private grow(): void {
    const larger = new Int32Array(Math.max(FIRST_WORDS, this.used, this.long.length * 2));
    larger.set(this.long);
    this.long = larger;
    this.longBytes = Buffer.from(larger.buffer);
  }

  /** The longer texts. */
  heap(): Int32Array {
    return this.long.slice(0, this.used);
  }
}

function copy(source: Buffer, target: Buffer, at: number, start: number, end: number): void {
  if (end - start > SHORT_TEXT) {
    source.copy(target, at, start, end);
    return;
  }
  for (let from = start, to = at; from < end; ) target[to++] = source[from++] as number;
}
