import type { Bits } from "./bits";
import { BLOCK, Block } from "./block";
import type { Breath } from "./breath";
import { FilterAll, FilterLeft, LeaveAll, TakeLeft, TakeRows } from "./row-steps";
import {
  CountAndSum,
  CountAndSums,
  CountNumbers,
  CountRows,
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
  field: string;
  codes: Codes;
  pass: Bits;
}

/** Gathers, for every code, the bits of the rows that have it and any of the wanted ones. Further rows may be left out once all codes have all of these. */
export interface Mark {
  codes: Codes;
  bits: Bits;
  wanted: number;
  /** By code the bits that its rows may have; all, where it is not given. */
  reachable?: Bits;
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

/** Blocks between two looks at the clock, and at what is complete. */
const BLOCKS_AT_ONCE = 16;
/** Rows between two such looks. */
export const ROWS_AT_ONCE = BLOCK * BLOCKS_AT_ONCE;

/** Some rows of a pass: `from` up to before `to`. */
export interface Share {
  from: number;
  to: number;
}

/** Gives out the rows of a pass, share by share; null where none are left. */
export type Shares = () => Share | null;

/** One pass over a table's rows, or over some of them. What it gathers is there when it has ended. */
export class Scan {
  private readonly block: Block;
  private readonly work: Work;

  constructor(pass: Pass) {
    this.block = new Block(pass.all);
    this.work = new Work(pass);
  }

  /** No further row is needed. */
  get isOver(): boolean {
    return this.work.steps.length === 0;
  }

  run({ from, to }: Share): void {
    const { block, work } = this;
    for (let base = from; base < to; base += BLOCK) {
      block.move(base, Math.min(BLOCK, to - base));
      for (const step of work.steps) step.run(block);
    }
    work.leaveOutComplete();
  }

  /** Goes over shares until none is left. Rejects where the question is withdrawn meanwhile. */
  async runAll(shares: Shares, breath: Pick<Breath, "take">): Promise<void> {
    for (let share = this.isOver ? null : shares(); share; share = this.isOver ? null : shares()) {
      this.run(share);
      const pause = breath.take();
      if (pause) await pause;
    }
  }

  end(): void {
    this.work.end();
  }
}

/** The one pass over a table's rows, block by block. Rejects where the question is withdrawn meanwhile. */
export async function scan(pass: Pass, breath: Pick<Breath, "take">): Promise<void> {
  const whole = new Scan(pass);
  await whole.runAll(sharesOf(pass.rows), breath);
  whole.end();
}

/** A first look comes soon: keys of few values are complete at once. */
export function sharesOf(rows: number): Shares {
  let from = 0;
  return () => {
    if (from >= rows) return null;
    const share = { from, to: Math.min(rows, from + (from === 0 ? BLOCK : ROWS_AT_ONCE)) };
    from = share.to;
    return share;
  };
}

/** The steps of a pass. Once a mark is complete, rows are no longer looked at for its sake. */
class Work {
  steps: Step[];
  private marks: { wanted: number; step: MarkCodes }[];
  private readonly accumulators: { wanted: number; steps: Step[] }[];

  constructor(private readonly pass: Pass) {
    this.marks = pass.marks.map((mark) => ({ wanted: mark.wanted, step: new MarkCodes(mark) }));
    this.accumulators = pass.accumulators.map((a) => ({ wanted: a.variant, steps: accumulating(a) }));
    this.steps = this.put();
  }

  leaveOutComplete(): void {
    const left = this.marks.filter((m) => !m.step.isComplete());
    if (left.length === this.marks.length) return;
    this.marks = left;
    this.steps = this.put();
  }

  end(): void {
    for (const { steps } of this.accumulators) for (const step of steps) step.end?.();
  }

  private put(): Step[] {
    const { all, filters } = this.pass;
    const wanted = new Set([...this.marks, ...this.accumulators].map((w) => w.wanted));
    const any = [...wanted].reduce((bits, bit) => bits | bit, 0);
    if (any === 0) return [];
    const steps: Step[] = filtering(filters, all, any);
    for (const bits of wanted) {
      steps.push(bits === any ? new TakeLeft() : new TakeRows(bits));
      for (const mark of this.marks) if (mark.wanted === bits) steps.push(mark.step);
      for (const one of this.accumulators) if (one.wanted === bits) steps.push(...one.steps);
    }
    return steps;
  }
}

/** What leaves the fewest rows comes first. */
function filtering(filters: readonly Filter[], all: number, wanted: number): Step[] {
  const [first, ...others] = filters
    .map((filter) => ({ ...filter, share: shareOf(filter.pass, wanted) }))
    .sort((a, b) => a.share - b.share);
  if (!first) return [new LeaveAll(all)];
  const further = others.filter((f) => !passesAll(f.pass, wanted));
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

function passesAll(pass: Bits, wanted: number): boolean {
  for (let code = 0; code < pass.length; code++) if (((pass[code] ?? 0) & wanted) !== wanted) return false;
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
