import { expect, test } from "vitest";
import { compareTables, difference } from "./compare";

test("tables of two reloads stand side by side, new and gone ones included", () => {
  const before = [
    { name: "orders", rows: 10 },
    { name: "stores", rows: 3 },
  ];
  const after = [
    { name: "customers", rows: 5 },
    { name: "orders", rows: 12 },
  ];
  expect(compareTables(before, after)).toEqual([
    { name: "customers", before: null, after: 5 },
    { name: "orders", before: 10, after: 12 },
    { name: "stores", before: 3, after: null },
  ]);
});

test("there is a difference only between two figures", () => {
  expect(difference(10, 12)).toBe(2);
  expect(difference(null, 12)).toBeNull();
  expect(difference(10, null)).toBeNull();
});
