import { beforeAll, describe, expect, it } from "vitest";
import type { CellValue, CubeAnswer } from "@/server/platform/model";
import { cubeAnswer, PALETTE, shapes, states, testInput, testObject, words } from "../../../testing/input";
import { map, mapModel } from "..";
import { type AtlasState, atlasState, fetchAtlas } from "./atlas";

const CITIES = testObject({
  kind: "map",
  as: "points",
  dimension: "City",
  latitude: "Lat",
  longitude: "Lon",
  measure: "sales",
});
const SPOTS = cubeAnswer([
  ["Berlin", 52.52, 13.4],
  ["Potsdam", 52.4, 13.06],
  ["Madrid", 40.4, -3.7],
  ["Athens", 38, 23.7],
  ["Dock 1", 59.9, 10.7],
  ["Dock 2", 59.9, 10.7],
]);
const ROWS: CellValue[][] = [
  ["Berlin", 60],
  ["Potsdam", 30],
  ["Madrid", 10],
  ["Dock 1", 5],
  ["Dock 2", 5],
];
let atlas: AtlasState;

beforeAll(async () => {
  await fetchAtlas();
  atlas = atlasState();
});

const drawn = (more: Partial<CubeAnswer> = {}, change: Parameters<typeof testInput>[2] = {}) =>
  mapModel(
    testInput(
      CITIES,
      { main: cubeAnswer(ROWS, { totals: [110], ...more }), spots: SPOTS },
      { atlas, ...change },
    ),
  );
const markOf = (name: RegExp, model = drawn()) => {
  const mark = model.marks.find((one) => name.test(one.name));
  if (!mark) throw new Error(`no ${name} in ${model.marks.map((one) => one.name)}`);
  return mark;
};

describe("places that lie together", () => {
  it("are one bubble with their number, around the largest", () => {
    const model = drawn();
    expect(model.marks.map(({ name }) => name)).toEqual([
      "2 places around Berlin",
      "2 places around Dock 1",
      "Madrid",
    ]);
    expect(words(model)).toContain("2");
    expect(model.legend.at(-1)?.text).toBe("number = places that lie together");
  });

  it("say how many they are, their sum with its share, and the largest by name", () => {
    expect(markOf(/Berlin/).rows.map(({ label, value }) => `${label} ${value}`)).toEqual([
      "Sales €90.00",
      "Share 81.8%",
      "Berlin €60.00",
      "Potsdam €30.00",
    ]);
  });

  it("never sum figures that do not add up: averages are told from the least to the most", () => {
    const [row] = markOf(/Berlin/, drawn({ totals: [22] })).rows;
    expect(row).toMatchObject({ label: "Sales", value: "€30.00 to €60.00" });
  });

  it("lie apart where a click goes, under the same id", () => {
    const before = markOf(/around Berlin/);
    const near = drawn({}, { view: before.goTo });
    expect(near.marks.map(({ name }) => name)).toContain("Potsdam");
    expect(markOf(/^Berlin$/, near).id).toBe(before.id);
    const [berlin, potsdam] = ["Berlin", "Potsdam"].map(
      (name) => markOf(new RegExp(`^${name}$`), near).shape,
    );
    for (const shape of [berlin, potsdam]) {
      expect(shape?.x).toBeGreaterThan(0);
      expect(shape?.x).toBeLessThan(600);
    }
  });

  it("are selected at once where no zoom parts them", () => {
    const docks = markOf(/Dock/);
    expect(docks.goTo).toBeUndefined();
    expect(docks.foot).toBe("All in one place. Click to select all");
    expect(docks.picks.map(({ value }) => value)).toEqual(["Dock 1", "Dock 2"]);
  });

  it("take in what is out first, and count only what is in", () => {
    const model = drawn({ ...states("S", "A", "A", "A", "A"), totals: [60] });
    const berlin = markOf(/Berlin/, model);
    expect(berlin.rows.map(({ label, value }) => `${label} ${value}`.trim())).toEqual([
      "Sales €60.00",
      "1 of 2 selected",
      "Berlin €60.00",
      "Potsdam €30.00",
    ]);
    expect(berlin.toggles).toEqual([{ field: "City", value: "Potsdam" }]);
    expect(berlin.picks).toHaveLength(2);
    expect(shapes(model, "circle", "place:string:Berlin:chosen")).toHaveLength(1);
  });

  it("stay rows of their own in the table", () => {
    const answers = { main: cubeAnswer(ROWS), spots: SPOTS };
    const input = testInput(CITIES, answers, { atlas });
    expect(map.table(CITIES, input.context, answers).rows).toHaveLength(ROWS.length);
  });

  it("have room for their number, however many they are", () => {
    const names = Array.from({ length: 2000 }, (_, i) => `S${i}`);
    const answers = {
      main: cubeAnswer(names.map((name, i) => [name, 1 + (i % 7)])),
      spots: cubeAnswer(names.map((name, i) => [name, 40 + (i % 50) * 0.3, (i % 40) * 0.5])),
    };
    const model = mapModel(testInput(CITIES, answers, { atlas }));
    const counts = model.scene.flatMap((item) => (item.kind === "text" ? [Number(item.text)] : []));
    const alone = model.marks.filter(({ goTo, name }) => !goTo && /^S\d+$/.test(name)).length;
    expect(counts.reduce((a, b) => a + b, 0) + alone).toBe(2000);
    for (const { shape } of model.marks)
      for (const other of model.marks)
        if (other.shape !== shape && shape.kind === "circle" && other.shape.kind === "circle")
          expect(Math.hypot(shape.x - other.shape.x, shape.y - other.shape.y)).toBeGreaterThan(20);
  });
});

