import type { Bits } from "./bits";
import { BLOCK, Block } from "./block";
import type { Breath } from "./breath";
import {
  CountAndSums,
  CountNumbers,
  CountRows,
  FilterRows,
  FindRows,
  LeastNumbers,
  MarkCodes,
  MostNumbers,
  type Step,
  SumNumbers,
  SumPresent,
} from "./steps";
import type { Codes, Numbers } from "./tables";

/** Rows keep only those bits that stand beside their code. */
export interface Filter {
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
}

function scanBlocks(block: Block, steps: readonly Step[], from: number, to: number): void {
  for (let base = from; base < to; base += BLOCK) {
    block.move(base, Math.min(BLOCK, to - base));
    for (const step of steps) step.run(block);
  }
}

function stepsOf({ filters, marks, accumulators }: Pass): Step[] {
  const steps: Step[] = filters.map((f) => new FilterRows(f.codes, f.pass));
  const wanted = new Set([...marks.map((m) => m.wanted), ...accumulators.map((a) => a.variant)]);
  for (const bits of wanted) {
    steps.push(new FindRows(bits));
    for (const mark of marks)
      if (mark.wanted === bits) steps.push(new MarkCodes(mark.codes, mark.bits, bits));
    for (const one of accumulators) if (one.variant === bits) steps.push(...accumulating(one));
  }
  return steps;
}

function accumulating({ codes, counts, folds }: Accumulator): Step[] {
  const plain = folds.flatMap(({ numbers, sums, least, most }) =>
    sums && !least && !most && !numbers.hasNulls ? [{ numbers, sums }] : [],
  );
  const [first, second] = plain;
  const together = first && second ? [first.numbers, second.numbers] : [];
  const steps: Step[] =
    first && second ? [new CountAndSums(codes, counts, first, second)] : [new CountRows(codes, counts)];
  for (const { numbers, counts: present, sums, least, most } of folds) {
    if (together.includes(numbers)) continue;
    if (numbers.hasNulls) steps.push(new CountNumbers(codes, numbers, present));
    if (sums) steps.push(new (numbers.hasNulls ? SumPresent : SumNumbers)(codes, numbers, sums));
    if (least) steps.push(new LeastNumbers(codes, numbers, least));
    if (most) steps.push(new MostNumbers(codes, numbers, most));
  }
  return steps;
}
