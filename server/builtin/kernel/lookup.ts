import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { ModelColumn } from "@/server/builtin/associative/types";
import { type Codes, codesFor } from "./tables";

/** Least and largest value may lie this far apart: the table of codes has a place for each value between them. */
const MOST_SPAN = 2n ** 22n;
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
};

/** Bytes of a value in DuckDB's memory, where it is a whole number of up to 64 bits there; else null. */
function widthOf(sqlType: string): number | null {
  const digits = Number(/^DECIMAL\((\d+),/.exec(sqlType)?.[1] ?? Number.POSITIVE_INFINITY);
  if (digits <= 18) return digits <= 4 ? 2 : digits <= 9 ? 4 : 8;
  return BYTES[sqlType] ?? null;
}

/** Finds the codes of a column's values by the values themselves: cheaper by far than a join with the dictionary. */
export class CodeLookup {
  private constructor(
    /** Bytes of a value. */
    readonly width: number,
    /** Code of each value, from the least on. */
    private readonly table: Codes,
    private readonly least: number,
    /** Code of NULL. */
    private readonly none: number,
  ) {}

  /**
   * @param dictionary table of all values `k` of the field and their `code`, which follows the order of the values
   * @returns null for columns of other types than whole numbers, and where these lie too far apart
   */
  static async of(
    db: DuckDBConnection,
    dictionary: string,
    { sqlType }: ModelColumn,
    size: number,
  ): Promise<CodeLookup | null> {
    const width = widthOf(sqlType);
    if (width === null || size === 0) return null;
    const keys = new BigInt64Array(size);
    const codes = new Uint32Array(size);
    let count = 0;
    // Another table may hold values that this one has no room for.
    const result = await db.stream(
      `SELECT k, code FROM (SELECT TRY_CAST(k AS ${sqlType}) AS k, code FROM ${dictionary})
       WHERE k IS NOT NULL ORDER BY code`,
    );
    for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
      keys.set(wholeNumbers(vectorBytes(chunk, 0, width), width), count);
      codes.set(lowWords(vectorBytes(chunk, 1, 4), 4), count);
      count += chunk.rowCount;
    }
    const [least = 0n, most = 0n] = [keys[0], keys[count - 1]];
    if (count === 0 || most < least || most - least >= MOST_SPAN) return null;
    const table = codesFor(Number(most - least) + 1, size);
    for (let i = 0; i < count; i++) table[Number((keys[i] ?? 0n) - least)] = codes[i] ?? 0;
    return new CodeLookup(width, table, Number(BigInt.asIntN(32, least)), size);
  }

  /**
   * Codes of a vector's values, as bytes.
   * @param valid as `vectorValidity` has it
   */
  codes(values: Uint8Array, valid: Uint8Array | null, count: number): Uint8Array {
    const { table, least, none, width } = this;
    const codes = codesFor(count, none);
    // All values lie within 32 bits of the least: their low halves tell them apart.
    const words = lowWords(values, width);
    const step = width === 8 ? 2 : 1;
    const mask = width === 1 ? 0xff : width === 2 ? 0xffff : -1;
    for (let i = 0; i < count; i++) codes[i] = table[((words[i * step] ?? 0) - least) & mask] ?? 0;
    // What stands in the place of a NULL may be anything.
    if (valid) for (let i = 0; i < count; i++) if (!((valid[i >> 3] ?? 0) & (1 << (i & 7)))) codes[i] = none;
    return new Uint8Array(codes.buffer);
  }
}

/** The values of one of a chunk's vectors, of `width` bytes each, where they lie. */
export function vectorBytes(chunk: DuckDBDataChunk, column: number, width: number): Uint8Array {
  return duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, column), chunk.rowCount * width);
}

/** A bit per value, 0 for NULL; null where none is. */
export function vectorValidity({ chunk, rowCount }: DuckDBDataChunk, column: number): Uint8Array | null {
  const bytes = Math.ceil(rowCount / 64) * 8;
  return duckdb.vector_get_validity(duckdb.data_chunk_get_vector(chunk, column), bytes) ?? null;
}

function lowWords({ buffer, byteOffset, byteLength }: Uint8Array, width: number): Codes {
  if (width === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (width === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** As signed ones, all of them: large unsigned ones turn up below the small ones, and are left to the join. */
function wholeNumbers({ buffer, byteOffset, byteLength }: Uint8Array, width: number): BigInt64Array {
  if (width === 8) return new BigInt64Array(buffer, byteOffset, byteLength / 8);
  const whole = (values: Int8Array | Int16Array | Int32Array) => BigInt64Array.from(values, BigInt);
  if (width === 1) return whole(new Int8Array(buffer, byteOffset, byteLength));
  if (width === 2) return whole(new Int16Array(buffer, byteOffset, byteLength / 2));
  return whole(new Int32Array(buffer, byteOffset, byteLength / 4));
}
