import type { DuckDBConnection } from "@duckdb/node-api";
import type { CountedColumn } from "./count-plans";
import type { BitCounter } from "./counters";
import type { Distance } from "./distances";
import type { RowWords, WordPart } from "./row-numbers";
import { CHUNK_ROWS, eachVector, type Vectors } from "./tap";
import { lowWords } from "./whole-numbers";

/** Words of DuckDB, widest first. */
const WORDS: { bytes: 1 | 2 | 4; type: string }[] = [
  { bytes: 4, type: "UINTEGER" },
  { bytes: 2, type: "USMALLINT" },
  { bytes: 1, type: "UTINYINT" },
];
/** Of a word, at least: packed one by one, columns take no bit more than they need. */
const FILLED = 0.85;
/** The first rows of a table tell whether near ones have near values. */
const SAMPLE_ROWS = 65_536;
/** Of how far values lie apart, at least: that far they lie apart in few rows, too, where they are spread. */
const SPREAD = 0.5;

/** A column of a word. */
export interface WordColumn {
  column: CountedColumn;
  counter: BitCounter;
  part: WordPart;
}

/**
 * Puts columns together that fill words.
 * @param bits of each column
 * @returns columns of each word, by their place
 */
export function filledWords(bits: readonly number[]): { bytes: 1 | 2 | 4; members: number[] }[] {
  const found: { bytes: 1 | 2 | 4; members: number[] }[] = [];
  let left = [...bits.keys()].sort((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0));
  for (const { bytes } of WORDS)
    for (
      let members = fitting(left, bits, bytes * 8);
      members.length > 0;
      members = fitting(left, bits, bytes * 8)
    ) {
      found.push({ bytes, members });
      left = left.filter((i) => !members.includes(i));
    }
  return found;
}

/** The widest columns that go into a word; none where they leave too much of it empty. */
function fitting(columns: readonly number[], bits: readonly number[], room: number): number[] {
  for (const [from] of columns.entries()) {
    const members: number[] = [];
    let used = 0;
    for (const i of columns.slice(from)) {
      const own = bits[i] ?? 0;
      if (used + own > room) continue;
      members.push(i);
      used += own;
    }
    if (used >= room * FILLED) return members;
  }
  return [];
}

/** A column that may go into a word. */
export interface WordCandidate {
  key: string;
  distance: Distance;
  /** The largest distance. */
  largest: number;
}

/**
 * Which columns have values that are spread over all rows: where near rows have near values, a column that is packed by itself
 * is much smaller.
 * @param from FROM clause of the rows `t`
 */
export async function areSpread(
  db: DuckDBConnection,
  from: string,
  columns: readonly WordCandidate[],
): Promise<boolean[]> {
  if (columns.length === 0) return [];
  const spans = columns.map(() => 0);
  let chunks = 0;
  const see = (chunk: Vectors) => {
    chunks++;
    for (let i = 0; i < columns.length; i++) spans[i] = (spans[i] as number) + spanOf(chunk.words(i, 4));
  };
  const numbers = columns.map(({ key, distance }) => `${distance.whole(key)}::UINTEGER`);
  await eachVector(db, `${from} WHERE rowid < ${SAMPLE_ROWS}`, numbers, see);
  return columns.map(
    ({ largest }, i) => largest > 1 && chunks > 0 && (spans[i] as number) >= chunks * largest * SPREAD,
  );
}

function spanOf(numbers: Uint32Array): number {
  let least = 0xffffffff;
  let most = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return most - least;
}

/** Words of the numbers of several columns without NULL, which DuckDB reckons, and which are kept as they are. */
export class SharedWords {
  readonly isNumbered = true;
  readonly sql: string;
  private readonly room = new Uint32Array(CHUNK_ROWS);
  private isWhole = true;

  constructor(
    private readonly bytes: 1 | 2 | 4,
    readonly columns: readonly WordColumn[],
    private readonly words: RowWords,
  ) {
    // They have no bit in common.
    const parts = columns.map(({ column, counter, part }) => counter.distance?.whole(column.key, part.shift));
    this.sql = `(${parts.join(" | ")})::${WORDS.find((w) => w.bytes === bytes)?.type}`;
  }

  see(chunk: Vectors, at: number, first: number | null): void {
    const bytes = chunk.bytes(at, this.bytes);
    requireWhole(chunk.validity(at), chunk.rows);
    if (first === null) this.drop();
    else if (this.isWhole) this.words.take(first, bytes);
    if (this.columns.every(({ counter }) => counter.isComplete)) return;
    const { words } = lowWords(bytes, this.bytes);
    for (const { counter, part } of this.columns) {
      if (counter.isComplete) continue;
      const mask = 2 ** part.bits - 1;
      for (let i = 0; i < chunk.rows; i++) this.room[i] = ((words[i] as number) >>> part.shift) & mask;
      counter.mark(this.room, chunk.rows);
    }
  }

  end(): void {
    if (!this.isWhole) return;
    this.words.end(
      this.columns.map(({ column, counter, part }) => ({
        field: column.field,
        meaning: counter.meaning(),
        part,
      })),
    );
  }

  private drop(): void {
    if (this.isWhole) this.words.drop();
    this.isWhole = false;
  }
}

/** @throws where one is NULL of a column of which DuckDB says that none is */
function requireWhole(valid: Uint8Array | null, rows: number): void {
  if (!valid) return;
  for (let i = 0; i < rows; i++)
    if (((valid[i >> 3] as number) & (1 << (i & 7))) === 0)
      throw new Error("A column has NULL, though its statistics say that it has none.");
}
