import { damaged } from "../format-error";
import type { QvdField } from "./header";

/** The code that stands for NULL in what `readCodes` gives. */
export const NULL_CODE = -1;
/** Bytes that must lie behind the records of a block: codes are read in whole words. */
export const BEHIND = 8;

type Layout = Pick<QvdField, "name" | "bitOffset" | "bitWidth" | "bias" | "symbols">;

export interface Records {
  recordBytes: number;
  records: number;
  /** Byte of the file at which the block begins, for messages. */
  start: number;
}

/**
 * Reads one field's codes out of whole records: indexes of its symbols, or `NULL_CODE`.
 * @param block the records, and `BEHIND` more bytes
 * @throws FormatError for a code that has no symbol
 */
export function readCodes(block: DataView, of: Records, field: Layout, into: Int32Array): void {
  const { bitWidth, bias, symbols } = field;
  const { recordBytes, records, start } = of;
  if (bitWidth === 0) {
    const index = bias < 0 || symbols === 0 ? NULL_CODE : bias;
    if (records > 0 && index >= symbols) throw noSymbol(field, start);
    into.fill(index, 0, records);
    return;
  }
  const narrow = (field.bitOffset & 7) + bitWidth <= 32;
  const wrong = (narrow ? readNarrow : readWide)(block, of, field, into);
  if (wrong >= 0) throw noSymbol(field, start + wrong * recordBytes);
}

/** Codes within four bytes. Gives the first row whose code has no symbol, or -1. */
function readNarrow(
  block: DataView,
  { recordBytes, records }: Records,
  field: Layout,
  into: Int32Array,
): number {
  const { bitOffset, bitWidth, bias, symbols } = field;
  const shift = bitOffset & 7;
  const mask = bitWidth === 32 ? -1 : (1 << bitWidth) - 1;
  let at = bitOffset >>> 3;
  for (let row = 0; row < records; row++, at += recordBytes) {
    const index = (((block.getUint32(at, true) >>> shift) & mask) >>> 0) + bias;
    if (index >= symbols) return row;
    into[row] = index < 0 ? NULL_CODE : index;
  }
  return -1;
}

/** Codes of up to 64 bits, in up to nine bytes; those no number keeps exactly are larger than any that has a symbol. */
function readWide(
  block: DataView,
  { recordBytes, records }: Records,
  field: Layout,
  into: Int32Array,
): number {
  const { bitOffset, bitWidth, bias, symbols } = field;
  const shift = bitOffset & 7;
  const rest = bitWidth - (32 - shift);
  const [middle, upper] = [2 ** Math.min(rest, 32) - 1, 2 ** Math.max(rest - 32, 0) - 1];
  const [middlePlace, upperPlace] = [2 ** (32 - shift), 2 ** (64 - shift)];
  let at = bitOffset >>> 3;
  for (let row = 0; row < records; row++, at += recordBytes) {
    const low = block.getUint32(at, true) >>> shift;
    const high = (block.getUint32(at + 4, true) & middle) >>> 0;
    const highest = upper === 0 ? 0 : block.getUint8(at + 8) & upper;
    const index = low + high * middlePlace + highest * upperPlace + bias;
    if (index >= symbols) return row;
    into[row] = index < 0 ? NULL_CODE : index;
  }
  return -1;
}

function noSymbol({ name, symbols }: Layout, offset: number) {
  return damaged(`has a record whose "${name.slice(0, 60)}" is none of its ${symbols} values`, offset);
}

/**
 * Writes one field's codes into whole records, which hold zeros where nothing is written yet; where there is a code
 * already, its bits that are set in the other one change.
 * @param block the records, and `BEHIND` more bytes
 * @param codes to be stored as they are: whole numbers from 0, below 2^bitWidth; at most 32 bits wide
 */
export function writeCodes(
  block: DataView,
  { recordBytes, records }: { recordBytes: number; records: number },
  { bitOffset, bitWidth }: Pick<QvdField, "bitOffset" | "bitWidth">,
  codes: ArrayLike<number>,
): void {
  if (bitWidth === 0) return;
  const shift = bitOffset & 7;
  const isWide = shift + bitWidth > 32;
  for (let row = 0, at = bitOffset >>> 3; row < records; row++, at += recordBytes) {
    const code = codes[row] ?? 0;
    block.setUint32(at, block.getUint32(at, true) ^ (code << shift), true);
    if (isWide) block.setUint8(at + 4, block.getUint8(at + 4) ^ (code >>> (32 - shift)));
  }
}
