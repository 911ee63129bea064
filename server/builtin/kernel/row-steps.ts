import type { Bits } from "./bits";
import { BLOCK, type Block } from "./block";
import type { Step } from "./steps";
import type { Codes } from "./tables";

/*
 * Steps that find the rows which others then work on; see `steps.ts` for why each is a class. Whether a row is left is added
 * up as a number, the sign of its negated bits: a branch that goes either way costs three times the rest of the loop.
 */

/** Where nothing filters: all rows are left, with all bits. */
export class LeaveAll implements Step {
  constructor(private readonly all: number) {}

  run(block: Block): void {
    const { left, length } = block;
    block.bits.fill(this.all);
    for (let i = 0; i < length; i++) left[i] = i;
    block.leftCount = length;
  }
}

/** Gives rows the bits that stand beside their code; those with any of the wanted ones are left. */
export class FilterAll implements Step {
  constructor(
    private readonly column: Codes,
    private readonly pass: Bits,
    private readonly wanted: number,
  ) {}

  run(block: Block): void {
    const { bits, left, length } = block;
    const { pass, wanted } = this;
    const keys = block.codes(this.column);
    let found = 0;
    for (let i = 0; i < length; i++) {
      const own = pass[keys[i]!]!;
      bits[i] = own;
      left[found] = i;
      found += -(own & wanted) >>> 31;
    }
    block.leftCount = found;
  }
}

/** Rows that are left keep only those bits that stand beside their code. */
export class FilterLeft implements Step {
  constructor(
    private readonly column: Codes,
    private readonly pass: Bits,
    private readonly wanted: number,
  ) {}

  run(block: Block): void {
    const { bits, left, leftCount } = block;
    if (leftCount === 0) return;
    const { pass, wanted } = this;
    const keys = block.codes(this.column);
    let found = 0;
    for (let p = 0; p < leftCount; p++) {
      const i = left[p]!;
      const own = bits[i]! & pass[keys[i]!]!;
      bits[i] = own;
      left[found] = i;
      found += -(own & wanted) >>> 31;
    }
    block.leftCount = found;
  }
}

/** Takes the rows that are left; the steps that follow work on these. */
export class TakeLeft implements Step {
  run(block: Block): void {
    block.take(block.left, block.leftCount);
  }
}

/** Takes, of the rows that are left, those with any of the wanted bits. */
export class TakeRows implements Step {
  private readonly own = new Uint16Array(BLOCK);

  constructor(private readonly wanted: number) {}

  run(block: Block): void {
    const { bits, left, leftCount } = block;
    const { own, wanted } = this;
    let found = 0;
    for (let p = 0; p < leftCount; p++) {
      const i = left[p]!;
      own[found] = i;
      found += -(bits[i]! & wanted) >>> 31;
    }
    block.take(own, found);
  }
}
