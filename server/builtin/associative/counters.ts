import type { DuckDBConnection } from "@duckdb/node-api";
import { type Distance, distanceOf } from "./distances";
import type { DistanceMeaning, NumberMeaning } from "./row-numbers";
import type { Vectors } from "./tap";
import { lowWords, narrowNumbers, wholeBytes, wholeNumbers, wordMask } from "./whole-numbers";

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
    if (!this.isComplete) {
      if (isRun(numbers, chunk.rows)) this.markRun((numbers[0] as number) - 1, chunk.rows);
      else this.mark(numbers, chunk.rows);
    }
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
    const { width } = this;
    const bytes = new Uint8Array(this.distinct * width);
    let n = 0;
    if (width < 8) {
      const numbers = narrowNumbers(bytes, width);
      const least = Number(this.least);
      for (const place of this.places()) numbers[n++] = least + place;
    } else {
      const numbers = wholeNumbers(bytes, width);
      for (const place of this.places()) numbers[n++] = this.least + BigInt(place);
    }
    return bytes;
  }

  private *places(): Iterable<number> {
    for (const [word, bits] of this.bits.entries())
      for (let left = bits; left !== 0; left &= left - 1) yield word * 32 + 31 - Math.clz32(left & -left);
  }

  private reckoned(chunk: Vectors, column: number, room: Uint32Array): Uint32Array {
    const { words, step } = lowWords(chunk.bytes(column, this.width), this.width);
    const low = Number(BigInt.asIntN(32, this.least));
    const mask = wordMask(this.width);
    for (let i = 0, at = 0; i < chunk.rows; i++, at += step)
      room[i] = ((((words[at] as number) | 0) - low) & mask) + 1;
    return room;
  }

  /** As ids in the order of their rows have. */
  private markRun(first: number, count: number): void {
    const { bits } = this;
    for (let place = first, end = first + count; place < end; ) {
      const shift = place & 31;
      const length = Math.min(32 - shift, end - place);
      const known = bits[place >>> 5] as number;
      let fresh = (length === 32 ? -1 : (2 ** length - 1) << shift) & ~known;
      bits[place >>> 5] = known | fresh;
      for (; fresh !== 0; fresh &= fresh - 1) this.distinct++;
      place += length;
    }
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

/** Whether each is one more than the one before; none is NULL. */
function isRun(numbers: Uint32Array, rows: number): boolean {
  const first = numbers[0] as number;
  if (first === 0 || numbers[rows - 1] !== first + rows - 1) return false;
  for (let i = 1; i < rows; i++) if (numbers[i] !== first + i) return false;
  return true;
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
