import { beforeAll, describe, expect, it } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { markAt } from "../../../draw/marks";
import {
  cubeAnswer,
  PALETTE,
  shapes,
  states,
  testContext,
  testInput,
  testObject,
} from "../../../testing/input";
import { map, mapModel } from "..";
import { type AtlasState, atlasState, fetchAtlas } from "./atlas";
import { countryFinder } from "./names";
import { boundsOf, clipped, projected } from "./projection";

const context = testContext();
const AREAS = testObject({ kind: "map", as: "areas", dimension: "Country", measure: "sales" });
const POINTS = testObject({ kind: "map", as: "points", dimension: "Country", measure: "sales" });
let atlas: AtlasState;

beforeAll(async () => {
  await fetchAtlas();
  atlas = atlasState();
});

const main = (...rows: CellValue[][]) => ({ main: cubeAnswer(rows) });

describe("finding countries", () => {
  const find = countryFinder(["es"]);

  it.each([
    ["de", "DE"],
    ["DEU", "DE"],
    ["276", "DE"],
    ["8", "AL"],
    ["Deutschland", "DE"],
    ["Allemagne", "DE"],
    ["Alemania", "DE"],
    ["USA", "US"],
    ["U.S.A.", "US"],
    ["the United States", "US"],
    ["États-Unis", "US"],
    ["UK", "GB"],
    ["Großbritannien", "GB"],
    ["Czech Republic", "CZ"],
    ["Türkei", "TR"],
    ["cote d'ivoire", "CI"],
    ["Kosovo", "XK"],
  ])("%s is %s", (name, code) => expect(find(name)).toBe(code));

  it("finds nothing in what is no country", () => {
    expect(["", "–", "Atlantis", "999", "Bavaria"].map(find)).toEqual(Array(5).fill(undefined));
  });
});

describe("the bundled shapes", () => {
  it("have every member of ISO 3166 that data speak of, as a shape or a dot", () => {
    const codes = ["DE", "FR", "US", "ZA", "LS", "XK", "SG", "MT", "GF", "NO", "CY", "TW", "HK"];
    expect(codes.filter((code) => !atlas.atlas?.byCode.has(code))).toEqual([]);
  });

  it("look for France in Europe, wherever else it is", () => {
    const box = atlas.atlas?.byCode.get("FR")?.box;
    expect(box && box.x > -6 && box.x + box.width < 10).toBe(true);
  });
});

describe("a country across the 180th meridian", () => {
  it("is drawn in one piece, not around the world", () => {
    const russia = atlas.atlas?.byCode.get("RU");
    const widest = Math.max(...(russia?.rings ?? []).map((ring) => boundsOf(ring).width));
    expect(widest).toBeGreaterThan(100);
    expect(widest).toBeLessThan(200);
  });
});

