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
} from "../testing/input";
import { bullet, bulletModel } from "./bullet";
import { gauge, gaugeModel } from "./gauge";
import { heatmap, heatmapModel } from "./heatmap";
import { map, mapModel } from "./map";
import { pie, pieModel } from "./pie";
import { treemapModel } from "./treemap";
import { waterfallModel } from "./waterfall";

const context = testContext();

describe("pies", () => {
  const object = testObject({ kind: "pie", as: "donut", dimension: "Channel", measure: "sales" });
  const main = cubeAnswer(
    [
      ["Web", 75],
      ["Shop", 25],
    ],
    { ...states("O", "O"), totals: [100] },
  );

  it("ask for stable colors beside the figures", () => {
    expect(pie.questions(object, context).colors).toMatchObject({
      kind: "values",
      measure: "Count({1} [Channel])",
    });
  });

  it("begin at twelve o'clock and close the circle", () => {
    const [web, shop] = shapes(pieModel(testInput(object, { main })), "sector", "slice");
    expect(web?.start).toBeCloseTo(-Math.PI / 2, 8);
    expect((web?.end ?? 0) - (web?.start ?? 0)).toBeCloseTo(1.5 * Math.PI, 8);
    expect(shop?.end).toBeCloseTo(1.5 * Math.PI, 8);
  });

  it("write the recomputed whole into the hole", () => {
    expect(words(pieModel(testInput(object, { main: { ...main, totals: [90] } })))).toContain("€90.00");
  });

  it("are bars below zero and for many parts, and say so", () => {
    const below = pieModel(
      testInput(object, {
        main: cubeAnswer([
          ["A", 1],
          ["B", -1],
        ]),
      }),
    );
    expect(shapes(below, "sector", "slice")).toHaveLength(0);
    expect(below.note).toBe("Has values below zero, therefore bars");
    const many = pieModel(
      testInput(object, { main: cubeAnswer(Array.from({ length: 7 }, (_, i) => [i, 1])) }),
    );
    expect(shapes(many, "rect", "bar0")).toHaveLength(7);
  });
});

describe("tree maps", () => {
  it("have areas in proportion", () => {
    const object = testObject({ kind: "treemap", dimension: "Category", measure: "sales" });
    const model = treemapModel(
      testInput(object, {
        main: cubeAnswer([
          ["A", 60],
          ["B", 30],
          ["C", 10],
        ]),
      }),
    );
    const areas = model.marks.map(({ shape }) => (shape.kind === "rect" ? shape.width * shape.height : 0));
    expect(areas.map((area) => Math.round((area / (600 * 300)) * 100))).toEqual([60, 30, 10]);
  });

  it("select both levels of an inner tile", () => {
    const object = testObject({ kind: "treemap", dimensions: ["Category", "Product"], measure: "sales" });
    const parts = cubeAnswer([
      ["A", "x", 6],
      ["A", "y", 4],
    ]);
    const model = treemapModel(testInput(object, { main: cubeAnswer([["A", 10]]), parts }));
    expect(model.marks[0]?.picks).toEqual([
      { field: "Category", value: "A" },
      { field: "Product", value: "x" },
    ]);
  });
});

describe("waterfalls", () => {
  const object = testObject({
    kind: "waterfall",
    dimension: { field: "Bucket", sort: "load" },
    measure: "sales",
    total: { label: "Open" },
    color: { rules: [{ if: "=Bucket = 'Late'", use: "bad", mark: "warn" }], else: "series" },
  });
  const main = cubeAnswer(
    [
      ["Due", 60],
      ["Late", 40],
      ["Paid", -30],
    ],
    { totals: [70] },
  );
  const model = waterfallModel(testInput(object, { main }));
  const [due, late, paid, total] = shapes(model, "rect", "bar0");

  it("let each step stand on the one before, the total from zero in ink", () => {
    expect((late?.y ?? 0) + (late?.height ?? 0)).toBeCloseTo(due?.y ?? -1, 5);
    expect(paid?.y).toBeCloseTo(late?.y ?? -1, 5);
    expect(total).toMatchObject({ fill: PALETTE.text });
    expect(words(model)).toContain("Open");
  });

  it("judge by the own value without asking the engine", () => {
    expect(late?.fill).toBe(PALETTE.badMark);
    expect(words(model)).toContain("⚠ Late");
  });
});

