import type { Bits } from "./bits";
import type { Block } from "./block";
import type { Mark } from "./scan";
import type { Codes, Numbers } from "./tables";

/*
 * What a pass does to each block, one small loop after the other. Loops stay classes of one shape behind one call, so
 * that each is compiled on its own: compiled into one, they run at half the speed. Indexes are in bounds by
 * construction: codes are no larger than their field's size, places no larger than the block.
 */
export interface Step {
  run(block: Block): void;
  /** After the last block. */
  end?(): void;
}

/** Gathers, for every code, the bits of the rows that have it. */
export class MarkCodes implements Step {
  private readonly column: Codes;
  private readonly marked: Bits;
  /** Codes below have all bits that are wanted. */
  private complete = 0;

  constructor(private readonly mark: Mark) {
    this.column = mark.codes;
    this.marked = mark.bits;
  }

  run(block: Block): void {
    const { bits, places, found } = block;
    if (found === 0) return;
    const { marked } = this;
    const keys = block.codes(this.column);
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      marked[keys[i]!]! |= bits[i]!;
    }
  }

  /** Nothing wanted is missing. The last code is that of NULL, which meets nothing. */
  isComplete(): boolean {
    const { bits, wanted, reachable } = this.mark;
    const end = bits.length - 1;
    for (; this.complete < end; this.complete++) {
      const aim = reachable ? reachable[this.complete]! & wanted : wanted;
      if ((bits[this.complete]! & aim) !== aim) return false;
    }
    return true;
  }
}

export class CountRows implements Step {
  constructor(
    private readonly column: Codes,
    private readonly counts: Uint32Array,
  ) {}

  run(block: Block): void {
    const { places, found } = block;
    if (found === 0) return;
    const { counts } = this;
    const keys = block.codes(this.column);
    for (let p = 0; p < found; p++) counts[keys[places[p]!]!]!++;
  }
}

/** One column of numbers by code. */
abstract class FoldNumbers implements Step {
  constructor(
    private readonly column: Codes,
    private readonly numbers: Numbers,
  ) {}

  run(block: Block): void {
    if (block.found === 0) return;
    this.fold(block.codes(this.column), block.numbers(this.numbers), block.places, block.found);
  }

  protected abstract fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void;
}

/** How many of the numbers are not NULL. */
export class CountNumbers extends FoldNumbers {
  constructor(
    column: Codes,
    numbers: Numbers,
    private readonly counts: Uint32Array,
  ) {
    super(column, numbers);
  }

  protected fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void {
    const { counts } = this;
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      if (!Number.isNaN(values[i]!)) counts[keys[i]!]!++;
    }
  }
}

/** Sums of a column without NULL. */
export class SumNumbers extends FoldNumbers {
  constructor(
    column: Codes,
    numbers: Numbers,
    private readonly sums: Float64Array,
  ) {
    super(column, numbers);
  }

  protected fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void {
    const { sums } = this;
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      sums[keys[i]!]! += values[i]!;
    }
  }
}

export class SumPresent extends FoldNumbers {
  constructor(
    column: Codes,
    numbers: Numbers,
    private readonly sums: Float64Array,
  ) {
    super(column, numbers);
  }

  protected fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void {
    const { sums } = this;
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      const value = values[i]!;
      if (!Number.isNaN(value)) sums[keys[i]!]! += value;
    }
  }
}

export class LeastNumbers extends FoldNumbers {
  constructor(
    column: Codes,
    numbers: Numbers,
    private readonly least: Float64Array,
  ) {
    super(column, numbers);
  }

  protected fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void {
    const { least } = this;
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      if (values[i]! < least[keys[i]!]!) least[keys[i]!] = values[i]!;
    }
  }
}

export class MostNumbers extends FoldNumbers {
  constructor(
    column: Codes,
    numbers: Numbers,
    private readonly most: Float64Array,
  ) {
    super(column, numbers);
  }

  protected fold(keys: Int32Array, values: Float64Array, places: Uint16Array, found: number): void {
    const { most } = this;
    for (let p = 0; p < found; p++) {
      const i = places[p]!;
      if (values[i]! > most[keys[i]!]!) most[keys[i]!] = values[i]!;
    }
  }
}

interface SummedNumbers {
  numbers: Numbers;
  sums: Float64Array;
}

/**
 * Counts, and sums of a column without NULL, side by side in memory: what belongs to a code is read at once. Two rows at
 * a time, so that the second need not wait for the first to be stored.
 */
export class CountAndSum implements Step {
  private readonly cells: Float64Array;

  constructor(
    private readonly column: Codes,
    private readonly counts: Uint32Array,
    private readonly first: SummedNumbers,
  ) {
    this.cells = new Float64Array(counts.length * 2);
  }

  run(block: Block): void {
    const { places, found } = block;
    if (found === 0) return;
    const { cells } = this;
    const keys = block.codes(this.column);
    const a = block.numbers(this.first.numbers);
    let p = found & 1;
    if (p === 1) {
      const i = places[0]!;
      const at = keys[i]! * 2;
      cells[at]!++;
      cells[at + 1]! += a[i]!;
    }
    for (; p < found; p += 2) {
      const i = places[p]!;
      const j = places[p + 1]!;
      const at = keys[i]! * 2;
      const next = keys[j]! * 2;
      const x = a[i]!;
      const y = a[j]!;
      cells[at]!++;
      cells[at + 1]! += x;
      cells[next]!++;
      cells[next + 1]! += y;
    }
  }

  end(): void {
    const { cells, counts } = this;
    const { sums } = this.first;
    for (let code = 0; code < counts.length; code++) {
      counts[code] = cells[code * 2]!;
      sums[code] = cells[code * 2 + 1]!;
    }
  }
}

/** The same with two columns: what charts ask for most. */
export class CountAndSums implements Step {
  private readonly cells: Float64Array;

  constructor(
    private readonly column: Codes,
    private readonly counts: Uint32Array,
    private readonly first: SummedNumbers,
    private readonly second: SummedNumbers,
  ) {
    this.cells = new Float64Array(counts.length * 3);
  }

  run(block: Block): void {
    const { places, found } = block;
    if (found === 0) return;
    const { cells } = this;
    const keys = block.codes(this.column);
    const [a, b] = [block.numbers(this.first.numbers), block.numbers(this.second.numbers)];
    let p = found & 1;
    if (p === 1) {
      const i = places[0]!;
      const at = keys[i]! * 3;
      cells[at]!++;
      cells[at + 1]! += a[i]!;
      cells[at + 2]! += b[i]!;
    }
    for (; p < found; p += 2) {
      const i = places[p]!;
      const j = places[p + 1]!;
      const at = keys[i]! * 3;
      const next = keys[j]! * 3;
      const x = a[i]!;
      const y = b[i]!;
      const v = a[j]!;
      const w = b[j]!;
      cells[at]!++;
      cells[at + 1]! += x;
      cells[at + 2]! += y;
      cells[next]!++;
      cells[next + 1]! += v;
      cells[next + 2]! += w;
    }
  }

  end(): void {
    const { cells, counts } = this;
    const [firsts, seconds] = [this.first.sums, this.second.sums];
    for (let code = 0; code < counts.length; code++) {
      counts[code] = cells[code * 3]!;
      firsts[code] = cells[code * 3 + 1]!;
      seconds[code] = cells[code * 3 + 2]!;
    }
  }
}