describe("maps of areas", () => {
  it("color countries by their figure over quiet land", () => {
    const model = mapModel(testInput(AREAS, main(["Germany", 90], ["FR", 10]), { atlas }));
    const fill = (id: string) => shapes(model, "area", id)[0]?.fill;
    expect(fill("place:DE:")).toBe(PALETTE.sequential.at(-1));
    expect(fill("place:FR:")).not.toBe(fill("place:DE:"));
    expect(fill("land:PL:")).toBe(PALETTE.band[1]);
    expect(shapes(model, "area", "land:DE:")).toEqual([]);
    expect(model.note).toBeUndefined();
  });

  it("name what is not on the map, never dropping it", () => {
    const rows: CellValue[][] = [
      ["DE", 90],
      ["Atlantis", 5],
      ["Lemuria", 4],
      ["El Dorado", 3],
    ];
    const model = mapModel(testInput(AREAS, main(...rows), { atlas }));
    expect(model.note).toBe("3 places are not on the map: Atlantis, Lemuria, El Dorado");
    expect(map.table(AREAS, context, main(...rows)).rows).toHaveLength(4);
  });

  it("are bars where nothing is a country", () => {
    const model = mapModel(testInput(AREAS, main(["A1", 1], ["B2", 2]), { atlas }));
    expect(shapes(model, "rect", "bar0")).toHaveLength(2);
    expect(model.note).toBe("2 places are not on the map: A1, B2");
  });

  it("take two names of a country as one, and select both", () => {
    const model = mapModel(testInput(AREAS, main(["USA", 9], ["United States", 2]), { atlas }));
    expect(model.marks).toHaveLength(1);
    expect(model.marks[0]?.picks.map(({ value }) => value)).toEqual(["USA", "United States"]);
    expect(model.marks[0]?.rows).toContainEqual({ label: "United States", value: "€2.00" });
    expect(model.marks[0]?.toggles).toHaveLength(2);
  });

  it("are pointed at inside the outline, not in its box", () => {
    const model = mapModel(testInput(AREAS, main(["DE", 9], ["FR", 5]), { atlas }));
    const [germany] = model.marks;
    if (germany?.shape.kind !== "area") throw new Error("no outline");
    expect(markAt(model.marks, [germany.shape.x, germany.shape.y])).toBe(germany);
    expect(markAt(model.marks, [2, 2])).toBeNull();
  });

  it("frame what is selected and hatch what is not", () => {
    const answers = {
      main: cubeAnswer(
        [
          ["DE", 9],
          ["FR", 5],
        ],
        states("S", "A"),
      ),
    };
    const model = mapModel(testInput(AREAS, answers, { atlas }));
    expect(shapes(model, "area", "place:DE:")[0]).toMatchObject({ stroke: PALETTE.text });
    expect(shapes(model, "area", "place:FR:")[0]?.pattern).toBeDefined();
  });

  it("stay inside their box at every zoom", () => {
    const view = { zoom: 8, x: 100, y: -40 };
    const model = mapModel(testInput(AREAS, main(["DE", 9], ["US", 5]), { atlas, view }));
    const points = shapes(model, "area", "").flatMap((item) => item.points);
    expect(points.filter(([x, y]) => x < 0 || x > 600 || y < 0 || y > 300)).toEqual([]);
  });

  it("say that the shapes are on their way, or could not be loaded", () => {
    const empty = (failed: boolean) =>
      mapModel(testInput(AREAS, main(["DE", 9]), { atlas: { atlas: null, failed } })).empty;
    expect([empty(false), empty(true)]).toEqual([
      "The map is on its way.",
      "The shapes of the countries could not be loaded. The table has all figures.",
    ]);
  });
});

describe("maps of points", () => {
  it("size bubbles by area, small ones on top", () => {
    const model = mapModel(testInput(POINTS, main(["Malta", 25], ["DE", 100]), { atlas }));
    const [large, small] = shapes(model, "circle", "place:");
    expect([large?.id, small?.id]).toEqual(["place:DE", "place:MT"]);
    expect((large?.r ?? 0) / (small?.r ?? 1)).toBeCloseTo(2, 8);
  });

  it("ask for coordinates and stand there; those without are named", () => {
    const cities = { ...POINTS, dimension: "City", latitude: "Lat", longitude: "Lon" };
    expect(map.questions(cities, context).spots).toMatchObject({
      measures: ["Avg({1} [Lat])", "Avg({1} [Lon])", "Sum(Sales)"],
    });
    const spots = cubeAnswer([
      ["Bern", 46.9, 7.4],
      ["Rome", 41.9, 12.5],
      ["Nowhere", null, null],
    ]);
    const answers = { ...main(["Bern", 9], ["Rome", 5], ["Nowhere", 1]), spots };
    const model = mapModel(testInput(cities, answers, { atlas }));
    const [bern, rome] = shapes(model, "circle", "place:");
    expect(bern && rome && bern.x < rome.x && bern.y < rome.y).toBe(true);
    expect(model.note).toBe("1 place is not on the map: Nowhere");
  });
});

describe("the plane", () => {
  it("has the north on top and is cut at a box's edges", () => {
    expect(projected([0, 60])[1]).toBeLessThan(projected([0, 10])[1]);
    const square = clipped(
      [
        [-5, -5],
        [5, -5],
        [5, 5],
        [-5, 5],
      ],
      10,
      10,
    );
    expect(square).toHaveLength(4);
    expect(square).toEqual(
      expect.arrayContaining([
        [0, 0],
        [5, 0],
        [5, 5],
        [0, 5],
      ]),
    );
  });
});
