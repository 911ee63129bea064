import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cubeAnswer, PALETTE, shapes, testContext, testInput, testObject, words } from "../../testing/input";
import { combo, comboModel } from "../combo";
import { line, lineModel } from ".";
import { thinned } from "./points";

const object = testObject({ kind: "line", dimension: { field: "Day", sort: "number" }, measure: "sales" });

describe("lines", () => {
  it("ask for the values in their order, without alternatives", () => {
    expect(line.questions(object, testContext()).main).toMatchObject({
      sort: [{ column: 0, order: "asc", as: "value" }],
      limit: 10_000,
    });
    expect(line.questions(object, testContext()).main).not.toHaveProperty("alternatives");
  });

  it("place dates by time, so that missing days are a distance", () => {
    const model = lineModel(
      testInput(object, {
        main: cubeAnswer([
          ["2024-01-01", 1],
          ["2024-01-02", 2],
          ["2024-01-11", 3],
        ]),
      }),
    );
    const [first, second, third] = (shapes(model, "line", "main-line")[0]?.points ?? []).map(([x]) => x);
    expect(((third ?? 0) - (second ?? 0)) / ((second ?? 0) - (first ?? 0))).toBeCloseTo(9, 5);
  });

  it("break where a figure is missing", () => {
    const model = lineModel(
      testInput(object, {
        main: cubeAnswer([
          ["a", 1],
          ["b", 2],
          ["c", null],
          ["d", 3],
          ["e", 4],
        ]),
      }),
    );
    expect(shapes(model, "line", "main-line").map(({ points }) => points.length)).toEqual([2, 2]);
  });

  it("draw a single point as a dot", () => {
    const model = lineModel(testInput(object, { main: cubeAnswer([["2024-01-01", 1]]) }));
    expect(shapes(model, "circle", "main-line")).toHaveLength(1);
    expect(model.marks).toHaveLength(1);
  });

  it("show the comparison as a thin grey line with a key", () => {
    const model = lineModel(
      testInput(
        { ...object, compare: "before" },
        {
          main: cubeAnswer([
            ["a", 1, 2],
            ["b", 2, 3],
          ]),
        },
      ),
    );
    expect(shapes(model, "line", "main-before")[0]?.stroke).toBe(PALETTE.forecast);
    expect(model.legend.map(({ text }) => text)).toEqual(["Sales", "Year before"]);
  });

  it("keep every extreme when there are more points than pixels", () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 200, maxLength: 600 });
    fc.assert(
      fc.property(values, (all) => {
        const points = all.map((y, i) => ({ x: (i / all.length) * 50, y }));
        const kept = thinned(points, 100);
        expect(kept.length).toBeLessThanOrEqual(51 * 4);
        expect(Math.max(...kept.map(({ y }) => y))).toBe(Math.max(...all));
        expect(Math.min(...kept.map(({ y }) => y))).toBe(Math.min(...all));
        expect(kept.map(({ x }) => x)).toEqual([...kept.map(({ x }) => x)].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });
});

describe("combos", () => {
  const both = testObject({
    kind: "combo",
    dimension: { field: "Month", sort: "number" },
    measures: [
      { use: "sales", mark: "column", compare: "before" },
      { use: "margin", mark: "line" },
    ],
  });
  const main = cubeAnswer([
    ["Jan", 100, 0.3, 90],
    ["Feb", 200, 0.4, 210],
  ]);

  it("ask all figures in one question", () => {
    expect(combo.questions(both, testContext()).main).toMatchObject({
      measures: ["Sum(Sales)", "Sum(Margin) / Sum(Sales)", "Sum(Before)"],
    });
  });

  it("put the rate into a panel of its own above the columns", () => {
    const model = comboModel(testInput(both, { main }));
    const highest = Math.min(...shapes(model, "rect", "bar0").map(({ y }) => y));
    const lowest = Math.max(...(shapes(model, "line", "rate-line")[0]?.points ?? []).map(([, y]) => y));
    expect(lowest).toBeLessThan(highest);
    expect(shapes(model, "rect", "before")).toHaveLength(4);
    expect(words(model)).toContain("40.0%");
  });

  it("share a panel with a second axis only where the sheet asks for it", () => {
    const second = {
      ...both,
      measures: ["sales", { use: "margin", mark: "line" as const, axis: "second" as const }],
    };
    const model = comboModel(testInput(second, { main }));
    const lowest = Math.max(...(shapes(model, "line", "rate-line")[0]?.points ?? []).map(([, y]) => y));
    expect(lowest).toBeGreaterThan(Math.min(...shapes(model, "rect", "bar0").map(({ y }) => y)));
    expect(shapes(model, "text", "second").length).toBeGreaterThan(1);
  });

  it("read out amount, comparison, change and rate of one mark", () => {
    const [january] = comboModel(testInput(both, { main })).marks;
    expect(january?.rows.map(({ label, value }) => `${label} ${value}`)).toEqual([
      "Sales €100",
      "Year before €90.00",
      "Change +11.1%",
      "Margin 30.0%",
    ]);
  });
});
