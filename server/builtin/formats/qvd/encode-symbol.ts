import { SYMBOL } from "./symbols";

/** Values to be written, each a number, a text, or both. */
export interface QvdValues {
  numbers: readonly (number | null)[];
  /** null where none has one. */
  texts: readonly (string | null)[] | null;
}

const FIRST_BYTES = 64 * 1024;
/** Of a type byte, a double and the NUL behind a text. */
const MOST_BESIDE_TEXT = 10;
const MOST_BYTES_OF_UNIT = 3;

/** The bytes of symbols, one behind the other. Whole numbers of 32 bits are written as such. */
export class SymbolBytes {
  private buffer = Buffer.alloc(FIRST_BYTES);
  private used = 0;

  /**
   * @returns whether its text is ASCII; true where it has none
   * @throws RangeError for a text with a NUL, which ends texts in the file, and for a value that is neither
   */
  add(number: number | null, text: string | null): boolean {
    const units = text?.length ?? 0;
    this.makeRoom(MOST_BESIDE_TEXT + units * MOST_BYTES_OF_UNIT);
    this.addNumber(number, text !== null);
    if (text === null) return true;
    if (text.includes("\0")) throw new RangeError("a text that holds a NUL character");
    const bytes = this.buffer.write(text, this.used);
    this.used += bytes;
    this.buffer[this.used++] = 0;
    return bytes === units;
  }

  /** Bytes since the last time they were taken. */
  get length(): number {
    return this.used;
  }

  /** All bytes since the last time; written over by what comes next. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.used);
    this.used = 0;
    return taken;
  }

  private addNumber(number: number | null, hasText: boolean): void {
    const { buffer, used } = this;
    if (number === null) {
      if (!hasText) throw new RangeError("a value without number and text");
      buffer[used] = SYMBOL.text;
      this.used += 1;
    } else if (!Number.isInteger(number) || Math.abs(number) >= 2 ** 31 || Object.is(number, -0)) {
      buffer[used] = hasText ? SYMBOL.dualDouble : SYMBOL.double;
      buffer.writeDoubleLE(number, used + 1);
      this.used += 9;
    } else {
      buffer[used] = hasText ? SYMBOL.dualInteger : SYMBOL.integer;
      buffer.writeInt32LE(number, used + 1);
      this.used += 5;
    }
  }

  private makeRoom(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.alloc(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
