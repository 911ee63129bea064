import { expect, test } from "vitest";
import type { ResolvedMeasure } from "../../../charts/port";
import type { ResolvedDimension } from "../../object-context";
import { fitColumns, widthOf } from "./fit";
import type { Column } from "./plan";

const measure: ResolvedMeasure = { label: "m", value: "Sum(x)", format: { kind: "number" }, better: "none" };
const dimension: ResolvedDimension = { field: "F", expression: "F", label: "F", sort: null, text: String };
const name = (id: string): Column => ({ id, label: id, kind: "value", dimension, at: 0 });
const figure = (id: string, bar = false): Column => ({
  id,
  label: id,
  kind: "number",
  measure,
  at: 1,
  bar,
  rules: [],
  otherwise: "neutral",
  asked: [],
});
const course: Column = {
  id: "course",
  label: "course",
  kind: "course",
  as: "trend",
  measure,
  over: dimension,
};
const columns = [name("customer"), name("country"), figure("sales", true), figure("margin"), course];
const shown = (width: number) => fitColumns(columns, width).shown.map((c) => c.id);

test("everything is shown where there is room", () => {
  expect(shown(600)).toEqual(["customer", "country", "sales", "margin", "course"]);
});

test("courses and further names go before figures, and keep their order below the row", () => {
  expect(shown(460)).toEqual(["customer", "country", "sales", "margin"]);
  expect(shown(400)).toEqual(["customer", "sales", "margin"]);
  expect(fitColumns(columns, 400).folded.map((c) => c.id)).toEqual(["country", "course"]);
});

test("a figure's column is as wide as its head", () => {
  const wide: Column = { ...figure("share"), label: "Margin share" } as Column;
  expect(widthOf(wide, 3)).toBeGreaterThanOrEqual(87);
  expect(widthOf(figure("units"), 3)).toBe(72);
});

test("the first column stays however narrow it is", () => {
  expect(shown(60)).toEqual(["customer"]);
});
