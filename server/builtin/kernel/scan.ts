import type { Bits } from "./bits";
import { BLOCK, Block } from "./block";
import type { Breath } from "./breath";
import {
  CountAndSum,
  CountAndSums,
  CountNumbers,
  CountRows,
  FilterAll,
  FilterLeft,
  LeastNumbers,
  LeaveAll,
  MarkCodes,
  MostNumbers,
  type Step,
  SumNumbers,
  SumPresent,
  TakeLeft,
  TakeRows,
} from "./steps";
import type { Codes, Numbers } from "./tables";

/** Rows keep only those bits that stand beside their code. */
export interface Filter {
  field: string;
  codes: Codes;
  pass: Bits;
}

/** Gathers, for every code, the bits of the rows that have it and any of the wanted ones. */
export interface Mark {
  codes: Codes;
  bits: Bits;
  wanted: number;
}

/** Counts, and sums where asked, of the rows possible under one variant, by code. */
export interface Accumulator {
  /** Whose codes they are; null for none. */
  field: string | null;
  codes: Codes;
  /** The variant's bit. */
  variant: number;
  counts: Uint32Array;
  folds: Fold[];
}

/** What one column of numbers comes to, by code. */
export interface Fold {
  /** The same for the same numbers. */
  name: string;
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

/** Blocks between two looks at the clock. */
const BLOCKS_AT_ONCE = 16;

/** The one pass over a table's rows, block by block. Rejects where the question is withdrawn meanwhile. */
export async function scan(pass: Pass, breath: Pick<Breath, "take">): Promise<void> {
  const block = new Block(pass.all);
  const steps = stepsOf(pass);
  for (let base = 0; base < pass.rows; base += BLOCK * BLOCKS_AT_ONCE) {
    scanBlocks(block, steps, base, Math.min(pass.rows, base + BLOCK * BLOCKS_AT_ONCE));
    const pause = breath.take();
    if (pause) await pause;
  }
  for (const step of steps) step.end?.();
}

function scanBlocks(block: Block, steps: readonly Step[], from: number, to: number): void {
  for (let base = from; base < to; base += BLOCK) {
    block.move(base, Math.min(BLOCK, to - base));
    for (const step of steps) step.run(block);
  }
}

function stepsOf({ all, filters, marks, accumulators }: Pass): Step[] {
  const wanted = new Set([...marks.map((m) => m.wanted), ...accumulators.map((a) => a.variant)]);
  const any = [...wanted].reduce((bits, bit) => bits | bit, 0);
  const steps: Step[] = filtering(filters, all, any);
  for (const bits of wanted) {
    steps.push(bits === any ? new TakeLeft() : new TakeRows(bits));
    for (const mark of marks)
      if (mark.wanted === bits) steps.push(new MarkCodes(mark.codes, mark.bits, bits));
    for (const one of accumulators) if (one.variant === bits) steps.push(...accumulating(one));
  }
  return steps;
}

/** What leaves the fewest rows comes first. */
function filtering(filters: readonly Filter[], all: number, wanted: number): Step[] {
  const [first, ...others] = filters
    .map((filter) => ({ ...filter, share: shareOf(filter.pass, wanted) }))
    .sort((a, b) => a.share - b.share);
  if (!first) return [new LeaveAll(all)];
  const further = others.filter((f) => !passesAll(f.pass, all));
  return [
    new FilterAll(first.codes, first.pass, wanted),
    ...further.map((f) => new FilterLeft(f.codes, f.pass, wanted)),
  ];
}

/** The share of a field's values that let any of the wanted bits through. */
function shareOf(pass: Bits, wanted: number): number {
  let found = 0;
  for (let code = 0; code < pass.length; code++) found += ((pass[code] ?? 0) & wanted) === 0 ? 0 : 1;
  return found / pass.length;
}

function passesAll(pass: Bits, all: number): boolean {
  for (let code = 0; code < pass.length; code++) if (pass[code] !== all) return false;
  return true;
}

function accumulating({ codes, counts, folds }: Accumulator): Step[] {
  const plain = folds.flatMap(({ numbers, sums, least, most }) =>
    sums && !least && !most && !numbers.hasNulls ? [{ numbers, sums }] : [],
  );
  const [first, second] = plain;
  const steps: Step[] = [
    first && second
      ? new CountAndSums(codes, counts, first, second)
      : first
        ? new CountAndSum(codes, counts, first)
        : new CountRows(codes, counts),
  ];
  const together = [first?.numbers, second?.numbers];
  for (const { numbers, counts: present, sums, least, most } of folds) {
    if (together.includes(numbers)) continue;
    if (numbers.hasNulls) steps.push(new CountNumbers(codes, numbers, present));
    if (sums) steps.push(new (numbers.hasNulls ? SumPresent : SumNumbers)(codes, numbers, sums));
    if (least) steps.push(new LeastNumbers(codes, numbers, least));
    if (most) steps.push(new MostNumbers(codes, numbers, most));
  }
  return steps;
}
