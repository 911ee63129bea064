import { expect, test } from "vitest";
import type { PivotAnswer } from "@/server/platform/model";
import { type PivotPlan, shadesOf, toggledPaths } from "./plan";
import { shownAnswer } from "./zeros";

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

test("rows and columns of nothing but zeros are left out where their dimensions say so; totals stay", () => {
  const zeros = { zeros: "hide" as const };
  const plan = (rows: object[], columns: object[]) => ({ rows, columns }) as unknown as PivotPlan;
  const cells: PivotAnswer = {
    ...answer,
    columns: [["a"], ["b"], ["c"]],
    columnCount: 3,
    rows: [
      { ...row(["Plus and minus"], 5, 0, -5) },
      { ...row(["Nothing"], 0, 0, null) },
      { ...row(["Open"], 0, null, 0) },
      { ...row(["Open", "Inside"], 7, 0, 0) },
      { ...row(["Open", "None"], 0, 0, 0) },
    ],
    rowCount: 5,
    totals: { cells: [[12], [0], [-5]], totals: [7] },
  };
  const shown = shownAnswer(plan([zeros, {}], [zeros]), { cells });
  expect(shown?.rows.map(({ path }) => path.join(">"))).toEqual(["Plus and minus", "Open", "Open>Inside"]);
  expect(shown?.columns).toEqual([["a"], ["c"]]);
  expect(shown?.rows[0]?.cells).toEqual([[5], [-5]]);
  expect(shown).toMatchObject({ rowCount: 3, columnCount: 2, totals: { cells: [[12], [-5]], totals: [7] } });
  expect(shownAnswer(plan([{}], [{}]), { cells })).toEqual(cells);
});
