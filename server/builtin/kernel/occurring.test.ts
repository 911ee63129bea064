import { expect, test } from "vitest";
import { occurring, viewOf } from "./occurring";

test("groups that occur are numbered in their order, each row by its own", () => {
  const { codes, groupOf } = occurring(Uint32Array.from([70_000, 3, 3, 9, 70_000]));
  expect([...groupOf]).toEqual([3, 9, 70_000]);
  expect([...codes]).toEqual([2, 0, 0, 1, 2]);
  expect([...occurring(new Uint8Array(0)).groupOf]).toEqual([]);
});

test("a view has each group's place by some of the dimensions, in whatever order", () => {
  // Of 2, 3 and 4 values: the last one's changes first.
  const groupOf = Uint32Array.from([0, 7, 23]);
  expect([...viewOf(groupOf, [2, 3, 4], [0, 1])]).toEqual([0, 1, 5]);
  expect([...viewOf(groupOf, [2, 3, 4], [2, 0])]).toEqual([0, 6, 7]);
  expect([...viewOf(groupOf, [2, 3, 4], [])]).toEqual([0, 0, 0]);
});
