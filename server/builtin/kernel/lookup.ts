import type { DuckDBConnection } from "@duckdb/node-api";
import { keyType } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import { lowWords, wholeBytes, wholeNumbers, wordMask } from "@/server/builtin/associative/whole-numbers";
import type { FieldType } from "@/server/platform/model";
import { codedSql } from "./duals";
import { NotHeld } from "./tables";

/** Least and largest value may lie this far apart: the table of codes has a place for each value between them. */
const MOST_SPAN = 2n ** 22n;

/** Finds the codes of a column's values: cheaper by far than a join with the dictionary. */
export interface CodeLookup {
  /** What it looks at of a row `t`. */
  sql: string;
  /** Codes of some rows. */
  codes(chunk: Vectors, column: number, into: Uint32Array): void;
}

/** A dictionary: table of all values `k` of a field and their `code`, which follows the order of the values. */
export interface Dictionary {
  name: string;
  /** How many values there are; the code of NULL. */
  size: number;
  kind: FieldType;
}

/** @throws NotHeld where the values cannot be told apart */
export async function lookupOf(
  db: DuckDBConnection,
  dictionary: Dictionary,
  column: ModelColumn,
): Promise<CodeLookup> {
  return (await DirectLookup.of(db, dictionary, column)) ?? (await HashLookup.of(db, dictionary, column));
}

/** By the values themselves, where they are whole numbers not far apart. */
export class DirectLookup implements CodeLookup {
  private constructor(
    readonly sql: string,
    /** Bytes of a value. */
    private readonly width: number,
    /** Code of each value, from the least on. */
    private readonly table: Uint32Array,
    private readonly least: number,
    /** Code of NULL. */
    private readonly none: number,
  ) {}

  /** @returns null for columns of other types than whole numbers, and where these lie too far apart */
  static async of(
    db: DuckDBConnection,
    { name, size, kind }: Dictionary,
    column: ModelColumn,
  ): Promise<DirectLookup | null> {
    const sqlType = keyType(column, kind);
    const width = wholeBytes(sqlType);
    if (width === null || size === 0) return null;
    const keys = new BigInt64Array(size);
    const codes = new Uint32Array(size);
    let count = 0;
    // Another table may hold values that this one has no room for.
    const result = await db.run(
      `SELECT k, code FROM (SELECT TRY_CAST(k AS ${sqlType}) AS k, code FROM ${name})
       WHERE k IS NOT NULL ORDER BY code`,
    );
    for (let i = 0; i < result.chunkCount; i++) {
      const chunk = new Vectors(result.getChunk(i).chunk);
      keys.set(wholeNumbers(chunk.bytes(0, width), width), count);
      codes.set(chunk.words(1, 4), count);
      count += chunk.rows;
    }
    const [least = 0n, most = 0n] = [keys[0], keys[count - 1]];
    if (count === 0 || most < least || most - least >= MOST_SPAN) return null;
    const table = new Uint32Array(Number(most - least) + 1);
    for (let i = 0; i < count; i++) table[Number((keys[i] ?? 0n) - least)] = codes[i] ?? 0;
    const sql = codedSql("t", column, kind);
    return new DirectLookup(sql, width, table, Number(BigInt.asIntN(32, least)), size);
  }

  codes(chunk: Vectors, column: number, into: Uint32Array): void {
    const { table, least, none, width } = this;
    const { rows } = chunk;
    // All values lie within 32 bits of the least: their low halves tell them apart.
    const { words, step } = lowWords(chunk.bytes(column, width), width);
    const mask = wordMask(width);
    for (let i = 0; i < rows; i++)
      into[i] = table[(((words[i * step] as number) - least) & mask) >>> 0] as number;
    const valid = chunk.validity(column);
    // What stands in the place of a NULL may be anything.
    if (valid) for (let i = 0; i < rows; i++) if (!((valid[i >> 3] ?? 0) & (1 << (i & 7)))) into[i] = none;
  }
}

/** By DuckDB's hashes of the values. */
export class HashLookup implements CodeLookup {
  /** Four words a slot: both halves of a hash, and one more than its code, 0 where the slot is free. */
  private readonly slots: Int32Array;

  /** @param values how many there will be */
  constructor(
    readonly sql: string,
    values: number,
  ) {
    this.slots = new Int32Array(4 * 2 ** Math.ceil(Math.log2(values * 2 + 1)));
  }

  static async of(
    db: DuckDBConnection,
    { name, size, kind }: Dictionary,
    column: ModelColumn,
  ): Promise<HashLookup> {
    const [type] = await readRows(db, `SELECT column_type FROM (DESCRIBE SELECT k FROM ${name})`);
    const hash = (value: string) => `hash(CAST(${value} AS ${type?.column_type}))`;
    const lookup = new HashLookup(hash(codedSql("t", column, kind)), size + 1);
    const result = await db.run(
      `SELECT ${hash("k")}, code::UINTEGER FROM ${name} UNION ALL SELECT ${hash("NULL")}, ${size}::UINTEGER`,
    );
    for (let i = 0; i < result.chunkCount; i++) {
      const chunk = new Vectors(result.getChunk(i).chunk);
      lookup.add(chunk.words(0, 8), chunk.words(1, 4));
    }
    return lookup;
  }

  /**
   * @param hashes of 64 bits each, the lower half first
   * @throws NotHeld where two values have the same
   */
  add(hashes: Uint32Array, codes: Uint32Array): void {
    const { slots } = this;
    for (const [i, code] of codes.entries()) {
      const [low = 0, high = 0] = [hashes[i * 2], hashes[i * 2 + 1]];
      const slot = this.slotOf(low | 0, high | 0);
      if (slots[slot + 2] !== 0) throw new NotHeld("Two values have the same hash.");
      slots[slot] = low;
      slots[slot + 1] = high;
      slots[slot + 2] = code + 1;
    }
  }

  codes(chunk: Vectors, column: number, into: Uint32Array): void {
    const { buffer, byteOffset } = chunk.bytes(column, 8);
    const hashes = new Int32Array(buffer, byteOffset, chunk.rows * 2);
    const { slots } = this;
    for (let i = 0; i < chunk.rows; i++) {
      const slot = this.slotOf(hashes[i * 2] as number, hashes[i * 2 + 1] as number);
      const found = slots[slot + 2] as number;
      if (found === 0) throw new NotHeld("A value is in no dictionary.");
      into[i] = found - 1;
    }
  }

  private slotOf(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (low << 2) & mask;
    while (slots[slot + 2] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high))
      slot = (slot + 4) & mask;
    return slot;
  }
}
