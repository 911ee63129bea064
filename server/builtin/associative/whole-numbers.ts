const BYTES: Record<string, number> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  DATE: 4,
  BIGINT: 8,
  UBIGINT: 8,
  TIMESTAMP: 8,
};

/** Bytes of a value in DuckDB's memory, where it is a whole number of up to 64 bits there; else null. */
export function wholeBytes(sqlType: string): number | null {
  const digits = Number(/^DECIMAL\((\d+),/.exec(sqlType)?.[1] ?? Number.POSITIVE_INFINITY);
  if (digits <= 18) return digits <= 4 ? 2 : digits <= 9 ? 4 : 8;
  return BYTES[sqlType] ?? null;
}

/** Values of up to 64 bits as signed numbers. */
export function wholeNumbers(values: Uint8Array, width: number): BigInt64Array {
  if (width < 8) return BigInt64Array.from(narrowNumbers(values, width), BigInt);
  return new BigInt64Array(values.buffer, values.byteOffset, values.byteLength / 8);
}

/** Values of up to 32 bits as signed numbers. */
export function narrowNumbers(
  { buffer, byteOffset, byteLength }: Uint8Array,
  width: number,
): Int8Array | Int16Array | Int32Array {
  if (width === 1) return new Int8Array(buffer, byteOffset, byteLength);
  if (width === 2) return new Int16Array(buffer, byteOffset, byteLength / 2);
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

const wide = new Uint32Array(2048);

/**
 * The low 32 bits of values, every `step` words from the first on. Narrow ones are widened, so that loops over them are of one
 * kind; the widened ones stand until the next call.
 */
export function lowWords(values: Uint8Array, width: number): { words: Uint32Array; step: number } {
  const { buffer, byteOffset, byteLength } = values;
  if (width >= 4) return { words: new Uint32Array(buffer, byteOffset, byteLength / 4), step: width / 4 };
  const words = byteLength / width <= wide.length ? wide : new Uint32Array(byteLength / width);
  words.set(width === 1 ? values : new Uint16Array(buffer, byteOffset, byteLength / 2));
  return { words, step: 1 };
}

/** The bits that values of so many bytes have of a word. */
export function wordMask(width: number): number {
  return width === 1 ? 0xff : width === 2 ? 0xffff : -1;
}

/** Bits that numbers up to `most` need. */
export function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}
