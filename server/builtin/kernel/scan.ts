import { type Codes, NULL_INTEGER, type Numbers } from "./tables";

/*
 * The one pass over a table's rows. Each row has a bit per variant of the selections (`variants.ts`); it is set where
 * the row is possible under that variant. Inner loops run over small blocks widened to one element type, so that they
 * stay fast whatever the columns hold; indexes into arrays are in bounds by construction there.
 */

/** A bit per variant, for every code of a field or every row of a block. */
export type Bits = Uint8Array | Uint32Array;

/** Rows keep only those bits that stand beside their code. */
export interface Filter {
  codes: Codes;
  pass: Bits;
}

/** Gathers, for every code, the bits of all rows that have it. */
export interface Mark {
  codes: Codes;
  bits: Bits;
}

/** Counts, and sums where asked, of the rows possible under one variant, by code. */
export interface Accumulator {
  codes: Codes;
  /** The variant's bit. */
  variant: number;
  counts: Uint32Array;
  folds: Fold[];
}

/** What one column of numbers comes to, by code. */
export interface Fold {
  numbers: Numbers;
  /** Rows that are not NULL; the accumulator's own counts where no row is. */
  counts: Uint32Array;
  sums: Float64Array | null;
  least: Float64Array | null;
  most: Float64Array | null;
}

export interface Pass {
  rows: number;
  /** Bits of all variants. */
  all: number;
  filters: Filter[];
  marks: Mark[];
  accumulators: Accumulator[];
}

const BLOCK = 2048;

export function bitsFor(all: number, length: number): Bits {
  return all < 256 ? new Uint8Array(length) : new Uint32Array(length);
}

export function scan({ rows, all, filters, marks, accumulators }: Pass): void {
  const columns = new Widened();
  const bits = bitsFor(all, BLOCK);
  const passing = new Uint16Array(BLOCK);
  const variants = [...new Set(accumulators.map((a) => a.variant))];
  for (let base = 0; base < rows; base += BLOCK) {
    const length = Math.min(BLOCK, rows - base);
    columns.move(base, length);
    bits.fill(all);
    for (const { codes, pass } of filters) filterBlock(bits, columns.codes(codes), pass, length);
    if (marks.length > 0) {
      const found = passingRows(passing, bits, all, length);
      if (found === 0) continue;
      for (const mark of marks) markBlock(mark.bits, columns.codes(mark.codes), bits, passing, found);
    }
    for (const variant of variants) {
      const found = passingRows(passing, bits, variant, length);
      if (found === 0) continue;
      for (const one of accumulators) if (one.variant === variant) accumulate(one, columns, passing, found);
    }
  }
}

/** Blocks of columns as one element type, each widened once per block. */
class Widened {
  private base = 0;
  private length = 0;
  private readonly blocks = new Map<Codes, { at: number; block: Int32Array }>();
  private readonly doubles = new Map<Numbers, { at: number; block: Float64Array }>();

  move(base: number, length: number): void {
    this.base = base;
    this.length = length;
  }

  codes(codes: Codes): Int32Array {
    let entry = this.blocks.get(codes);
    if (!entry) {
      entry = { at: -1, block: new Int32Array(BLOCK) };
      this.blocks.set(codes, entry);
    }
    if (entry.at !== this.base) {
      entry.block.set(codes.subarray(this.base, this.base + this.length));
      entry.at = this.base;
    }
    return entry.block;
  }

  /** NULL is NaN. */
  numbers(numbers: Numbers): Float64Array {
    let entry = this.doubles.get(numbers);
    if (!entry) {
      entry = { at: -1, block: new Float64Array(BLOCK) };
      this.doubles.set(numbers, entry);
    }
    if (entry.at !== this.base) {
      entry.block.set(numbers.rows.subarray(this.base, this.base + this.length));
      if (numbers.hasNulls && numbers.scale !== null) nullsAsNaN(entry.block, this.length);
      entry.at = this.base;
    }
    return entry.block;
  }
}

function nullsAsNaN(block: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) if (block[i] === NULL_INTEGER) block[i] = Number.NaN;
}

function filterBlock(bits: Bits, keys: Int32Array, pass: Bits, length: number): void {
  for (let i = 0; i < length; i++) bits[i]! &= pass[keys[i]!]!;
}

/** Places of the rows with any of the wanted bits; returns how many. */
function passingRows(places: Uint16Array, bits: Bits, wanted: number, length: number): number {
  let found = 0;
  for (let i = 0; i < length; i++) {
    places[found] = i;
    found += (bits[i]! & wanted) === 0 ? 0 : 1;
  }
  return found;
}

function markBlock(marked: Bits, keys: Int32Array, bits: Bits, places: Uint16Array, found: number): void {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    marked[keys[i]!]! |= bits[i]!;
  }
}

function accumulate(into: Accumulator, columns: Widened, places: Uint16Array, found: number): void {
  const keys = columns.codes(into.codes);
  countRows(into.counts, keys, places, found);
  for (const fold of into.folds) {
    const values = columns.numbers(fold.numbers);
    const { hasNulls } = fold.numbers;
    if (hasNulls) countPresent(fold.counts, values, keys, places, found);
    if (fold.sums) (hasNulls ? sumPresent : sumRows)(fold.sums, values, keys, places, found);
    if (fold.least) leastRows(fold.least, values, keys, places, found);
    if (fold.most) mostRows(fold.most, values, keys, places, found);
  }
}

function countRows(counts: Uint32Array, keys: Int32Array, places: Uint16Array, found: number): void {
  for (let p = 0; p < found; p++) counts[keys[places[p]!]!]!++;
}

function countPresent(
  counts: Uint32Array,
  values: Float64Array,
  keys: Int32Array,
  places: Uint16Array,
  found: number,
): void {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    if (!Number.isNaN(values[i]!)) counts[keys[i]!]!++;
  }
}

type FoldLoop = (
  into: Float64Array,
  values: Float64Array,
  keys: Int32Array,
  places: Uint16Array,
  found: number,
) => void;

const sumRows: FoldLoop = (sums, values, keys, places, found) => {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    sums[keys[i]!]! += values[i]!;
  }
};

const sumPresent: FoldLoop = (sums, values, keys, places, found) => {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    const value = values[i]!;
    if (!Number.isNaN(value)) sums[keys[i]!]! += value;
  }
};

const leastRows: FoldLoop = (least, values, keys, places, found) => {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    if (values[i]! < least[keys[i]!]!) least[keys[i]!] = values[i]!;
  }
};

const mostRows: FoldLoop = (most, values, keys, places, found) => {
  for (let p = 0; p < found; p++) {
    const i = places[p]!;
    if (values[i]! > most[keys[i]!]!) most[keys[i]!] = values[i]!;
  }
};
