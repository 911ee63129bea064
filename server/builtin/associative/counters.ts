import type { DuckDBConnection } from "@duckdb/node-api";
import { type Distance, distanceOf } from "./distances";
import type { DistanceMeaning, NumberMeaning } from "./row-numbers";
import type { Vectors } from "./tap";
import { lowWords, wholeBytes, wholeValues, wordMask } from "./whole-numbers";

export interface Found {
  distinct: number;
  nulls: number;
}

/** Counts the values of one column, seen a vector at a time. */
export interface Counter {
  /** What it looks at of the value whose SQL is `key`; the value itself, where that is not given. */
  sql?(key: string): string;
  /**
   * @param room for a number of each row of a chunk
   * @returns what tells the value of each row apart from others, 0 for NULL, until the next call; null where nothing does
   */
  add(chunk: Vectors, column: number, room: Uint32Array): Uint32Array | null;
  /** Of those numbers. */
  meaning?(): NumberMeaning;
  /** The largest of those numbers so far. */
  readonly largest?: number;
  /** How many were NULL so far. */
  readonly nulls: number;
  /**
   * @param from FROM clause of the rows `t`
   * @returns null where there were too many
   */
  found(db: DuckDBConnection, from: string, key: string): Found | null | Promise<Found | null>;
  /** The values themselves, as they lie in DuckDB's memory, where it knows them. */
  values?(): Uint8Array;
  /** Those values ascend. */
  readonly isInOrder?: true;
}

/** Whole numbers between two bounds: a bit for each. */
export class BitCounter implements Counter {
  readonly isInOrder = true;
  readonly largest: number;
  nulls = 0;
  private readonly bits: Int32Array;
  private readonly width: number;
  readonly distance: Distance | null;
  private distinct = 0;

  constructor(
    private readonly least: bigint,
    most: bigint,
    sqlType: string,
  ) {
    this.bits = new Int32Array(Math.floor(Number(most - least) / 32) + 1);
    this.largest = Number(most - least) + 1;
    this.width = wholeBytes(sqlType) ?? 8;
    this.distance = distanceOf(sqlType, least, this.largest);
  }

  sql(key: string): string {
    return this.distance?.sql(key) ?? key;
  }

  add(chunk: Vectors, column: number, room: Uint32Array): Uint32Array {
    const valid = chunk.validity(column);
    const numbers = this.distance
      ? given(chunk, column, this.distance.width, valid ? room : null)
      : this.reckoned(chunk, column, room);
    if (valid) this.nulls += leaveOut(valid, chunk.rows, numbers);
    if (!this.isComplete) this.mark(numbers, chunk.rows);
    return numbers;
  }

  /** All were met: there is nothing more to be learnt. */
  get isComplete(): boolean {
    return this.distinct === this.largest;
  }

  meaning(): DistanceMeaning {
    return { kind: "distance", least: this.least };
  }

  found(): Found {
    return { distinct: this.distinct, nulls: this.nulls };
  }

  values(): Uint8Array {
    const numbers = new BigInt64Array(this.distinct);
    let n = 0;
    for (const [word, bits] of this.bits.entries())
      for (let left = bits; left !== 0; left &= left - 1)
        numbers[n++] = this.least + BigInt(word * 32 + 31 - Math.clz32(left & -left));
    return wholeValues(numbers, this.width);
  }

  private reckoned(chunk: Vectors, column: number, room: Uint32Array): Uint32Array {
    const { words, step } = lowWords(chunk.bytes(column, this.width), this.width);
    const low = Number(BigInt.asIntN(32, this.least));
    const mask = wordMask(this.width);
    for (let i = 0, at = 0; i < chunk.rows; i++, at += step)
      room[i] = ((((words[at] as number) | 0) - low) & mask) + 1;
    return room;
  }

  /** @param numbers of rows, 0 for NULL */
  mark(numbers: Uint32Array, rows: number): void {
    const { bits } = this;
    let met = 0;
    for (let i = 0; i < rows; i++) {
      const place = ((numbers[i] as number) | 0) - 1;
      if (place < 0) continue;
      const known = bits[place >>> 5] as number;
      const both = known | (1 << (place & 31));
      if (both === known) continue;
      bits[place >>> 5] = both;
      met++;
    }
    this.distinct += met;
  }
}

/** Gives NULL the number 0. @returns how many there are */
export function leaveOut(valid: Uint8Array, rows: number, numbers: Uint32Array): number {
  let nulls = 0;
  for (let i = 0; i < rows; i++)
    if (((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
      nulls++;
      numbers[i] = 0;
    }
  return nulls;
}

/** @param own takes them, where they are to be written to */
function given(chunk: Vectors, column: number, width: 1 | 2 | 4, own: Uint32Array | null): Uint32Array {
  const { words } = lowWords(chunk.bytes(column, width), width);
  own?.set(words);
  return own ?? words;
}
