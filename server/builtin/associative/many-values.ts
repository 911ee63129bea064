import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counter, Found } from "./counters";
import { readRows } from "./rows";
import type { Vectors } from "./tap";

/** Tables with fewer rows are counted in no time anyhow; … */
const LEAST_ROWS = 200_000;
/** … those with more would need more memory than a small plan has: 6 bytes a row. */
const MOST_ROWS = 2 ** 24;
/** The first rows of a table tell which of its columns differ in nearly every row. */
const SAMPLE_ROWS = 65_536;
/** Values whose fingerprints meet are looked at one by one, up to so many. */
const MOST_MEETINGS = 10_000;

/** The leading bits of a fingerprint choose a part, the 32 behind them and 16 more are kept in it. */
const PART_BITS = 9;
const PARTS = 2 ** PART_BITS;
const MORE_BITS = 16;
const DROPPED_BITS = 64 - PART_BITS - 32 - MORE_BITS;
/** Numbers of 16 bits that each takes, side by side: lower and upper half of the 32 bits, and the 16 more. */
const PRINT_WORDS = 3;

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
    return rows * 6.2;
  }

  constructor(rows: number) {
    this.prints = new Fingerprints(rows);
  }

  sql(key: string): string {
    return `CASE WHEN ${key} IS NOT NULL THEN hash(${key}) END`;
  }

  add(chunk: Vectors, column: number): boolean {
    if (this.isFull) return false;
    const before = this.prints.count;
    this.isFull = !this.prints.add(chunk.words(column, 8), chunk.validity(column));
    this.nulls += chunk.rows - (this.prints.count - before);
    return false;
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
       WHERE v IS NOT NULL AND (hash(v) >> ${DROPPED_BITS}) IN (${several.join(", ")})`,
    );
    return { distinct: once + Number(found?.n), nulls };
  }
}

/** The leading bits of the hashes of all values, sorted into parts that fit into the processor's cache. */
export class Fingerprints {
  count = 0;
  private readonly capacity: number;
  private readonly kept: Uint16Array;
  /** By part, where the next one goes, and where there is no room for more. */
  private readonly next = new Uint32Array(PARTS);
  private readonly end = new Uint32Array(PARTS);

  constructor(rows: number) {
    const each = rows / PARTS;
    // Different values spread evenly; a part that overflows has many equal ones.
    this.capacity = Math.ceil(each + 6 * Math.sqrt(each) + 16);
    this.kept = new Uint16Array(this.capacity * PARTS * PRINT_WORDS);
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
    const count = hashes.length / 2;
    let left = 0;
    for (let i = 0; i < count; i++) {
      if (valid && ((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
        left++;
        continue;
      }
      const high = hashes[i * 2 + 1] as number;
      const part = high >>> (32 - PART_BITS);
      const at = next[part] as number;
      if (at === end[part]) return false;
      const low = hashes[i * 2] as number;
      const own = (high << PART_BITS) | (low >>> (32 - PART_BITS));
      kept[at] = own;
      kept[at + 1] = own >>> 16;
      kept[at + 2] = low >>> DROPPED_BITS;
      next[part] = at + PRINT_WORDS;
    }
    this.count += count - left;
    return true;
  }

  /**
   * How many fingerprints occur once, and those that occur several times, as whole numbers; null where these are
   * too many.
   */
  compare(): { once: number; several: bigint[] } | null {
    const several = new Set<bigint>();
    let different = 0;
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(this.capacity * 2)));
    for (let part = 0; part < PARTS; part++) {
      slots.fill(0);
      different += this.insertAll(part, slots, (place) => several.add(this.printAt(part, place)));
      if (several.size > MOST_MEETINGS) return null;
    }
    return { once: different - several.size, several: [...several] };
  }

  private startOf(part: number): number {
    return part * this.capacity * PRINT_WORDS;
  }

  /** Puts the prints of a part into empty slots, and says how many different ones there are. */
  private insertAll(part: number, slots: Int32Array, onAgain: (place: number) => void): number {
    const { kept } = this;
    const mask = slots.length - 1;
    const end = this.next[part] as number;
    let different = 0;
    for (let place = this.startOf(part); place < end; place += PRINT_WORDS) {
      const [low, high, more] = [kept[place], kept[place + 1], kept[place + 2]];
      let slot = (((high as number) << 16) | (low as number)) & mask;
      let other = slots[slot] as number;
      while (other !== 0 && (kept[other - 1] !== low || kept[other] !== high || kept[other + 1] !== more)) {
        slot = (slot + 1) & mask;
        other = slots[slot] as number;
      }
      if (other !== 0) onAgain(place);
      else {
        slots[slot] = place + 1;
        different++;
      }
    }
    return different;
  }

  private printAt(part: number, place: number): bigint {
    const [low, high, more] = [0, 1, 2].map((i) => BigInt(this.kept[place + i] as number));
    return (BigInt(part) << 48n) | ((high ?? 0n) << 32n) | ((low ?? 0n) << 16n) | (more ?? 0n);
  }
}
