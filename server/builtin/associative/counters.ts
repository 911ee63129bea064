import type { DuckDBConnection } from "@duckdb/node-api";
import { type Distance, distanceOf } from "./distances";
import type { DistanceMeaning, NumberMeaning, SeenMeaning } from "./row-numbers";
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
}

/** Whole numbers between two bounds: a bit for each. */
export class BitCounter implements Counter {
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
    if (valid) this.leaveOut(valid, chunk.rows, numbers);
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

  private leaveOut(valid: Uint8Array, rows: number, numbers: Uint32Array): void {
    for (let i = 0; i < rows; i++)
      if (((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
        this.nulls++;
        numbers[i] = 0;
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

/** @param own takes them, where they are to be written to */
function given(chunk: Vectors, column: number, width: 1 | 2 | 4, own: Uint32Array | null): Uint32Array {
  const { words } = lowWords(chunk.bytes(column, width), width);
  own?.set(words);
  return own ?? words;
}

const EXPONENT = 0x7ff00000;
const NAN_HIGH = 0x7ff80000;
const SIGN = 0x80000000 | 0;
const SLOT_WORDS = 4;

/** At first: they lie in the processor's nearest cache. */
const FIRST_BITS = 10;

function slotsOf(values: number): number {
  return 2 ** Math.ceil(Math.log2(values * 2 + 2));
}

/** Up to so many values of 8 bytes. */
export class SetCounter implements Counter {
  nulls = 0;
  /** Four words a slot: both halves of a value, and its number, 0 where there is none. */
  private slots = new Int32Array(2 ** FIRST_BITS * SLOT_WORDS);
  /** Leaves as many bits as a slot's number has. */
  private shift = 32 - FIRST_BITS;
  private distinct = 0;

  constructor(
    private readonly most: number,
    /** Zeros are one value whatever their sign, and so is what is no number. */
    private readonly isDouble: boolean,
  ) {}

  /** Memory it takes, at most. */
  static bytes(most: number): number {
    return slotsOf(most) * SLOT_WORDS * 4;
  }

  get largest(): number {
    return this.distinct;
  }

  get hasRoom(): boolean {
    return this.distinct <= this.most;
  }

  add(chunk: Vectors, column: number, numbers: Uint32Array): Uint32Array | null {
    if (!this.hasRoom) return null;
    const valid = chunk.validity(column);
    const { buffer, byteOffset } = chunk.bytes(column, 8);
    const words = new Int32Array(buffer, byteOffset, chunk.rows * 2);
    for (let i = 0; i < chunk.rows; i++) {
      if (valid && ((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
        this.nulls++;
        numbers[i] = 0;
      } else numbers[i] = this.insert(words[i * 2] as number, words[i * 2 + 1] as number);
    }
    return this.hasRoom ? numbers : null;
  }

  meaning(): SeenMeaning {
    const numberOf = (low: number, high: number) =>
      this.slots[this.slotOf(this.lowOf(low, high), this.highOf(low, high)) + 2] as number;
    return { kind: "seen", byHash: false, count: this.distinct, numberOf };
  }

  found(): Found | null {
    return !this.hasRoom ? null : { distinct: this.distinct, nulls: this.nulls };
  }

  values(): Uint8Array {
    const { slots } = this;
    const words = new Int32Array(this.distinct * 2);
    let n = 0;
    for (let slot = 0; slot < slots.length; slot += SLOT_WORDS)
      if (slots[slot + 2] !== 0) {
        words[n++] = slots[slot] as number;
        words[n++] = slots[slot + 1] as number;
      }
    return new Uint8Array(words.buffer);
  }

  /** @returns its number, from 1 on; void where there are too many */
  insert(low: number, high: number): number {
    return this.isDouble ? this.put(this.lowOf(low, high), this.highOf(low, high)) : this.put(low, high);
  }

  /** Of a value as it is told apart. */
  private lowOf(low: number, high: number): number {
    return this.isDouble && isNan(low, high) ? 0 : low;
  }

  private highOf(low: number, high: number): number {
    if (!this.isDouble) return high;
    if (low === 0 && high === SIGN) return 0;
    return isNan(low, high) ? NAN_HIGH : high;
  }

  private put(low: number, high: number): number {
    const { slots } = this;
    const slot = this.slotOf(low, high);
    const known = slots[slot + 2] as number;
    if (known !== 0) return known;
    if (this.distinct++ >= this.most) return 0;
    slots[slot] = low;
    slots[slot + 1] = high;
    slots[slot + 2] = this.distinct;
    if (this.distinct * 2 * SLOT_WORDS > slots.length) this.grow();
    return this.distinct;
  }

  private grow(): void {
    const known = this.slots;
    this.slots = new Int32Array(known.length * 4);
    this.shift -= 2;
    for (let from = 0; from < known.length; from += SLOT_WORDS)
      if (known[from + 2] !== 0)
        this.slots.set(
          known.subarray(from, from + SLOT_WORDS),
          this.slotOf(known[from] as number, known[from + 1] as number),
        );
  }

  /** Where it is, or would be. */
  private slotOf(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    // The upper bits of a product depend on all bits of its factors.
    let slot = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> this.shift) * SLOT_WORDS;
    while (slots[slot + 2] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high))
      slot = (slot + SLOT_WORDS) & mask;
    return slot;
  }
}

function isNan(low: number, high: number): boolean {
  return (high & EXPONENT) === EXPONENT && ((high & 0xfffff) | low) !== 0;
}
