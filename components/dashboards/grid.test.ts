import { expect, test } from "vitest";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cellsOf } from "./grid";

const object = (id: string, kind: SheetObject["kind"], w: number, h = 10): SheetObject => ({
  id,
  kind,
  at: [0, 0, w, h],
});
const spans = (objects: SheetObject[]) => [...cellsOf(objects).values()].map((c) => c.span);
const figures = (count: number) => Array.from({ length: count }, (_, i) => object(`k${i}`, "kpi", 4, 3));

test("key figures stand three in a row and none is left alone", () => {
  expect(spans(figures(3))).toEqual([4, 4, 4]);
  expect(spans(figures(4))).toEqual([6, 6, 6, 6]);
  expect(spans(figures(5))).toEqual([4, 4, 4, 6, 6]);
});

test("narrow objects stand in pairs of one height, wide ones and those without a partner alone", () => {
  const cells = cellsOf([
    object("a", "bar", 8, 10),
    object("b", "map", 9, 12),
    object("c", "table", 14),
    object("d", "bar", 6),
  ]);
  expect([...cells.values()].map((c) => [c.span, c.rows])).toEqual([
    [6, 12],
    [6, 12],
    [12, 10],
    [12, 10],
  ]);
});

test("on a phone the first figure leads, the others stand in pairs", () => {
  const phone = [...cellsOf(figures(4)).values()].map((c) => [c.phone, c.lead]);
  expect(phone).toEqual([
    [2, true],
    [1, false],
    [1, false],
    [2, false],
  ]);
});

test("only the first row has no line above it, wherever its objects stand in the wide grid", () => {
  const cells = cellsOf([object("a", "waterfall", 14), object("b", "bullet", 10), object("c", "gauge", 10)]);
  expect([...cells].map(([id, c]) => [id, c.first])).toEqual([
    ["a", true],
    ["b", false],
    ["c", false],
  ]);
});

test("filters have no place of their own at smaller widths", () => {
  expect(cellsOf([object("f", "filters", 4)]).size).toBe(0);
});
