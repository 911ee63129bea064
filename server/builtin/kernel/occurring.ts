import { placesOf } from "./group-marks";
import { type Codes, codesFor, type FieldCodes } from "./tables";

/** Groups of which there are rows. */
export interface Occurring {
  /** Each row's, by its number among them. */
  codes: FieldCodes;
  /** The group of each number. */
  groupOf: Uint32Array;
  bytes: number;
}

/** Numbers the groups that occur, in their order. @param groups of each row */
export function occurring(groups: Codes): { codes: Codes; groupOf: Uint32Array } {
  let most = 0;
  for (let row = 0; row < groups.length; row++) most = Math.max(most, groups[row] as number);
  const occurs = new Uint8Array(most + 1);
  for (let row = 0; row < groups.length; row++) occurs[groups[row] as number] = 1;
  const groupOf = placesOf(occurs).slice();
  const numbers = new Uint32Array(most + 1);
  for (let number = 0; number < groupOf.length; number++) numbers[groupOf[number] as number] = number;
  const codes = codesFor(groups.length, groupOf.length);
  for (let row = 0; row < groups.length; row++) codes[row] = numbers[groups[row] as number] as number;
  return { codes, groupOf };
}

/**
 * Groups by some of their dimensions. @param codeCounts by dimension, NULL's code counted
 * @param kept places of the dimensions, in the order of the view's
 */
export function viewOf(
  groupOf: Uint32Array,
  codeCounts: readonly number[],
  kept: readonly number[],
): Uint32Array {
  const steps = codeCounts.map((_, d) => codeCounts.slice(d + 1).reduce((product, n) => product * n, 1));
  const view = new Uint32Array(groupOf.length);
  for (const d of kept) {
    const [step, count] = [steps[d] ?? 1, codeCounts[d] ?? 1];
    for (let i = 0; i < view.length; i++)
      view[i] = (view[i] as number) * count + (Math.floor((groupOf[i] as number) / step) % count);
  }
  return view;
}
