import type { Counted } from "./cube-counts";
import type { Groups } from "./cube-groups";
import { isExact, largestOf } from "./exact";
import type { HeldMeasure } from "./measures";
import { NotHeld, type Numbers } from "./tables";

/** What a double may be wrong by, to its size. */
const EPSILON = 2 ** -52;

/**
 * Whether any measure of a group is neither 0 nor NULL. Sums that depend on the order of their terms are told from 0 where
 * they are larger than they can be wrong.
 * @throws NotHeld where that leaves it open: SQL may have added another way
 */
export function isFilled(
  group: number,
  measures: readonly HeldMeasure[],
  counted: readonly Counted[],
  { figures, split }: Pick<Groups, "figures" | "split">,
): boolean {
  let [first, isOpen] = [0, false];
  for (const { parts, formula } of measures) {
    const from = first;
    first += parts.length;
    if (parts.every((_, i) => isCertain(counted[from + i]))) {
      const value = formula.value((part) => figures[from + part]?.(group) ?? null);
      if (value !== null && value !== 0) return true;
      continue;
    }
    const leaf = formula.leaf === undefined ? Number.NaN : from + formula.leaf;
    const [own, found] = [counted[leaf], split[leaf]];
    const count = found?.countAt(group);
    if (own?.grouped && count !== undefined) {
      if (Math.abs(found?.at(group) ?? 0) > errorOf(own, own.grouped.fold.numbers, count)) return true;
      if (count === 0) continue;
    }
    isOpen = true;
  }
  if (isOpen) throw new NotHeld("A sum that may be 0.");
  return false;
}

/** What a sum or mean of so many numbers may be wrong by. */
function errorOf({ part, scale }: Counted, numbers: Numbers, count: number): number {
  const sum = count * count * largestOf(numbers) * EPSILON;
  return part.aggregation === "avg" ? sum / Math.max(count, 1) / 10 ** (scale ?? 0) : sum;
}

/** The same in whatever order its numbers are added. SQL has means of decimals from doubles. */
function isCertain(counted: Counted | undefined): boolean {
  const { aggregation } = counted?.part ?? {};
  if (!counted?.grouped || aggregation === undefined) return false;
  if (aggregation !== "sum" && aggregation !== "avg") return true;
  return isExact(counted.grouped.fold.numbers) && (aggregation === "sum" || !counted.scale);
}
