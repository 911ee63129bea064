import type { DuckDBConnection } from "@duckdb/node-api";
import type { Counter, Found } from "./counters";
import { Fingerprints } from "./fingerprints";
import { readRows } from "./rows";
import { eachVector, type Vectors } from "./tap";

/** Tables with fewer rows are counted in no time anyhow; … */
const LEAST_ROWS = 200_000;
/** … those with more would need more memory than a small plan has: 8 bytes a row. */
const MOST_ROWS = 2 ** 24;
/** The first rows of a table tell which of its columns differ in nearly every row; where they were deleted, nothing does. */
const SAMPLE_ROWS = 65_536;
/** Columns, of 1 MB each. */
const SAMPLED_AT_ONCE = 32;

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
  const found: boolean[] = [];
  for (let from = 0; from < keys.length; from += SAMPLED_AT_ONCE)
    found.push(...(await sampled(db, table, keys.slice(from, from + SAMPLED_AT_ONCE))));
  return found;
}

async function sampled(db: DuckDBConnection, table: string, keys: readonly string[]): Promise<boolean[]> {
  const samples = keys.map(() => Fingerprints.of(SAMPLE_ROWS));
  const see = (chunk: Vectors) => {
    for (const [i, sample] of samples.entries())
      if (sample?.hasRoom) sample.add(chunk.bytes(i, 8), chunk.validity(i));
  };
  await eachVector(db, `${table} t WHERE rowid < ${SAMPLE_ROWS}`, keys.map(hashOrNull), see);
  return samples.map((sample) => {
    const found = sample && sample.count > SAMPLE_ROWS / 10 ? sample.compare() : null;
    return found !== null && found.once + found.several.length > (sample?.count ?? 0) * 0.95;
  });
}

function hashOrNull(key: string): string {
  return `CASE WHEN ${key} IS NOT NULL THEN hash(${key}) END`;
}

/**
 * Counts the values of a column exactly where nearly every row has its own: a fraction of what DuckDB's
 * `count(DISTINCT …)` takes then. Equal values have equal hashes, so a fingerprint that occurs once is one value; the
 * values of the few others are counted themselves.
 */
export class PrintCounter implements Counter {
  nulls = 0;
  private readonly prints: Fingerprints | null;

  constructor(rows: number) {
    this.prints = Fingerprints.of(rows);
  }

  /** Memory it takes. */
  static bytes(rows: number): number {
    return Fingerprints.bytes(rows);
  }

  sql(key: string): string {
    return hashOrNull(key);
  }

  add(chunk: Vectors, column: number): null {
    const { prints } = this;
    if (!prints?.hasRoom) return null;
    const before = prints.count;
    prints.add(chunk.bytes(column, 8), chunk.validity(column));
    this.nulls += chunk.rows - (prints.count - before);
    return null;
  }

  /** @returns null where too many values occur more than once */
  async found(db: DuckDBConnection, from: string, key: string): Promise<Found | null> {
    const compared = this.prints?.compare();
    if (!compared) return null;
    const { once, several } = compared;
    const { nulls } = this;
    if (several.length === 0) return { distinct: once, nulls };
    // As one text: DuckDB takes a millisecond for every number of a list.
    const hashes = `SELECT unnest(string_split('${several.join(",")}', ',')::UBIGINT[])`;
    const [found] = await readRows(
      db,
      `SELECT count(DISTINCT v) AS n FROM (SELECT ${key} AS v FROM ${from})
       WHERE v IS NOT NULL AND hash(v) IN (${hashes})`,
    );
    return { distinct: once + Number(found?.n), nulls };
  }
}
