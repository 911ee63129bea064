import { damaged } from "../format-error";
import type { QvdFile } from "./file";
import type { QvdField } from "./header";
import { NUMBER_BYTES, parseSymbols, type QvdSymbols, SYMBOL } from "./symbols";

const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * A field's symbols, some at a time, so that it does not matter how many there are. A piece is written over by the next.
 * @throws FormatError where they are damaged
 */
export async function* symbolPieces(
  file: QvdFile,
  field: QvdField,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<QvdSymbols> {
  let buffer = Buffer.allocUnsafe(Math.min(pieceBytes, field.length));
  let [left, symbols] = [0, 0];
  for (let at = 0; at < field.length; ) {
    const read = Math.min(buffer.length - left, field.length - at);
    await file.read(buffer.subarray(left, left + read), field.offset + at);
    const start = field.offset + at - left;
    at += read;
    const bytes = buffer.subarray(0, left + read);
    const whole = wholeSymbols(bytes);
    if (whole.count > 0) {
      const piece = { name: field.name, offset: start, symbols: whole.count };
      yield parseSymbols(bytes.subarray(0, whole.end), piece);
      symbols += whole.count;
    }
    left = bytes.length - whole.end;
    if (whole.count > 0) buffer.copyWithin(0, whole.end, bytes.length);
    else if (at < field.length) buffer = Buffer.concat([bytes], bytes.length * 2);
  }
  if (left > 0 || symbols !== field.symbols)
    throw damaged(`has other values than it says in its field "${field.name.slice(0, 60)}"`, field.offset);
}

/** How many whole symbols bytes begin with, and where those end. One of an unknown type is left to the parser. */
function wholeSymbols(bytes: Buffer): { count: number; end: number } {
  let [count, end] = [0, 0];
  for (;;) {
    const kind = bytes[end];
    const width = NUMBER_BYTES[kind ?? 0];
    if (kind === undefined) return { count, end };
    if (width === undefined) return { count: count + 1, end: bytes.length };
    let at = end + 1 + width;
    if (kind >= SYMBOL.text) {
      const nul = at < bytes.length ? bytes.indexOf(0, at) : -1;
      if (nul < 0) return { count, end };
      at = nul + 1;
    }
    if (at > bytes.length) return { count, end };
    [count, end] = [count + 1, at];
  }
}
