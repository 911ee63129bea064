import { type Bits, bitsFor } from "./bits";
import { type Codes, NULL_INTEGER, type Numbers } from "./tables";

/** Rows a pass works on at once: little enough to stay in the processor's cache with all their columns. */
export const BLOCK = 2048;

/** Some rows of a pass, with their columns widened to one element type each, once per block. */
export class Block {
  /** Of each row: the variants it is still possible under. */
  readonly bits: Bits;
  /** Places within the block of the rows that anything is wanted of, … */
  readonly left = new Uint16Array(BLOCK);
  /** … and how many they are. */
  leftCount = 0;
  /** Places of those that were taken last, … */
  places: Uint16Array = this.left;
  /** … and how many they are. */
  found = 0;
  length = 0;
  private base = 0;
  /** Counts what was taken: numbers of few rows are read once for each. */
  private takes = 0;
  private readonly codeBlocks = new Map<Codes, CodeBlock>();
  private readonly numberBlocks = new Map<Numbers, NumberBlock>();

  /** @param all bits of all variants */
  constructor(all: number) {
    this.bits = bitsFor(all, BLOCK);
  }

  move(base: number, length: number): void {
    this.base = base;
    this.length = length;
  }

  /** Steps that follow work on these rows. */
  take(places: Uint16Array, found: number): void {
    this.places = places;
    this.found = found;
    this.takes++;
  }

  codes(codes: Codes): Int32Array {
    let entry = this.codeBlocks.get(codes);
    if (!entry) {
      entry = { at: -1, block: new Int32Array(BLOCK), near: nearFor(codes) };
      this.codeBlocks.set(codes, entry);
    }
    if (entry.at !== this.base) {
      const rows = codes.subarray(this.base, this.base + this.length);
      entry.near?.set(rows);
      entry.block.set(entry.near ?? rows);
      entry.at = this.base;
    }
    return entry.block;
  }

  /** NULL is NaN. Of few rows only theirs are read. */
  numbers(numbers: Numbers): Float64Array {
    let entry = this.numberBlocks.get(numbers);
    if (!entry) {
      entry = { at: -1, take: -1, block: new Float64Array(BLOCK) };
      this.numberBlocks.set(numbers, entry);
    }
    if (entry.at === this.base || entry.take === this.takes) return entry.block;
    const isFew = this.found * FEW < this.length;
    if (isFew) {
      takeSome(numbers.rows, this.base, this.places, this.found, entry.block);
      entry.take = this.takes;
    } else {
      entry.block.set(numbers.rows.subarray(this.base, this.base + this.length));
      entry.at = this.base;
    }
    if (numbers.hasNulls && numbers.rows instanceof Int32Array) nullsAsNaN(entry.block, this.length);
    return entry.block;
  }
}

interface CodeBlock {
  at: number;
  block: Int32Array;
  /** Narrow codes of shared memory are copied first as they are: widened from there it takes four times as long. */
  near: Codes | null;
}

function nearFor(codes: Codes): Codes | null {
  if (!(codes.buffer instanceof SharedArrayBuffer) || codes instanceof Uint32Array) return null;
  return codes instanceof Uint8Array ? new Uint8Array(BLOCK) : new Uint16Array(BLOCK);
}

interface NumberBlock {
  /** The block that all of is read, … */
  at: number;
  /** … or what was taken that is. */
  take: number;
  block: Float64Array;
}

/** One row in so many is few. */
const FEW = 8;

function takeSome(
  rows: Numbers["rows"],
  base: number,
  places: Uint16Array,
  found: number,
  into: Float64Array,
): void {
  for (let p = 0; p < found; p++) {
    const i = places[p] ?? 0;
    into[i] = rows[base + i] ?? 0;
  }
}

function nullsAsNaN(block: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) if (block[i] === NULL_INTEGER) block[i] = Number.NaN;
}
