import type { DuckDBConnection } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { ahead, blockStarts } from "./ahead";
import { readRows } from "./rows";

/** Tables with fewer rows are counted in no time anyhow; … */
const LEAST_ROWS = 200_000;
/** … those with more would need more memory than a small plan has: 4 bytes a row. */
const MOST_ROWS = 2 ** 24;
/** The first rows of a table tell which of its columns differ in nearly every row. */
const SAMPLE_ROWS = 65_536;
/** Some of DuckDB's row groups. */
const ROWS_AT_ONCE = 122_880 * 4;
/** Values whose fingerprints meet are looked at one by one, up to so many. */
const MOST_MEETINGS = 10_000;

/** The leading bits of a fingerprint choose a part, the 32 behind them are kept in it. */
const PART_BITS = 15;
const PARTS = 2 ** PART_BITS;
const KEPT_BITS = 32;
const DROPPED_BITS = 64 - PART_BITS - KEPT_BITS;

export interface Counted {
  distinct: number;
  nulls: number;
}

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
 * @param key SQL of the value of a row `t`
 * @param prints for the table's rows; taken up again for its next column
 * @returns null where too many values occur more than once
 */
export async function countMany(
  db: DuckDBConnection,
  table: string,
  key: string,
  rows: number,
  prints = new Fingerprints(rows),
): Promise<Counted | null> {
  prints.clear();
  const present = `(SELECT t.rowid AS id, ${key} AS v FROM ${table} t) WHERE v IS NOT NULL`;
  const [end] = await readRows(db, `SELECT coalesce(max(rowid), -1)::DOUBLE AS last FROM ${table}`);
  const results = ahead(blockStarts(Number(end?.last) + 1, ROWS_AT_ONCE), (from) =>
    db.run(`SELECT hash(v) FROM ${present} AND id BETWEEN ${from} AND ${from + ROWS_AT_ONCE - 1}`),
  );
  for await (const result of results)
    for (let i = 0; i < result.chunkCount; i++) {
      const { chunk, rowCount } = result.getChunk(i);
      const bytes = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, 0), rowCount * 8);
      if (!prints.add(new Uint32Array(bytes.buffer, bytes.byteOffset, rowCount * 2))) return null;
    }
  const compared = prints.compare();
  if (!compared) return null;
  const { once, several } = compared;
  const nulls = rows - prints.count;
  if (several.length === 0) return { distinct: once, nulls };
  const [found] = await readRows(
    db,
    `SELECT count(DISTINCT v) AS n FROM ${present} AND (hash(v) >> ${DROPPED_BITS}) IN (${several.join(", ")})`,
  );
  return { distinct: once + Number(found?.n), nulls };
}

/** The leading 47 bits of the hashes of all values, sorted into parts that fit into the processor's cache. */
export class Fingerprints {
  count = 0;
  private readonly capacity: number;
  private readonly kept: Uint32Array;
  private readonly lengths = new Uint32Array(PARTS);

  constructor(rows: number) {
    const each = rows / PARTS;
    // Different values spread evenly; a part that overflows has many equal ones.
    this.capacity = Math.ceil(each + 6 * Math.sqrt(each) + 16);
    this.kept = new Uint32Array(this.capacity * PARTS);
  }

  clear(): void {
    this.count = 0;
    this.lengths.fill(0);
  }

  /**
   * @param hashes of 64 bits each, the lower half first
   * @returns false where there is no room
   */
  add(hashes: Uint32Array): boolean {
    const { capacity, kept, lengths } = this;
    for (let i = 0; i < hashes.length; i += 2) {
      const high = hashes[i + 1] as number;
      const part = high >>> (32 - PART_BITS);
      const length = lengths[part] as number;
      if (length === capacity) return false;
      kept[part * capacity + length] = (high << PART_BITS) | ((hashes[i] as number) >>> DROPPED_BITS);
      lengths[part] = length + 1;
    }
    this.count += hashes.length / 2;
    return true;
  }

  /** How many fingerprints occur once, and those that occur several times; null where these are too many. */
  compare(): { once: number; several: number[] } | null {
    const several = new Set<number>();
    let different = 0;
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(this.capacity * 2)));
    for (let part = 0; part < PARTS; part++) {
      slots.fill(0);
      const start = part * this.capacity;
      const own = this.kept.subarray(start, start + (this.lengths[part] ?? 0));
      different += insertAll(own, slots, (kept) => several.add(part * 2 ** KEPT_BITS + kept));
      if (several.size > MOST_MEETINGS) return null;
    }
    return { once: different - several.size, several: [...several] };
  }
}

/** Puts numbers into empty slots, and says how many different ones there are. */
function insertAll(numbers: Uint32Array, slots: Uint32Array, onAgain: (number: number) => void): number {
  const mask = slots.length - 1;
  let different = 0;
  let hasZero = false;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number === 0) {
      // An empty slot.
      if (hasZero) onAgain(0);
      else different++;
      hasZero = true;
      continue;
    }
    let slot = number & mask;
    while (slots[slot] !== 0 && slots[slot] !== number) slot = (slot + 1) & mask;
    if (slots[slot] === number) onAgain(number);
    else {
      slots[slot] = number;
      different++;
    }
  }
  return different;
}
