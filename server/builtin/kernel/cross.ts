import type { CellValue } from "@/server/platform/model";
import { type Codes, codesFor, type FieldValues } from "./tables";

/** More groups than this are left to SQL. */
export const MOST_GROUPS = 200_000;

/** How the rows of a table find their value of one dimension. */
interface Crossed {
  codes: Codes;
  /** For each code that of the dimension; null where they are the same. */
  lookup: Uint32Array | null;
}

/** Each row's group: its values of all dimensions put together. @param codeCounts by dimension, NULL's code counted */
export function crossCodes(crossed: readonly Crossed[], codeCounts: readonly number[], rows: number): Codes {
  const groups = codeCounts.reduce((product, n) => product * n, 1);
  const codes = codesFor(rows, groups - 1);
  for (const [i, { codes: own, lookup }] of crossed.entries()) {
    const count = codeCounts[i] ?? 1;
    if (lookup)
      for (let row = 0; row < rows; row++)
        codes[row] = (codes[row] ?? 0) * count + (lookup[own[row] ?? 0] ?? 0);
    else for (let row = 0; row < rows; row++) codes[row] = (codes[row] ?? 0) * count + (own[row] ?? 0);
  }
  return codes;
}

/** The groups of a chart: combinations of its dimensions' values, the last dimension's changing first. */
export class Combinations {
  /** Of each dimension: what a step of its value is in groups. */
  private readonly steps: number[];
  readonly groups: number;

  constructor(private readonly values: readonly FieldValues[]) {
    let step = 1;
    this.steps = values.map(() => 1);
    for (let d = values.length - 1; d >= 0; d--) {
      this.steps[d] = step;
      step *= this.codeCount(d);
    }
    this.groups = step;
  }

  get dimensions(): number {
    return this.values.length;
  }

  codeOf(group: number, dimension: number): number {
    return Math.floor(group / (this.steps[dimension] ?? 1)) % this.codeCount(dimension);
  }

  /** Of all dimensions but the last, the group among theirs. */
  above(group: number): number {
    return Math.floor(group / this.codeCount(this.values.length - 1));
  }

  /** The code of rows without a value. */
  none(dimension: number): number {
    return this.codeCount(dimension) - 1;
  }

  /** The code of the first text where numbers come before; else 0. */
  numeric(dimension: number): number {
    return this.values[dimension]?.duals?.numeric ?? 0;
  }

  cells(group: number): CellValue[] {
    return this.values.map(({ cells }, d) => cells[this.codeOf(group, d)] ?? null);
  }

  private codeCount(dimension: number): number {
    return (this.values[dimension]?.cells.length ?? 0) + 1;
  }
}