describe("places without a figure", () => {
  const values = (state: "O" | "X") => ({
    kind: "values" as const,
    field: "City",
    values: [
      ...ROWS.map(([value = null]) => ({ value, state: "O" as const, frequency: 1 })),
      { value: "Athens", state, frequency: 1 },
    ],
    total: 6,
    counts: {},
  });
  const athens = (state: "O" | "X", more: Partial<CubeAnswer> = {}) =>
    shapes(
      mapModel(
        testInput(CITIES, { main: cubeAnswer(ROWS, more), spots: SPOTS, places: values(state) }, { atlas }),
      ),
      "circle",
      "place:string:Athens",
    );

  it("are a grey ring, those that are excluded a dashed one", () => {
    expect(athens("O")[0]).toMatchObject({ fill: PALETTE.surface, stroke: PALETTE.text3 });
    expect(athens("X")[0]?.dash).toBeDefined();
  });

  it("are not made up of what lies beyond a limit", () => {
    expect(athens("O", { rowCount: 6 })).toEqual([]);
    expect(athens("X", { rowCount: 6 })).toHaveLength(1);
  });
});

describe("steps of areas", () => {
  const AREAS = testObject({ kind: "map", as: "areas", dimension: "Country", measure: "sales" });
  const values = ["DE", "FR", "PT", "GR"].map((value) => ({ value, state: "O" as const, frequency: 1 }));
  const model = () =>
    mapModel(
      testInput(
        AREAS,
        {
          main: cubeAnswer([
            ["DE", 1000],
            ["FR", 300],
            ["PT", 0],
          ]),
          places: { kind: "values", field: "Country", values, total: 4, counts: {} },
        },
        { atlas },
      ),
    );

  it("are named by round edges in a legend of their own", () => {
    expect(words(model())).toEqual(["€0", "€40.00", "€150", "€400", "€600", "€1,000", "no data"]);
    expect(model().foot).toBeGreaterThan(0);
  });

  it("color zero by its step, and no data in no step's color", () => {
    const [zero] = shapes(model(), "area", "place:PT:");
    const [missing] = shapes(model(), "area", "place:GR:");
    expect(zero?.fill).toBe(PALETTE.sequential[0]);
    expect(zero?.pattern).toBeUndefined();
    expect(missing?.pattern).toBeDefined();
    expect(PALETTE.sequential).not.toContain(missing?.fill);
  });
});
