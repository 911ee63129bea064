import { expect, test } from "vitest";
import { isExact } from "./exact";

const doubles = (...values: number[]) => ({
  rows: Float64Array.from(values),
  scale: null,
  hasNulls: values.some(Number.isNaN),
  bytes: values.length * 8,
});

test.each([
  ["whole numbers", doubles(1, -7, 4_000_000_000), true],
  ["halves and quarters, NULL among them", doubles(0.5, -2.25, Number.NaN, 1e9), true],
  ["none", doubles(), true],
  ["tenths", doubles(0.5, 0.1), false],
  ["small parts of large numbers", doubles(2 ** -30, 2 ** 30), false],
  ["a sum too large", doubles(2 ** 51, 2 ** 51), false],
  ["numbers without end", doubles(Number.POSITIVE_INFINITY), false],
])("sums of doubles are exact in any order: %s", (_, numbers, expected) => {
  expect(isExact(numbers)).toBe(expected);
});
