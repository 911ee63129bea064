import { describe, expect, it } from "vitest";
import {
  cubeAnswer,
  PALETTE,
  shapes,
  states,
  testContext,
  testInput,
  testObject,
  words,
} from "../../testing/input";
import { bar, barModel } from ".";

const object = testObject({
  kind: "bar",
  dimension: { drill: ["Category", "Product"], sort: "value", limit: 2, others: true },
  measure: "sales",
  compare: "before",
});
const answer = cubeAnswer(
  [
    ["Cycling", 300, 250],
    ["Snow", 100, 200],
  ],
  { ...states("S", "A"), others: { count: 6, measures: [50, 40] }, totals: [350, 290], rowCount: 8 },
);

describe("the question of bars", () => {
  it("asks figure and comparison by the present level, the rest and alternatives", () => {
    expect(bar.questions(object, testContext()).main).toEqual({
      kind: "cube",
      dimensions: [{ expression: "Category" }],
      measures: ["Sum(Sales)", "Sum(Before)"],
      sort: [{ column: 1, order: "desc" }],
      limit: 2,
      others: true,
      alternatives: true,
      totals: true,
    });
    const below = bar.questions(object, testContext({ drillLevel: () => 1 })).main;
    expect(below).toMatchObject({ dimensions: [{ expression: "Product" }] });
  });

  it("puts what is selected first, so that a limit never cuts it away", () => {
    const context = testContext({ selections: { Category: ["Snow"] } });
    expect(bar.questions(object, context).main).toMatchObject({
      sort: [{ column: 0, as: "state" }, { column: 1 }],
    });
  });

  it("sorts by a measure that is not shown, up where the sheet says so", () => {
    const sorted = {
      ...object,
      dimension: { field: "Category", sort: { by: "margin", order: "up" as const } },
    };
    expect(bar.questions(sorted, testContext()).main).toMatchObject({
      measures: ["Sum(Sales)", "Sum(Before)", "Sum(Margin) / Sum(Sales)"],
      sort: [{ column: 3, order: "asc" }],
    });
  });

  it("asks rules with an expression apart, so that a broken rule does not empty the chart", () => {
    const ruled = {
      ...object,
      color: { rules: [{ if: "=Sum(Sales) > 5", use: "good" as const, mark: "up" as const }] },
    };
    const { main, rules } = bar.questions(ruled, testContext());
    expect(main).toMatchObject({ measures: ["Sum(Sales)", "Sum(Before)"] });
    expect(rules).toMatchObject({ measures: ["If(Sum(Sales) > 5, 1, 0)"] });
  });

  it("asks nothing of an object without dimension or measure", () => {
    expect(bar.questions(testObject({ kind: "bar" }), testContext())).toEqual({});
  });
});

describe("bars", () => {
  const model = barModel(testInput(object, { main: answer }));
  const [cycling, snow, rest] = shapes(model, "rect", "bar0");

  it("have lengths in proportion from a common zero", () => {
    expect(cycling?.x).toBe(snow?.x);
    expect((cycling?.width ?? 0) / (snow?.width ?? 1)).toBeCloseTo(3, 5);
  });

  it("are hatched ghosts for alternatives and grey for the rest", () => {
    expect(cycling?.fill).toBe(PALETTE.series[0]);
    expect(snow).toMatchObject({ fill: PALETTE.ghost, pattern: { color: PALETTE.ghostInk } });
    expect(rest?.fill).toBe(PALETTE.other);
    expect(words(model)).toContain("✓ Cycling");
    expect(words(model)).toContain("Other (6)");
  });

  it("carry the comparison as a tick, and figure and change beside the longer of the two", () => {
    const [rim, tick] = shapes(model, "rect", "before:string:Snow");
    expect(tick?.width).toBe(2);
    expect(rim?.fill).toBe(PALETTE.surface);
    expect(tick?.x).toBeGreaterThan((snow?.x ?? 0) + (snow?.width ?? 0));
    const value = shapes(model, "text", "value:string:Snow")[0];
    expect(value?.x).toBeGreaterThan(tick?.x ?? 0);
    expect(words(model)).toContain("▼ 50.0%");
  });

  it("are selected by a click, opened by a double click; the rest is neither", () => {
    expect(model.marks.map(({ picks }) => picks)).toEqual([
      [{ field: "Category", value: "Cycling" }],
      [{ field: "Category", value: "Snow" }],
      [],
    ]);
    expect(model.marks.map(({ drill }) => drill)).toEqual(["Cycling", "Snow", undefined]);
    expect(model.crumb).toEqual({ label: "Category", canGoUp: false });
  });

  it("start at zero with negative figures on the other side", () => {
    const down = barModel(
      testInput(
        { ...object, compare: undefined },
        {
          main: cubeAnswer([
            ["A", 40],
            ["B", -20],
          ]),
        },
      ),
    );
    const [a, b] = shapes(down, "rect", "bar0");
    expect((b?.x ?? 0) + (b?.width ?? 0)).toBeCloseTo(a?.x ?? -1, 5);
  });

  it("are colored by the first rule that holds, never without a sign", () => {
    const color = { rules: [{ if: "< 150", use: "bad" as const, mark: "down" as const, say: "thin" }] };
    const ruled = barModel(
      testInput(
        { ...object, color },
        {
          main: cubeAnswer([
            ["A", 300, 1],
            ["B", 100, 1],
          ]),
        },
      ),
    );
    expect(shapes(ruled, "rect", "bar0").map(({ fill }) => fill)).toEqual([
      PALETTE.series[0],
      PALETTE.badMark,
    ]);
    expect(words(ruled)).toContain("▼ B");
    expect(ruled.marks[1]?.remark).toBe("thin");
  });

  it("scroll where they do not fit, and draw only what is seen", () => {
    const many = cubeAnswer(
      Array.from({ length: 500 }, (_, i) => [`V${i}`, 500 - i]),
      { rowCount: 900 },
    );
    const long = barModel(testInput({ ...object, compare: undefined }, { main: many }, { scrolled: 1000 }));
    expect(long.contentHeight).toBeGreaterThan(12_000);
    expect(shapes(long, "rect", "bar0").length).toBeLessThan(20);
    expect(long.marks).toHaveLength(500);
    expect(long.note).toBe("500 of 900, the largest");
  });

  it("never take a name for more than text", () => {
    const name = '{a|x}<img src=x onerror="alert(1)">';
    const odd = barModel(testInput(object, { main: cubeAnswer([[name, 1, 1]]) }));
    expect(words(odd)).toContain(name);
    expect(odd.marks[0]?.name).toBe(name);
  });

  it("say that there are no data instead of drawing an empty frame", () => {
    expect(barModel(testInput(object, { main: cubeAnswer([]) }))).toMatchObject({ scene: [], marks: [] });
    expect(barModel(testInput({ ...object, empty: "Nothing sold" }, {})).empty).toBe("Nothing sold");
  });
});

