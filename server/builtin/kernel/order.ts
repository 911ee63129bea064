/** More than this many are sorted all at once. */
const FEW = 1_000;

export type Compare = (a: number, b: number) => number;

/** The first `count` of some numbers in an order without ties. */
export function firstInOrder(numbers: ArrayLike<number>, count: number, compare: Compare): number[] {
  if (count > FEW) return Array.from(numbers).sort(compare).slice(0, count);
  const first: number[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i] ?? 0;
    const last = first.at(-1);
    if (first.length >= count && (last === undefined || compare(n, last) >= 0)) continue;
    first.splice(placeOf(first, n, compare), 0, n);
    if (first.length > count) first.pop();
  }
  return first;
}

function placeOf(sorted: readonly number[], n: number, compare: Compare): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] ?? 0, n) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
