import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counter, Found } from "./counters";
import { readRows } from "./rows";
import type { Vectors } from "./tap";

/** Tables with fewer rows are counted in no time anyhow; … */
const LEAST_ROWS = 200_000;
/** … those with more would need more memory than a small plan has: 8 bytes a row. */
const MOST_ROWS = 2 ** 24;
/** The first rows of a table tell which of its columns differ in nearly every row. */
const SAMPLE_ROWS = 65_536;
/** Values whose fingerprints meet are looked at one by one, up to so many. */
const MOST_MEETINGS = 10_000;

/** The leading bits of a hash choose a part. */
const PART_BITS = 9;
const PARTS = 2 ** PART_BITS;
/** Both halves of a hash. */
const HASH_WORDS = 2;

/**
 * Which columns seem to differ in nearly every row.
 * @param keys by column, SQL of the value of a row `t`
 */
export async function manyValued(
  db: DuckDBConnection,
  table: string,
  keys: readonly string[],
  rows: number,
): Promise<boolean[]> {
  if (rows < LEAST_ROWS || rows > MOST_ROWS || keys.length === 0) return keys.map(() => false);
  const counts = keys.map((key, i) => `count(DISTINCT ${key}) AS d${i}, count(${key}) AS n${i}`);
  const [found] = await readRows(
    db,
    `SELECT ${counts.join(", ")} FROM (SELECT * FROM ${table} LIMIT ${SAMPLE_ROWS}) t`,
  );
  return keys.map((_, i) => {
    const [distinct, present] = [Number(found?.[`d${i}`]), Number(found?.[`n${i}`])];
    return present > SAMPLE_ROWS / 10 && distinct > present * 0.95;
  });
}

/**
 * Counts the values of a column exactly where nearly every row has its own: a fraction of what DuckDB's
 * `count(DISTINCT …)` takes then. Equal values have equal hashes, so a fingerprint that occurs once is one value; the
 * values of the few others are counted themselves.
 */
export class PrintCounter implements Counter {
  private readonly prints: Fingerprints;
  nulls = 0;
  private isFull = false;

  /** Memory it takes. */
  static bytes(rows: number): number {
    return rows * 8.3;
  }

  constructor(rows: number) {
    this.prints = new Fingerprints(rows);
  }

  sql(key: string): string {
    return `CASE WHEN ${key} IS NOT NULL THEN hash(${key}) END`;
  }

  add(chunk: Vectors, column: number): null {
    if (this.isFull) return null;
    const before = this.prints.count;
    this.isFull = !this.prints.add(chunk.words(column, 8), chunk.validity(column));
    this.nulls += chunk.rows - (this.prints.count - before);
    return null;
  }

  /** @returns null where too many values occur more than once */
  async found(db: DuckDBConnection, from: string, key: string): Promise<Found | null> {
    const compared = this.isFull ? null : this.prints.compare();
    if (!compared) return null;
    const { once, several } = compared;
    const { nulls } = this;
    if (several.length === 0) return { distinct: once, nulls };
    const [found] = await readRows(
      db,
      `SELECT count(DISTINCT v) AS n FROM (SELECT ${key} AS v FROM ${from})
       WHERE v IS NOT NULL AND hash(v) IN (${several.join(", ")})`,
    );
    return { distinct: once + Number(found?.n), nulls };
  }
}

/** Hashes of values, sorted into parts that fit into the processor's cache. */
export class Fingerprints {
  count = 0;
  private readonly capacity: number;
  private readonly kept: Uint32Array;
  /** By part, where the next one goes, and where there is no room for more. */
  private readonly next = new Int32Array(PARTS);
  private readonly end = new Int32Array(PARTS);

  constructor(rows: number) {
    const each = rows / PARTS;
    // Different values spread evenly; a part that overflows has many equal ones.
    this.capacity = Math.ceil(each + 6 * Math.sqrt(each) + 16);
    this.kept = new Uint32Array(this.capacity * PARTS * HASH_WORDS);
    for (let part = 0; part < PARTS; part++) {
      this.next[part] = this.startOf(part);
      this.end[part] = this.startOf(part + 1);
    }
  }

  /**
   * @param hashes of 64 bits each, the lower half first
   * @param valid a bit for each, 0 for those to be left out; null for none of them
   * @returns false where there is no room
   */
  add(hashes: Uint32Array, valid: Uint8Array | null): boolean {
    const { kept, next, end } = this;
    const count = hashes.length / HASH_WORDS;
    let added = 0;
    for (let i = 0; i < count; i++) {
      // What is left out is written, too, and then written over: a branch that nobody foresees takes longer.
      const isIn = valid ? ((valid[i >> 3] as number) >> (i & 7)) & 1 : 1;
      const high = (hashes[i * 2 + 1] as number) | 0;
      const part = high >>> (32 - PART_BITS);
      const at = next[part] as number;
      if (at === end[part]) return false;
      kept[at] = hashes[i * 2] as number;
      kept[at + 1] = high;
      next[part] = at + isIn * HASH_WORDS;
      added += isIn;
    }
    this.count += added;
    return true;
  }

  /** How many hashes occur once, and those that occur several times; null where these are too many. */
  compare(): { once: number; several: bigint[] } | null {
    const several = new Set<bigint>();
    let different = 0;
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(this.capacity * 2)));
    for (let part = 0; part < PARTS; part++) {
      const again = new Set<number>();
      different += this.insertAll(part, slots.fill(0), again);
      if (again.size > MOST_MEETINGS) return null;
      for (const half of again) different += this.tellApart(part, half, several);
      if (several.size > MOST_MEETINGS) return null;
    }
    return { once: different - several.size, several: [...several] };
  }

  private startOf(part: number): number {
    return part * this.capacity * HASH_WORDS;
  }

  /**
   * Puts the lower halves of a part's hashes, made odd, into empty slots.
   * @param again takes those that occur several times
   * @returns how many different ones there are
   */
  private insertAll(part: number, slots: Int32Array, again: Set<number>): number {
    const { kept } = this;
    const mask = slots.length - 1;
    const end = this.next[part] as number;
    let different = 0;
    for (let place = this.startOf(part); place < end; place += HASH_WORDS) {
      const half = (kept[place] as number) | 1;
      let slot = (half >>> 8) & mask;
      let other = slots[slot] as number;
      while (other !== 0 && other !== half) {
        slot = (slot + 1) & mask;
        other = slots[slot] as number;
      }
      if (other !== 0) again.add(half);
      else {
        slots[slot] = half;
        different++;
      }
    }
    return different;
  }

  /**
   * Looks at whole hashes of one half.
   * @param several takes those that occur several times
   * @returns how many more different ones there are
   */
  private tellApart(part: number, half: number, several: Set<bigint>): number {
    const { kept } = this;
    const end = this.next[part] as number;
    const met = new Set<bigint>();
    for (let place = this.startOf(part); place < end; place += HASH_WORDS) {
      const low = kept[place] as number;
      if ((low | 1) !== half) continue;
      const hash = (BigInt(kept[place + 1] as number) << 32n) | BigInt(low);
      if (met.has(hash)) several.add(hash);
      met.add(hash);
    }
    return met.size - 1;
  }
}
