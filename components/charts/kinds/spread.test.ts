import { describe, expect, it } from "vitest";
import type { ValuesAnswer } from "@/server/platform/model";
import { cubeAnswer, shapes, testContext, testInput, testObject, words } from "../testing/input";
import { boxplot, boxplotModel } from "./boxplot";
import { quantile } from "./boxplot/boxes";
import { histogram, histogramModel } from "./histogram";
import { scatter, scatterModel } from "./scatter";

const context = testContext();

describe("scatters", () => {
  const object = testObject({
    kind: "scatter",
    dimension: "Product",
    measures: [
      { use: "margin", axis: "y" },
      { use: "sales", axis: "x", scale: "log" },
    ],
    color: { by: "dimension", field: "Category", limit: 1 },
    reference: [{ axis: "x", value: 16, say: "target" }],
  });
  const main = cubeAnswer(
    [
      ["P1", "A", 16, 0.3],
      ["P2", "B", 64, 0.1],
      ["P3", "A", null, 0.1],
    ],
    { rowCount: 48_211 },
  );

  it("ask x, y, group, the largest by y first", () => {
    expect(scatter.questions(object, context).main).toMatchObject({
      dimensions: [{ expression: "Product" }, { expression: "Category" }],
      measures: ["Sum(Sales)", "Sum(Margin) / Sum(Sales)"],
      sort: [{ column: 3, order: "desc" }],
      limit: 2000,
    });
  });

  it("leave out points without both figures, and say what was cut", () => {
    const model = scatterModel(testInput(object, { main }));
    expect(model.marks).toHaveLength(2);
    expect(model.note).toBe("2 of 48,211 points, the largest");
  });

  it("tell groups apart by shape and color, the others are hollow", () => {
    const model = scatterModel(testInput(object, { main }));
    expect(model.legend.map(({ text, key }) => [text, key?.glyph])).toEqual([
      ["A", "circle"],
      ["Other", "ring"],
    ]);
    expect(shapes(model, "circle", "point:string:P2")[0]?.fill).toBe("transparent");
  });

  it("place a reference where its value lies on a logarithmic axis", () => {
    const model = scatterModel(testInput(object, { main }));
    const line = shapes(model, "line", "reference")[0]?.points[0]?.[0] ?? 0;
    expect(Math.abs(line - (shapes(model, "circle", "point:string:P1")[0]?.x ?? 0))).toBeLessThan(1);
  });
});

describe("histograms", () => {
  const object = testObject({
    kind: "histogram",
    dimension: { value: "Class(DaysToPay, 5)", label: "Days" },
    measure: { label: "Invoices", value: "Count(Invoice)", format: "integer" },
    reference: [{ axis: "x", value: "Median(DaysToPay)", say: "half pay by day {value}" }],
  });
  const values: ValuesAnswer = {
    kind: "values",
    field: "DaysToPay",
    total: 3,
    counts: {},
    values: [3, 4, 7].map((value) => ({ value, state: "O", frequency: 1 })),
  };
  const main = cubeAnswer(
    [
      ["5 <= x < 10", 30],
      ["0 <= x < 5", 70],
    ],
    { totals: [100] },
  );

  it("ask the bins, the line's figure and the values a bin stands for", () => {
    const questions = histogram.questions(object, context);
    expect(questions.main).toMatchObject({ dimensions: [{ expression: "=Class(DaysToPay, 5)" }] });
    expect(questions.amounts).toMatchObject({ measures: ["Median(DaysToPay)"] });
    expect(questions.values).toMatchObject({ kind: "values", field: "DaysToPay" });
  });

  it("touch each other in the order of numbers, and select the values of a bin", () => {
    const model = histogramModel(testInput(object, { main, values, amounts: cubeAnswer([[4]]) }));
    const [first, second] = shapes(model, "rect", "bin");
    expect((second?.x ?? 0) - ((first?.x ?? 0) + (first?.width ?? 0))).toBeCloseTo(1, 5);
    expect(model.marks.map(({ picks }) => picks.map(({ value }) => value))).toEqual([[3, 4], [7]]);
    expect(words(model)).toContain("half pay by day 4");
  });

  it("put everything beyond forty bins into the last", () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i, 1]);
    const plain = { ...object, dimension: "DaysToPay", reference: undefined };
    const model = histogramModel(testInput(plain, { main: cubeAnswer(rows) }));
    expect(model.marks).toHaveLength(41);
    expect(model.marks.at(-1)?.rows[0]?.value).toBe("20");
  });

  it("name bins by their ends in the sentence", () => {
    expect(histogram.summary?.(object, context, { main })).toBe(
      "Invoices by Days: highest 0 to 5 70, lowest 5 to 10 30.",
    );
  });
});

describe("box plots", () => {
  const object = testObject({ kind: "boxplot", dimension: "Supplier", measure: "sales", over: "Receipt" });
  const points = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((value, i) => ["A", `R${i}`, value]);

  it("compute quartiles as spreadsheets do, whiskers within one and a half boxes, the rest as rings", () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    const answers = { main: cubeAnswer(points) };
    expect(boxplot.table(object, context, answers).rows[0]?.raw).toEqual(["A", 9, 1, 3, 5, 7, 8, 1]);
    expect(shapes(boxplotModel(testInput(object, answers)), "circle", "outlier")).toHaveLength(1);
  });

  it("come in the order of their medians", () => {
    const main = cubeAnswer([
      ["Slow", "1", 9],
      ["Fast", "2", 1],
    ]);
    expect(boxplotModel(testInput(object, { main })).marks.map(({ name }) => name)).toEqual(["Fast", "Slow"]);
  });

  it("ask every point of the field that the sheet names", () => {
    expect(boxplot.questions(object, context).main).toMatchObject({
      dimensions: [{ expression: "Supplier" }, { expression: "Receipt" }],
      limit: 10_000,
    });
    expect(boxplot.questions({ ...object, over: undefined }, context)).toEqual({});
    const filled = { ...object, dimension: { field: "Supplier", zeros: "hide" as const } };
    expect(boxplot.questions(filled, context).main).toMatchObject({ zeros: "hide" });
  });
});
