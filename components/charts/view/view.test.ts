import { describe, expect, it } from "vitest";
import type { CellValue } from "@/server/platform/model";
import type { Mark } from "../draw/marks";
import type { ObjectActions } from "../port";
import { testContext } from "../testing/input";
import { sayOf } from "../texts";
import { rangeOf, selectMarks, toggleMark } from "./choose";
import { legendBeside } from "./legend";
import { outline } from "./overlay";
import { spoken } from "./use-chart-keys";

const mark = (value: string, more: Partial<Mark> = {}): Mark => ({
  id: value,
  name: value,
  shape: { kind: "rect", x: 0, y: 0, width: 1, height: 1 },
  rows: [{ label: "Sales", value: "€1" }],
  picks: [{ field: "Region", value }],
  state: "O",
  ...more,
});

function recorder() {
  const done: [field: string, values: CellValue[], mode: string][] = [];
  const actions: ObjectActions = {
    select: (...call) => done.push(call),
    clear: () => undefined,
    drill: () => undefined,
    announce: () => undefined,
  };
  return { done, actions };
}

describe("choosing", () => {
  it("toggles one mark in one step per field, but never a locked one", () => {
    const { done, actions } = recorder();
    toggleMark(mark("A", { picks: [1, 2].map((value) => ({ field: "Days", value })) }), actions);
    expect(toggleMark(mark("B", { state: "L" }), actions)).toBe(false);
    expect(toggleMark(mark("C", { picks: [] }), actions)).toBe(false);
    expect(done).toEqual([["Days", [1, 2], "toggle"]]);
  });

  it("selects exactly what a drag or a range holds", () => {
    const { done, actions } = recorder();
    const marks = ["A", "B", "C", "D"].map((value) => mark(value));
    const [a, , c] = marks;
    if (a && c) selectMarks(rangeOf(marks, c, a), actions);
    expect(done).toEqual([["Region", ["A", "B", "C"], "replace"]]);
    expect(selectMarks([], actions)).toBe(false);
  });
});

describe("the legend beside a title", () => {
  it("does not say the only measure's name a second time, and keeps every mark's", () => {
    const revenue = { text: "Revenue", key: { glyph: "line", color: "red" } } as const;
    expect(legendBeside("Revenue", [{ text: "Revenue" }])).toEqual([]);
    expect(legendBeside("What sells", [{ text: "Revenue" }])).toEqual([{ text: "Revenue" }]);
    expect(legendBeside("Revenue", [revenue, { text: "Cost" }])).toEqual([revenue, { text: "Cost" }]);
  });
});

describe("the cursor", () => {
  it("says name, figures, state and place", () => {
    const marks = [mark("A"), mark("B", { state: "S", remark: "thin margin" })];
    const [, second] = marks;
    if (second)
      expect(spoken(second, marks, sayOf(testContext()))).toBe("B: Sales €1, thin margin, selected, 2 of 2");
  });

  it("goes around marks of every form", () => {
    expect(outline({ kind: "rect", x: 10, y: 10, width: 5, height: 5 }, 2)).toBe("M8 8h9v9h-9z");
    expect(outline({ kind: "circle", x: 10, y: 10, r: 3 }, 2)).toContain("a5 5");
    const ring = outline({ kind: "sector", x: 0, y: 0, inner: 5, outer: 9, start: 0, end: 2 * Math.PI }, 0);
    expect(ring).not.toContain("NaN");
  });
});
