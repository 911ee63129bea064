/** Texts of up to this many words lie inside DuckDB's slots. */
const INLINE_WORDS = 3;
/** Texts of up to this many bytes are copied here: a native call costs more. */
const SHORT_TEXT = 64;

/** Words a text of so many bytes takes. */
export function textWords(length: number): number {
  return 1 + Math.max(INLINE_WORDS, (length + 3) >>> 2);
}

/** Texts by number, one behind the other in words: the length, then the bytes and zeros up to the next word. */
export class TextTable {
  readonly words: Int32Array;
  /** The word each text begins at. */
  readonly starts: Uint32Array;
  private readonly bytes: Buffer;
  private used = 0;

  /** @param words at least what the texts will take */
  constructor(count: number, words: number) {
    this.words = new Int32Array(words);
    this.bytes = Buffer.from(this.words.buffer);
    this.starts = new Uint32Array(count);
  }

  set(index: number, source: Buffer, start: number, end: number): void {
    const first = this.used;
    this.used += textWords(end - start);
    this.starts[index] = first;
    this.words[first] = end - start;
    const at = (first + 1) * 4;
    if (end - start > SHORT_TEXT) source.copy(this.bytes, at, start, end);
    else for (let from = start, to = at; from < end; ) this.bytes[to++] = source[from++] as number;
  }
}
