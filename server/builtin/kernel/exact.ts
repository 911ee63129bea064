import { EXACT, NULL_INTEGER, type Numbers } from "./tables";

const known = new WeakMap<Numbers, boolean>();
const knownLargest = new WeakMap<Numbers, number>();

/**
 * Whether sums of a column are the same in any order, to the last bit: whole numbers always (`load.ts` holds no larger
 * ones), doubles where they are whole numbers, halves, quarters …, of no great sum. Looked through once.
 */
export function isExact(numbers: Numbers): boolean {
  const before = known.get(numbers);
  if (before !== undefined) return before;
  const found = numbers.scale !== null || addsUpExactly(numbers.rows);
  known.set(numbers, found);
  return found;
}

/** All are multiples of the same part of two, and sums of them have no more of it than a double can hold. */
function addsUpExactly(rows: Numbers["rows"]): boolean {
  let [parts, total] = [1, 0];
  for (let row = 0; row < rows.length; row++) {
    const value = rows[row] ?? 0;
    // NULL.
    if (Number.isNaN(value)) continue;
    while (!Number.isInteger(value * parts)) {
      parts *= 2;
      if (parts > EXACT) return false;
    }
    total += Math.abs(value);
  }
  return total * parts < EXACT;
}

/** The largest of a column, without sign and point. Looked through once. */
export function largestOf(numbers: Numbers): number {
  const before = knownLargest.get(numbers);
  if (before !== undefined) return before;
  let largest = 0;
  const none = numbers.rows instanceof Int32Array ? -NULL_INTEGER : Number.NaN;
  for (let row = 0; row < numbers.rows.length; row++) {
    const value = Math.abs(numbers.rows[row] ?? 0);
    if (value > largest && value !== none) largest = value;
  }
  knownLargest.set(numbers, largest);
  return largest;
}
