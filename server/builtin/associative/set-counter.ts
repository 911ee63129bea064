import { type Counter, type Found, leaveOut } from "./counters";
import { BYTES } from "./look-up-wasm";
import { loopMemory } from "./loop-memory";
import type { SeenMeaning } from "./row-numbers";
import { CHUNK_ROWS, type Vectors } from "./tap";

const EXPONENT = 0x7ff00000;
const NAN_HIGH = 0x7ff80000;
const SIGN = 0x80000000 | 0;
const SLOT_WORDS = 4;

/** At first: they lie in the processor's nearest cache. */
const FIRST_BITS = 10;

/** Where what lies in the memory of the loop. */
const NUMBERS_AT = CHUNK_ROWS * 8;
const PLACES_AT = NUMBERS_AT + CHUNK_ROWS * 4;
const SLOTS_AT = PLACES_AT + CHUNK_ROWS * 2;

/** `look-up.wat`. */
interface Loop {
  lookUp(
    values: number,
    count: number,
    slots: number,
    shift: number,
    numbers: number,
    places: number,
  ): number;
}

let compiled: WebAssembly.Module | undefined;

/** Slots of values, in memory of their own. */
class Slots {
  /** Four words a slot: both halves of a value, and its number, 0 where there is none. */
  readonly words: Int32Array;
  /** Leaves as many bits as a slot's number has. */
  readonly shift: number;
  private readonly loop: Loop;

  /** @returns null where a system does not give so much memory at once */
  static of(bits: number): Slots | null {
    const memory = loopMemory(SLOTS_AT + 2 ** bits * SLOT_WORDS * 4);
    return memory && new Slots(bits, memory);
  }

  private constructor(
    bits: number,
    private readonly memory: WebAssembly.Memory,
  ) {
    this.shift = 32 - bits;
    this.words = new Int32Array(memory.buffer, SLOTS_AT, 2 ** bits * SLOT_WORDS);
    compiled ??= new WebAssembly.Module(Buffer.from(BYTES, "base64"));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    this.loop = exports as unknown as Loop;
  }

  /** Where a value is, or would be. */
  placeOf(low: number, high: number): number {
    const { words, shift } = this;
    const mask = words.length - 1;
    // As in `look-up.wat`. The upper bits of a product depend on all bits of its factors.
    let place = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> shift) * SLOT_WORDS;
    while (words[place + 2] !== 0 && (words[place] !== low || words[place + 1] !== high))
      place = (place + SLOT_WORDS) & mask;
    return place;
  }

  /** The same values in twice as many. */
  larger(): Slots | null {
    const { words } = this;
    const larger = Slots.of(32 - this.shift + 1);
    for (let from = 0; larger && from < words.length; from += SLOT_WORDS)
      if (words[from + 2] !== 0) {
        const place = larger.placeOf(words[from] as number, words[from + 1] as number);
        larger.words.set(words.subarray(from, from + SLOT_WORDS), place);
      }
    return larger;
  }

  /**
   * Numbers of the values that lie where they are looked for first, as most do; 0 for others.
   * @returns the numbers, both halves of each value, and the places of those others, until the next call
   */
  lookUp(values: Uint8Array): { numbers: Uint32Array; halves: Int32Array; unknown: Uint16Array } {
    const { buffer } = this.memory;
    const count = values.length / 8;
    new Uint8Array(buffer).set(values);
    const unknown = this.loop.lookUp(0, count, SLOTS_AT, this.shift, NUMBERS_AT, PLACES_AT);
    return {
      numbers: new Uint32Array(buffer, NUMBERS_AT, count),
      halves: new Int32Array(buffer, 0, count * 2),
      unknown: new Uint16Array(buffer, PLACES_AT, unknown),
    };
  }
}

/** Up to so many values of 8 bytes. */
export class SetCounter implements Counter {
  nulls = 0;
  private slots = Slots.of(FIRST_BITS);
  private distinct = 0;

  constructor(
    private readonly most: number,
    /** Zeros are one value whatever their sign, and so is what is no number. */
    private readonly isDouble: boolean,
  ) {}

  /** Memory it takes, at most: half as much again while there are to be more slots. */
  static bytes(most: number): number {
    return 2 ** Math.ceil(Math.log2(most * 2 + 2)) * SLOT_WORDS * 4 * 1.5;
  }

  get largest(): number {
    return this.distinct;
  }

  get hasRoom(): boolean {
    return this.slots !== null && this.distinct <= this.most;
  }

  add(chunk: Vectors, column: number): Uint32Array | null {
    if (!this.hasRoom) return null;
    const valid = chunk.validity(column);
    const numbers = this.numbersOf(chunk.bytes(column, 8), (_low, _high, row) => isNull(valid, row));
    if (valid && numbers) this.nulls += leaveOut(valid, chunk.rows, numbers);
    return numbers;
  }

  /**
   * @param isNone whether a value is to be left out; asked of those only that are not known
   * @returns the number of each value, until the next call; null where there are too many
   */
  numbersOf(
    values: Uint8Array,
    isNone: (low: number, high: number, row: number) => boolean,
  ): Uint32Array | null {
    if (!this.slots) return null;
    const { numbers, halves, unknown } = this.slots.lookUp(values);
    for (const row of unknown) {
      const [low, high] = [halves[row * 2] as number, halves[row * 2 + 1] as number];
      if (!isNone(low, high, row)) numbers[row] = this.insert(low, high);
    }
    return this.hasRoom ? numbers : null;
  }

  meaning(): SeenMeaning {
    const { slots } = this;
    const numberOf = (low: number, high: number) =>
      slots?.words[slots.placeOf(this.lowOf(low, high), this.highOf(low, high)) + 2] ?? 0;
    return { kind: "seen", byHash: false, count: this.distinct, numberOf };
  }

  found(): Found | null {
    return !this.hasRoom ? null : { distinct: this.distinct, nulls: this.nulls };
  }

  values(): Uint8Array {
    const slots = this.slots?.words ?? new Int32Array();
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
  private insert(low: number, high: number): number {
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
    if (!this.slots) return 0;
    const { words } = this.slots;
    const place = this.slots.placeOf(low, high);
    const known = words[place + 2] as number;
    if (known !== 0) return known;
    if (this.distinct++ >= this.most) return 0;
    words[place] = low;
    words[place + 1] = high;
    words[place + 2] = this.distinct;
    if (this.distinct * 2 * SLOT_WORDS > words.length) this.slots = this.slots.larger();
    return this.distinct;
  }
}

function isNull(valid: Uint8Array | null, row: number): boolean {
  return valid !== null && ((valid[row >> 3] as number) & (1 << (row & 7))) === 0;
}

function isNan(low: number, high: number): boolean {
  return (high & EXPONENT) === EXPONENT && ((high & 0xfffff) | low) !== 0;
}
