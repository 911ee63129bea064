import type { CellValue } from "@/server/platform/model";
import type { Aggregation } from "./questions";

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Equal for what is made of the same numbers in another order. */
export function rounded(value: CellValue): CellValue {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value;
}

/** What an aggregation makes of the values of its rows, written down plainly. */
export function aggregate({ take }: Pick<Aggregation, "take">, inputs: readonly CellValue[]): CellValue {
  const present = inputs.filter((v) => v !== null);
  const numbers = present.map(Number);
  switch (take) {
    case "sum":
      return sum(numbers);
    case "count":
      return present.length;
    case "distinct":
      return new Set(present).size;
    case "nulls":
      return inputs.length - present.length;
    case "sum distinct":
      return sum([...new Set(numbers)]);
    case "avg":
      return numbers.length > 0 ? sum(numbers) / numbers.length : null;
    case "min":
      return numbers.length > 0 ? Math.min(...numbers) : null;
    case "max":
      return numbers.length > 0 ? Math.max(...numbers) : null;
    case "second max":
      return [...new Set(numbers)].sort((a, b) => b - a)[1] ?? null;
    case "median":
      return median([...numbers].sort((a, b) => a - b));
    case "stdev":
      return deviation(numbers);
    case "mode":
      return mode(present);
    case "only":
      return new Set(present).size === 1 ? (present[0] ?? null) : null;
    case "first text":
      return [...present].sort()[0] ?? null;
    case "concat":
      return present.length > 0 ? [...present].sort().join("|") : null;
    case "concat distinct":
      return present.length > 0 ? [...new Set(present)].sort().join("|") : null;
    case "first sorted":
      return firstSorted(present.map((pair) => JSON.parse(String(pair)) as [CellValue, number | null]));
  }
}

function median(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Of a sample. */
function deviation(numbers: readonly number[]): number | null {
  if (numbers.length < 2) return null;
  const mean = sum(numbers) / numbers.length;
  return Math.sqrt(sum(numbers.map((n) => (n - mean) ** 2)) / (numbers.length - 1));
}

/** The value there are most of; none where several are. */
function mode(values: readonly CellValue[]): CellValue {
  const times = (value: CellValue) => values.filter((v) => v === value).length;
  const different = [...new Set(values)].sort((a, b) => times(b) - times(a));
  const [first = null, second] = different;
  return second !== undefined && times(first) === times(second) ? null : first;
}

/** The value of the least weight; none where several rows have it. */
function firstSorted(pairs: readonly (readonly [CellValue, number | null])[]): CellValue {
  const weights = pairs.flatMap(([, weight]) => (weight === null ? [] : [weight]));
  const least = pairs.filter(([, weight]) => weight === Math.min(...weights));
  return least.length === 1 ? (least[0]?.[0] ?? null) : null;
}