describe("stacks", () => {
  const stacked = testObject({
    kind: "bar",
    dimensions: ["Category", "Region"],
    measure: { use: "sales", stack: true },
  });
  const regions = ["A", "B", "C", "D", "E", "F", "G"];
  const parts = cubeAnswer(regions.map((region, i) => ["Cycling", region, 10 - i]));
  const colors = {
    kind: "values" as const,
    field: "Region",
    total: 7,
    counts: {},
    values: [...regions].reverse().map((value) => ({ value, state: "O" as const, frequency: 1 })),
  };
  const model = barModel(testInput(stacked, { main: cubeAnswer([["Cycling", 49]]), parts, colors }));

  it("name the largest four parts and group the rest as other", () => {
    expect(model.legend.map(({ text }) => text)).toEqual(["A", "B", "C", "D", "Other (3)"]);
    expect(shapes(model, "rect", "bar")).toHaveLength(5);
    expect(words(model)).toContain("€49.00");
  });

  it("keep a value's color by its rank in all data, whatever is selected", () => {
    expect(shapes(model, "rect", "bar0")[0]?.fill).toBe(PALETTE.series[6]);
    const selected = barModel(
      testInput(stacked, {
        main: cubeAnswer([["Cycling", 10]]),
        parts: cubeAnswer([["Cycling", "A", 10]]),
        colors,
      }),
    );
    expect(shapes(selected, "rect", "bar0")[0]?.fill).toBe(PALETTE.series[6]);
  });
});

describe("columns", () => {
  const column = testObject({
    kind: "bar",
    as: "column",
    dimension: { field: "Month", sort: "load" },
    measure: "sales",
  });

  it("become a line beyond forty", () => {
    const rows = Array.from({ length: 41 }, (_, i) => [i, i]);
    const model = barModel(testInput(column, { main: cubeAnswer(rows) }));
    expect(shapes(model, "rect", "bar")).toHaveLength(0);
    expect(shapes(model, "line", "main-line")).toHaveLength(1);
    expect(model.note).toContain("40");
  });

  it("turn into bars where unordered names would not fit", () => {
    const rows = Array.from({ length: 9 }, (_, i) => [`A rather long name of value ${i}`, i + 1]);
    const model = barModel(testInput({ ...column, dimension: "Name" }, { main: cubeAnswer(rows) }));
    expect(new Set(shapes(model, "rect", "bar").map(({ x }) => x)).size).toBe(1);
  });
});

describe("the words of bars", () => {
  it("are the same figures as rows, with the rest", () => {
    expect(bar.table(object, testContext(), { main: answer })).toEqual({
      columns: [
        { label: "Category", numeric: false, field: "Category" },
        { label: "Sales", numeric: true, format: { kind: "money" } },
        { label: "Year before", numeric: true, format: { kind: "money" } },
      ],
      rows: [
        { raw: ["Cycling", 300, 250], text: ["Cycling", "€300", "€250"] },
        { raw: ["Snow", 100, 200], text: ["Snow", "€100", "€200"] },
        { raw: ["Other (6)", 50, 40], text: ["Other (6)", "€50.00", "€40.00"] },
      ],
    });
  });

  it("sum up what is selected in one sentence", () => {
    expect(bar.summary(object, testContext(), { main: answer })).toBe(
      "Sales by Category: Cycling €300. 1 selected.",
    );
    const plain = { main: { ...answer, states: undefined } };
    expect(bar.summary(object, testContext(), plain)).toBe(
      "Sales by Category: highest Cycling €300, lowest Snow €100.",
    );
  });
});
