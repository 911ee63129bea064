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
export function wholeNumbers({ buffer, byteOffset, byteLength }: Uint8Array, width: number): BigInt64Array {
  if (width === 8) return new BigInt64Array(buffer, byteOffset, byteLength / 8);
  const whole = (values: Int8Array | Int16Array | Int32Array) => BigInt64Array.from(values, BigInt);
  if (width === 1) return whole(new Int8Array(buffer, byteOffset, byteLength));
  if (width === 2) return whole(new Int16Array(buffer, byteOffset, byteLength / 2));
  return whole(new Int32Array(buffer, byteOffset, byteLength / 4));
}

/** Signed numbers as values of so many bytes. */
export function wholeValues(numbers: BigInt64Array, width: number): Uint8Array {
  if (width === 8) return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const bytes = new Uint8Array(numbers.length * width);
  const all = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let i = 0; i < numbers.length; i++) bytes.set(all.subarray(i * 8, i * 8 + width), i * width);
  return bytes;
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
