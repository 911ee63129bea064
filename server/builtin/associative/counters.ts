import type { DuckDBConnection } from "@duckdb/node-api";
import type { NumberMeaning, SeenMeaning } from "./row-numbers";
import type { Vectors } from "./tap";
import { lowWords, wholeValues, wordMask } from "./whole-numbers";

export interface Found {
  distinct: number;
  nulls: number;
}

/** Counts the values of one column, seen a vector at a time. */
export interface Counter {
  /** What it looks at of the value whose SQL is `key`; the value itself, where that is not given. */
  sql?(key: string): string;
  /**
   * @param numbers takes what tells the value of each row apart from others, 0 for NULL; room for a chunk
   * @returns whether it did
   */
  add(chunk: Vectors, column: number, numbers: Uint32Array): boolean;
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
  private readonly bits: Uint32Array;
  private readonly low: number;
  private counted: number | undefined;

  constructor(
    private readonly least: bigint,
    most: bigint,
    private readonly width: number,
  ) {
    this.bits = new Uint32Array(Math.floor(Number(most - least) / 32) + 1);
    this.low = Number(BigInt.asIntN(32, least));
    this.largest = Number(most - least) + 1;
  }

  add(chunk: Vectors, column: number, numbers: Uint32Array): boolean {
    const valid = chunk.validity(column);
    const { words, step } = lowWords(chunk.bytes(column, this.width), this.width);
    if (valid) this.addValid(words, step, valid, chunk.rows, numbers);
    else this.addAll(words, step, chunk.rows, numbers);
    return true;
  }

  meaning(): NumberMeaning {
    return { kind: "distance", least: this.least };
  }

  found(): Found {
    this.counted ??= countBits(this.bits);
    return { distinct: this.counted, nulls: this.nulls };
  }

  values(): Uint8Array {
    const numbers = new BigInt64Array(this.found().distinct);
    let n = 0;
    for (const [word, bits] of this.bits.entries())
      for (let left = bits; left !== 0; left &= left - 1)
        numbers[n++] = this.least + BigInt(word * 32 + 31 - Math.clz32(left & -left));
    return wholeValues(numbers, this.width);
  }

  private addAll(words: Uint32Array, step: number, rows: number, numbers: Uint32Array): void {
    const { bits, low } = this;
    const mask = wordMask(this.width);
    for (let i = 0; i < rows; i++) {
      const place = ((words[i * step] as number) - low) & mask;
      bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
      numbers[i] = place + 1;
    }
  }

  private addValid(
    words: Uint32Array,
    step: number,
    valid: Uint8Array,
    rows: number,
    numbers: Uint32Array,
  ): void {
    const { bits, low } = this;
    const mask = wordMask(this.width);
    for (let i = 0; i < rows; i++) {
      if (((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
        this.nulls++;
        numbers[i] = 0;
        continue;
      }
      const place = ((words[i * step] as number) - low) & mask;
      bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
      numbers[i] = place + 1;
    }
  }
}

function countBits(words: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    let left = words[i] as number;
    left -= (left >>> 1) & 0x55555555;
    left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
    count += Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

const EXPONENT = 0x7ff00000;
const NAN_HIGH = 0x7ff80000;
const SIGN = 0x80000000 | 0;
const SLOT_WORDS = 4;

function slotsOf(values: number): number {
  return 2 ** Math.ceil(Math.log2(values * 2 + 2));
}

/** Up to so many values of 8 bytes. */
export class SetCounter implements Counter {
  nulls = 0;
  /** Four words a slot: both halves of a value, and its number, 0 where there is none. */
  private readonly slots: Int32Array;
  private distinct = 0;

  constructor(
    private readonly most: number,
    /** Zeros are one value whatever their sign, and so is what is no number. */
    private readonly isDouble: boolean,
  ) {
    this.slots = new Int32Array(slotsOf(most) * SLOT_WORDS);
  }

  /** Memory it takes. */
  static bytes(most: number): number {
    return slotsOf(most) * SLOT_WORDS * 4;
  }

  get largest(): number {
    return this.distinct;
  }

  get hasRoom(): boolean {
    return this.distinct <= this.most;
  }

  add(chunk: Vectors, column: number, numbers: Uint32Array): boolean {
    if (!this.hasRoom) return false;
    const valid = chunk.validity(column);
    const { buffer, byteOffset } = chunk.bytes(column, 8);
    const words = new Int32Array(buffer, byteOffset, chunk.rows * 2);
    for (let i = 0; i < chunk.rows; i++) {
      if (valid && ((valid[i >> 3] as number) & (1 << (i & 7))) === 0) {
        this.nulls++;
        numbers[i] = 0;
      } else numbers[i] = this.insert(words[i * 2] as number, words[i * 2 + 1] as number);
    }
    return this.hasRoom;
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
    return this.distinct;
  }

  /** Where it is, or would be. */
  private slotOf(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask & ~(SLOT_WORDS - 1);
    while (slots[slot + 2] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high))
      slot = (slot + SLOT_WORDS) & mask;
    return slot;
  }
}

function isNan(low: number, high: number): boolean {
  return (high & EXPONENT) === EXPONENT && ((high & 0xfffff) | low) !== 0;
}
