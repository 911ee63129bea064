import type { Bits } from "../bits";
import { isExact } from "../exact";
import { type Accumulator, type Fold, type Pass, ROWS_AT_ONCE, type Share, type Shares } from "../scan";

/*
 * Part of a pass for another thread. Columns are not copied, they lie in shared memory; what is gathered is made anew there
 * and sent back. A message keeps what is the same the same: columns asked for twice arrive as one.
 */

/** Rows two threads take from the same heap, a share at a time. */
export interface Heap {
  /** The first row nobody took yet. */
  next: Int32Array;
  end: number;
  /** 1 once the other thread has begun with it, or it was taken back: whoever is first. */
  begun: Int32Array;
}

export interface Job {
  id: number;
  pass: Omit<Pass, "accumulators">;
  accumulators: Blank[];
  heap: Heap;
}

/** An accumulator in which nothing was gathered. */
interface Blank extends Pick<Accumulator, "codes" | "variant"> {
  codeCount: number;
  folds: (Pick<Fold, "name" | "numbers"> & Record<"counted" | "sum" | "least" | "most", boolean>)[];
}

/** What a thread gathered; null where it could not. */
export type Gathered = { marks: Bits[]; accumulators: Figures[] } | null;
type Figures = Pick<Accumulator, "counts"> & { folds: Pick<Fold, "counts" | "sums" | "least" | "most">[] };

export function heapOf(from: number, end: number): Heap {
  const next = new Int32Array(new SharedArrayBuffer(4));
  next[0] = from;
  return { next, end, begun: new Int32Array(new SharedArrayBuffer(4)) };
}

/** What the other thread does before it takes anything. @returns false where the heap was taken back */
export const begin = ({ begun }: Heap): boolean => Atomics.exchange(begun, 0, 1) === 0;

/** From now on the other thread takes nothing. @returns false where it has begun */
export const takeBack = begin;

export function sharesOfHeap({ next, end }: Heap): Shares {
  return (): Share | null => {
    const from = Atomics.add(next, 0, ROWS_AT_ONCE);
    return from < end ? { from, to: Math.min(end, from + ROWS_AT_ONCE) } : null;
  };
}

/** Nobody takes anything any more. */
export function clear({ next, end }: Heap): void {
  Atomics.store(next, 0, end);
}

/** All columns of a pass lie in memory that another thread sees. */
export function canBeShared({ filters, marks, accumulators }: Pass): boolean {
  const numbers = accumulators.flatMap((a) => a.folds.map((f) => f.numbers.rows));
  const columns = [...filters, ...marks, ...accumulators].map((c) => c.codes);
  return [...columns, ...numbers].every((c) => c.buffer instanceof SharedArrayBuffer);
}

/** Its sums are the same to the last bit, whichever thread adds up which rows. */
export function isExactPass({ accumulators }: Pass): boolean {
  return accumulators.every((a) => a.folds.every((f) => !f.sums || isExact(f.numbers)));
}

export function jobOf(id: number, { accumulators, ...pass }: Pass, heap: Heap): Job {
  return { id, pass, heap, accumulators: accumulators.map(blankOf) };
}

function blankOf({ codes, variant, counts, folds }: Accumulator): Blank {
  return {
    codes,
    variant,
    codeCount: counts.length,
    folds: folds.map(({ name, numbers, counts: own, sums, least, most }) => ({
      name,
      numbers,
      counted: own !== counts,
      sum: sums !== null,
      least: least !== null,
      most: most !== null,
    })),
  };
}

export function passOf({ pass, accumulators }: Job): Pass {
  return { ...pass, accumulators: accumulators.map(filledIn) };
}

function filledIn({ codes, variant, codeCount, folds }: Blank): Accumulator {
  const counts = new Uint32Array(codeCount);
  const figures = (wanted: boolean, from: number) => (wanted ? new Float64Array(codeCount).fill(from) : null);
  return {
    field: null,
    codes,
    variant,
    counts,
    folds: folds.map(({ name, numbers, counted, sum, least, most }) => ({
      name,
      numbers,
      counts: counted ? new Uint32Array(codeCount) : counts,
      sums: figures(sum, 0),
      least: figures(least, Number.POSITIVE_INFINITY),
      most: figures(most, Number.NEGATIVE_INFINITY),
    })),
  };
}

export function gatheredIn({ marks, accumulators }: Pass): NonNullable<Gathered> {
  return {
    marks: marks.map((m) => m.bits),
    accumulators: accumulators.map(({ counts, folds }) => ({
      counts,
      folds: folds.map(({ counts, sums, least, most }) => ({ counts, sums, least, most })),
    })),
  };
}

/** The memory of what was gathered, to be handed over instead of copied. */
export function buffersOf({ marks, accumulators }: NonNullable<Gathered>): ArrayBuffer[] {
  const figures = accumulators.flatMap(({ counts, folds }) => [
    counts,
    ...folds.flatMap((f) => [f.counts, f.sums, f.least, f.most]),
  ]);
  const buffers = [...marks, ...figures].flatMap((a) => (a ? [a.buffer as ArrayBuffer] : []));
  return [...new Set(buffers)];
}

/** Nothing is counted yet, as in the beginning. What was marked stays: it is true of some row. */
export function forget({ accumulators }: Pass): void {
  for (const { counts, folds } of accumulators) {
    counts.fill(0);
    for (const fold of folds) {
      fold.counts.fill(0);
      fold.sums?.fill(0);
      fold.least?.fill(Number.POSITIVE_INFINITY);
      fold.most?.fill(Number.NEGATIVE_INFINITY);
    }
  }
}

/** Adds what another thread gathered to a pass that has ended. */
export function addTo(pass: Pass, gathered: NonNullable<Gathered>): void {
  for (const [i, { bits }] of pass.marks.entries()) joinBits(bits, gathered.marks[i]);
  for (const [i, { counts, folds }] of pass.accumulators.entries()) {
    const other = gathered.accumulators[i];
    if (!other) continue;
    add(counts, other.counts);
    for (const [f, fold] of folds.entries()) addFold(fold, other.folds[f], fold.counts !== counts);
  }
}

function addFold(fold: Fold, other: Figures["folds"][number] | undefined, counted: boolean): void {
  if (!other) return;
  if (counted) add(fold.counts, other.counts);
  if (fold.sums && other.sums) add(fold.sums, other.sums);
  if (fold.least && other.least) join(fold.least, other.least, Math.min);
  if (fold.most && other.most) join(fold.most, other.most, Math.max);
}

function joinBits(into: Bits, from: Bits | undefined): void {
  if (!from) return;
  for (let code = 0; code < into.length; code++) into[code] = (into[code] as number) | (from[code] as number);
}

function add<T extends Uint32Array | Float64Array>(into: T, from: T): void {
  for (let code = 0; code < into.length; code++) into[code] = (into[code] as number) + (from[code] as number);
}

function join(into: Float64Array, from: Float64Array, joined: (a: number, b: number) => number): void {
  for (let code = 0; code < into.length; code++)
    into[code] = joined(into[code] as number, from[code] as number);
}
