import { expect, test } from "vitest";
import type { PivotAnswer } from "@/server/platform/model";
import { shadesOf, toggledPaths } from "./plan";

const row = (path: string[], ...cells: (number | null)[]) => ({
  path,
  open: false,
  cells: cells.map((c) => [c]),
  totals: [0],
});
const answer: PivotAnswer = {
  kind: "pivot",
  columns: [["a"], ["b"]],
  columnCount: 2,
  rows: [row(["Snow"], 100, 50), row(["Snow", "Ski"], 10, null), row(["Water"], 0, 25)],
  rowCount: 3,
  totals: { cells: [], totals: [] },
};

test("opening adds a row; closing it closes what is inside too", () => {
  const open = toggledPaths(toggledPaths([], ["Snow"]), ["Snow", "Ski"]);
  expect(open).toEqual([["Snow"], ["Snow", "Ski"]]);
  expect(toggledPaths([...open, ["Water"]], ["Snow"])).toEqual([["Water"]]);
});

test("a shade is measured within its level, so that small parts stay readable", () => {
  expect(shadesOf(answer, "level")).toEqual([
    [1, 0.5],
    [1, null],
    [0, 0.25],
  ]);
});

test("a shade can be measured within its row, its column or everything", () => {
  expect(shadesOf(answer, "row")[2]).toEqual([0, 1]);
  expect(shadesOf(answer, "column")[2]).toEqual([0, 0.5]);
  expect(shadesOf(answer, "all")[1]).toEqual([0.1, null]);
});