describe("heat maps", () => {
  const object = testObject({
    kind: "heatmap",
    dimensions: ["Category", "Warehouse"],
    measure: "sales",
    color: {
      by: "value",
      scale: "diverging",
      center: 35,
      low: 7,
      high: 90,
      say: ["short", "target", "too much"],
    },
  });
  const answers = {
    main: cubeAnswer([
      ["A", "x", 5],
      ["A", "y", 35],
      ["B", "x", 95],
    ]),
    rows: cubeAnswer([
      ["A", 1],
      ["B", 1],
    ]),
    columns: cubeAnswer(
      [
        ["x", 1],
        ["y", 1],
      ],
      { rowCount: 41 },
    ),
  };
  const model = heatmapModel(testInput(object, answers));

  it("ask cells and both headings in their own order", () => {
    const { main, rows, columns } = heatmap.questions(object, context);
    expect(main).toMatchObject({ dimensions: [{ expression: "Category" }, { expression: "Warehouse" }] });
    expect([rows, columns]).toMatchObject([{ limit: 40 }, { limit: 40 }]);
  });

  it("mark what is beyond the limits with a sign, what is missing with a dash", () => {
    expect(words(model)).toEqual(expect.arrayContaining(["▼ €5.00", "€35.00", "▲ €95.00", "–"]));
    expect(model.marks[0]?.remark).toBe("short");
  });

  it("never cut a figure short: without room for the widest there are none, and the signs stay", () => {
    const narrow = heatmapModel(testInput(object, answers, { width: 110 }));
    expect(words(narrow).filter((text) => /€|–/.test(text))).toEqual([]);
    expect(words(narrow)).toEqual(expect.arrayContaining(["▼", "▲"]));
  });

  it("have the middle color at the center", () => {
    expect(shapes(model, "rect", "cell:string:A|y")[0]?.fill).toBe("#f0edf1");
  });

  it("say what was cut", () => {
    expect(model.note).toBe("2 of 2 rows and 2 of 41 columns, the largest");
  });

  it("leave out rows and columns of nothing but zeros where they say so, not those that come to zero", () => {
    const filled = {
      ...object,
      dimensions: ["Category", "Warehouse"].map((field) => ({ field, zeros: "hide" as const })),
    };
    const sparse = {
      main: cubeAnswer([
        ["A", "x", 5],
        ["A", "y", -5],
        ["B", "x", 0],
        ["B", "z", 0],
      ]),
      rows: cubeAnswer([
        ["A", 0],
        ["B", 0],
      ]),
      columns: cubeAnswer([
        ["x", 5],
        ["y", -5],
        ["z", 0],
      ]),
    };
    const { columns, rows } = heatmap.table(filled, context, sparse);
    expect(rows.map(({ raw }) => raw)).toEqual([["A", 5, -5]]);
    expect(columns).toHaveLength(3);
    expect(heatmapModel(testInput(filled, sparse)).note).toBeUndefined();
    const asked = heatmap.questions(filled, context);
    expect(asked.rows).toMatchObject({ limit: 1000 });
    expect(asked.rows).not.toHaveProperty("zeros");
  });

  it("are a table of rows by columns", () => {
    expect(heatmap.table(object, context, answers).rows[1]).toEqual({
      raw: ["B", 95, null],
      text: ["B", "€95.00", "–"],
    });
  });
});

describe("tile maps", () => {
  const object = testObject({ kind: "map", as: "tiles", dimension: "Country", measure: "sales" });
  const place = (value: string, state: "O" | "X") => ({ value, state, frequency: 1 });
  const places = {
    kind: "values" as const,
    field: "Country",
    total: 3,
    counts: {},
    values: [place("Germany", "O"), place("FR", "O"), place("Spain", "X")],
  };
  const main = cubeAnswer(
    [
      ["Germany", 90],
      ["FR", 10],
      ["Atlantis", 5],
    ],
    states("S", "O", "O"),
  );
  const model = mapModel(testInput(object, { main, places }));

  it("find countries by code and by name, and list those that are on no tile", () => {
    expect(words(model)).toEqual(expect.arrayContaining(["✓ DE", "FR", "ES"]));
    expect(model.note).toBe("1 place is not on the map: Atlantis");
  });

  it("keep the tile of an excluded place, empty and dashed", () => {
    expect(shapes(model, "rect", "tile:string:Spain")[0]).toMatchObject({
      fill: "transparent",
      dash: [2, 3],
    });
    expect(model.marks.find(({ name }) => name === "Spain")?.state).toBe("X");
  });

  it("ask for every place, so that none disappears", () => {
    expect(map.questions(object, context).places).toMatchObject({ kind: "values", field: "Country" });
  });

  it("are bars where most names are no places", () => {
    const odd = mapModel(
      testInput(object, {
        main: cubeAnswer([
          ["A1", 1],
          ["B2", 2],
          ["C3", 3],
        ]),
      }),
    );
    expect(shapes(odd, "rect", "bar0")).toHaveLength(3);
  });
});

describe("gauges and bullets", () => {
  const object = testObject({ kind: "gauge", measure: "margin", target: 0.7 });

  it("turn by the share of a half circle", () => {
    const model = gaugeModel(testInput(object, { main: cubeAnswer([[0.5]]) }));
    expect(shapes(model, "sector", "value")[0]?.end).toBeCloseTo(1.5 * Math.PI, 8);
    expect(words(model)).toEqual(expect.arrayContaining(["50.0%", "goal ≥ 70.0%   ⚠ missed"]));
  });

  it("say figure, goal and verdict", () => {
    expect(gauge.summary(object, context, { main: cubeAnswer([[0.8]]) })).toBe(
      "Margin 80.0%, goal 70.0%, reached.",
    );
  });

  const rows = testObject({
    kind: "bullet",
    rows: [
      { use: "margin", target: 0.3, bands: [0.1, 0.2] },
      { value: "Avg(Days)", label: "Days", better: "lower", target: "Avg(Goal)" },
    ],
  });

  it("ask all rows and goals in one question", () => {
    expect(bullet.questions(rows, context).main).toMatchObject({
      dimensions: [],
      measures: ["Sum(Margin) / Sum(Sales)", "Avg(Days)", "Avg(Goal)"],
    });
  });

  it("judge each row by what is better", () => {
    const model = bulletModel(testInput(rows, { main: cubeAnswer([[0.4, 30, 20]]) }));
    expect(words(model)).toEqual(expect.arrayContaining(["✓ reached", "⚠ missed", "goal ≤ 20"]));
    expect(shapes(model, "rect", "band:0")).toHaveLength(3);
  });
});
