import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import { damaged, FormatError } from "../format-error";
import type { QvdField } from "./header";
import { readAll } from "./read-all";

/** What a symbol is: the type byte in front of it. */
export const SYMBOL = { integer: 1, double: 2, text: 4, dualInteger: 5, dualDouble: 6 } as const;

/** The different values of a field, each at its index; texts stay the file's bytes. */
export interface QvdSymbols {
  count: number;
  /** Type byte of each. */
  kinds: Uint8Array;
  /** The number of each; 0 for a pure text. */
  numbers: Float64Array;
  /** Where the text of each lies in `bytes`; both 0 for a pure number. */
  starts: Uint32Array;
  ends: Uint32Array;
  bytes: Buffer;
}

/** Bytes kept for a symbol beside its own. */
const OVERHEAD = 1 + 8 + 4 + 4;

/** Memory the symbols of a field take, in bytes. */
export function symbolMemory({ length, symbols }: Pick<QvdField, "length" | "symbols">): number {
  return length + symbols * OVERHEAD;
}

export function isNumber(kind: number | undefined): boolean {
  return kind !== SYMBOL.text;
}

export function hasText(kind: number | undefined): boolean {
  return kind !== SYMBOL.integer && kind !== SYMBOL.double;
}

export function textOf(symbols: QvdSymbols, index: number): string {
  return symbols.bytes.toString("utf8", symbols.starts[index], symbols.ends[index]);
}

/**
 * Reads a field's symbols. What the header says of them was checked against the file's size.
 * @throws FormatError where they are damaged
 */
export async function readSymbols(file: FileHandle, field: QvdField): Promise<QvdSymbols> {
  if (field.length >= 2 ** 32)
    throw new FormatError("limit", `has 4 GB of values in its field "${field.name}"`);
  const bytes = Buffer.allocUnsafe(field.length);
  await readAll(file, bytes, field.offset);
  return parseSymbols(bytes, field);
}

/** @param field where the bytes come from, for messages */
export function parseSymbols(
  bytes: Buffer,
  { symbols: count, offset, name }: Pick<QvdField, "symbols" | "offset" | "name">,
): QvdSymbols {
  const symbols: QvdSymbols = {
    count,
    kinds: new Uint8Array(count),
    numbers: new Float64Array(count),
    starts: new Uint32Array(count),
    ends: new Uint32Array(count),
    bytes,
  };
  const wrong = (reason: string, at: number) =>
    damaged(`${reason} among the values of its field "${name.slice(0, 60)}"`, offset + at);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const from = at;
    const kind = bytes[at++];
    const width = NUMBER_BYTES[kind ?? 0];
    if (kind === undefined || width === undefined)
      throw wrong(kind === undefined ? "ends" : `has a value of the unknown type ${kind}`, from);
    if (at + width > bytes.length) throw wrong("ends", from);
    symbols.kinds[index] = kind;
    if (width > 0) symbols.numbers[index] = width === 4 ? bytes.readInt32LE(at) : bytes.readDoubleLE(at);
    at += width;
    if (!hasText(kind)) continue;
    const start = at;
    let high = 0;
    for (let byte = bytes[at]; byte !== 0; byte = bytes[++at]) {
      if (byte === undefined) throw wrong("ends in a text", from);
      high |= byte;
    }
    if (high > 127 && !isUtf8(bytes.subarray(start, at))) throw wrong("has a text that is not UTF-8", from);
    symbols.starts[index] = start;
    symbols.ends[index] = at++;
  }
  if (at !== bytes.length) throw wrong(`has ${bytes.length - at} bytes too many`, at);
  return symbols;
}

/** Bytes of the number of each type; undefined: there is no such type. */
export const NUMBER_BYTES: readonly (number | undefined)[] = [undefined, 4, 8, undefined, 0, 4, 8];
