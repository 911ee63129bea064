import type { QvdField } from "./header";

/** Code of NULL in a field that may be NULL, and what its other codes are moved by. */
export const NULL_STORED = 0;
export const NULL_SHIFT = 2;

/** A field but for where its codes and values lie. */
export type UnplacedField = Omit<QvdField, "bitOffset" | "bitWidth" | "offset">;

/** Places a field's codes and values behind those of the last one; places are relative to the end of the header. */
export function placed(field: UnplacedField, last: QvdField | undefined): QvdField {
  return {
    ...field,
    bitOffset: last ? last.bitOffset + last.bitWidth : 0,
    bitWidth: bitsFor(field.symbols === 0 ? 1 : field.symbols - field.bias),
    offset: last ? last.offset + last.length : 0,
  };
}

/** Bits that hold as many codes; none for one code alone. */
function bitsFor(codes: number): number {
  return codes <= 1 ? 0 : 32 - Math.clz32(codes - 1);
}

export function bytesOfRecord(last: QvdField | undefined): number {
  return Math.max(1, Math.ceil((last ? last.bitOffset + last.bitWidth : 0) / 8));
}
