import { damaged } from "../format-error";
import type { QvdField } from "./header";

/** The code that stands for NULL in what `readCodes` gives. */
export const NULL_CODE = -1;

type Layout = Pick<QvdField, "name" | "bitOffset" | "bitWidth" | "bias" | "symbols">;

/**
 * Reads one field's codes out of whole records: indexes of its symbols, or `NULL_CODE`.
 * @param start byte of the file at which the block begins, for messages
 * @throws FormatError for a code that has no symbol
 */
export function readCodes(
  block: Uint8Array,
  { recordBytes, records, start }: { recordBytes: number; records: number; start: number },
  field: Layout,
  into: Int32Array,
): void {
  const { bitWidth, bias, symbols } = field;
  if (bitWidth === 0) {
    const index = bias < 0 || symbols === 0 ? NULL_CODE : bias;
    if (records > 0 && index >= symbols) throw noSymbol(field, start);
    into.fill(index, 0, records);
    return;
  }
  const first = field.bitOffset >>> 3;
  const shift = field.bitOffset & 7;
  const bytes = Math.ceil((shift + bitWidth) / 8);
  if (bytes <= 4) readNarrow(block, into, { first, shift, bytes, bitWidth, recordBytes, records });
  else readWide(block, into, { first, shift, bytes, bitWidth, recordBytes, records });
  for (let row = 0; row < records; row++) {
    const stored = into[row] ?? 0;
    // The largest code says "more than 31 bits": there are never that many symbols.
    const index = stored === TOO_LARGE ? symbols : stored + bias;
    if (index >= symbols) throw noSymbol(field, start + row * recordBytes);
    into[row] = index < 0 ? NULL_CODE : index;
  }
}

const TOO_LARGE = 2 ** 31 - 1;

interface Place {
  first: number;
  shift: number;
  bytes: number;
  bitWidth: number;
  recordBytes: number;
  records: number;
}

/** Codes within four bytes. */
function readNarrow(block: Uint8Array, into: Int32Array, place: Place): void {
  const { first, shift, bytes, bitWidth, recordBytes, records } = place;
  const mask = bitWidth === 32 ? 0xffffffff : 2 ** bitWidth - 1;
  for (let row = 0, at = first; row < records; row++, at += recordBytes) {
    let bits = block[at] ?? 0;
    if (bytes > 1) bits |= (block[at + 1] ?? 0) << 8;
    if (bytes > 2) bits |= (block[at + 2] ?? 0) << 16;
    if (bytes > 3) bits |= (block[at + 3] ?? 0) << 24;
    const code = ((bits >>> shift) & mask) >>> 0;
    into[row] = Math.min(code, TOO_LARGE);
  }
}

/** Codes of up to 64 bits, in up to nine bytes. */
function readWide(block: Uint8Array, into: Int32Array, place: Place): void {
  const { first, shift, bytes, bitWidth, recordBytes, records } = place;
  if (bytes <= 6) {
    // Exact: 48 bits fit a number.
    for (let row = 0, at = first; row < records; row++, at += recordBytes) {
      let bits = 0;
      for (let byte = bytes - 1; byte >= 0; byte--) bits = bits * 256 + (block[at + byte] ?? 0);
      into[row] = Math.min(Math.floor(bits / 2 ** shift) % 2 ** bitWidth, TOO_LARGE);
    }
    return;
  }
  const mask = (1n << BigInt(bitWidth)) - 1n;
  for (let row = 0, at = first; row < records; row++, at += recordBytes) {
    let bits = 0n;
    for (let byte = bytes - 1; byte >= 0; byte--) bits = (bits << 8n) | BigInt(block[at + byte] ?? 0);
    const code = (bits >> BigInt(shift)) & mask;
    into[row] = code < BigInt(TOO_LARGE) ? Number(code) : TOO_LARGE;
  }
}

function noSymbol({ name, symbols }: Layout, offset: number) {
  return damaged(`has a record whose "${name.slice(0, 60)}" is none of its ${symbols} values`, offset);
}

/**
 * Writes one field's codes into whole records, which hold zeros where nothing is written yet.
 * @param codes to be stored as they are: whole numbers from 0, below 2^bitWidth; at most 32 bits wide
 */
export function writeCodes(
  block: Uint8Array,
  { recordBytes, records }: { recordBytes: number; records: number },
  { bitOffset, bitWidth }: Pick<QvdField, "bitOffset" | "bitWidth">,
  codes: ArrayLike<number>,
): void {
  if (bitWidth === 0) return;
  const shift = bitOffset & 7;
  const bytes = Math.ceil((shift + bitWidth) / 8);
  for (let row = 0, at = bitOffset >>> 3; row < records; row++, at += recordBytes) {
    let rest = (codes[row] ?? 0) * 2 ** shift;
    for (let byte = 0; byte < bytes; byte++) {
      block[at + byte] = (block[at + byte] ?? 0) | (rest & 255);
      rest = Math.floor(rest / 256);
    }
  }
}
