import { SYMBOL } from "./symbols";

/** A value to be written: a number, a text, or both. */
export interface QvdValue {
  number: number | null;
  text: string | null;
}

/**
 * The bytes of a symbol. Whole numbers of 32 bits are written as such.
 * @throws RangeError for a text with a NUL, which ends texts in the file, and for a value that is neither
 */
export function encodeSymbol({ number, text }: QvdValue): Buffer {
  if (text?.includes("\0")) throw new RangeError("a text that holds a NUL character");
  const ending = text === null ? Buffer.alloc(0) : Buffer.from(`${text}\0`);
  if (number === null) {
    if (text === null) throw new RangeError("a value without number and text");
    return Buffer.concat([Buffer.of(SYMBOL.text), ending]);
  }
  if (!Number.isInteger(number) || Math.abs(number) >= 2 ** 31 || Object.is(number, -0)) {
    const bytes = Buffer.alloc(9 + ending.length);
    bytes[0] = text === null ? SYMBOL.double : SYMBOL.dualDouble;
    bytes.writeDoubleLE(number, 1);
    ending.copy(bytes, 9);
    return bytes;
  }
  const bytes = Buffer.alloc(5 + ending.length);
  bytes[0] = text === null ? SYMBOL.integer : SYMBOL.dualInteger;
  bytes.writeInt32LE(number, 1);
  ending.copy(bytes, 5);
  return bytes;
}
