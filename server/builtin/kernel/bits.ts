/** A bit per variant of the selections (`variants.ts`), for every code of a field or every row of a block. */
export type Bits = Uint8Array | Uint32Array;

/** @param all bits of all variants */
export function bitsFor(all: number, length: number): Bits {
  return all < 256 ? new Uint8Array(length) : new Uint32Array(length);
}
