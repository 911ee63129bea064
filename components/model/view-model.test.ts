import { describe, expect, test } from "vitest";
import type { DataModel, KeySide } from "@/server/platform/model";
import { layout, neighbour } from "./layout";
import { viewModel } from "./view-model";

const side = (table: string, over: Partial<KeySide> = {}): KeySide => ({
  table,
  nulls: 0,
  distinct: 2,
  danglingRows: 0,
  danglingValues: 0,
  quality: "any",
  unique: false,
  ...over,
});

function modelOf(tables: Record<string, string[]>, over: Partial<DataModel> = {}): DataModel {
  const names = [...new Set(Object.values(tables).flat())];
  return {
    tables: Object.entries(tables).map(([name, fields]) => ({ name, fields, rows: 4 })),
    fields: names.map((name) => {
      const holders = Object.keys(tables).filter((t) => tables[t]?.includes(name));
      return { name, type: "text", tables: holders, distinct: 2, key: holders.length > 1 };
    }),
    associations: [],
    loops: [],
    syntheticKeys: [],
    ...over,
  };
}

const lines = (model: DataModel) =>
  viewModel(model).links.map((l) => [l.from, l.to, l.fields.join(), l.loosened]);

describe("what is drawn of a data model", () => {
  test("keys come first, with density and subset ratio of their table", () => {
    const model = modelOf({ a: ["x", "k"], b: ["k"] });
    const [a] = model.tables;
    if (a) a.columns = [{ field: "k", nulls: 1, distinct: 2 }];
    model.keys = [{ fields: ["k"], distinct: 8, sides: [side("a", { danglingRows: 3 })] }];
    expect(viewModel(model).tables[0]?.fields).toMatchObject([
      { name: "k", key: "any", density: 0.75, subset: 0.25, danglingRows: 3, elsewhere: ["b"] },
      { name: "x", key: null, density: null, subset: null },
    ]);
  });

  test("a field of three tables meets at the one that has each value once", () => {
    const keys = [
      { fields: ["k"], distinct: 2, sides: [side("a"), side("b", { quality: "perfect" }), side("c")] },
    ];
    expect(lines(modelOf({ a: ["k"], b: ["k"], c: ["k"] }, { keys }))).toEqual([
      ["a", "b", "k", false],
      ["c", "b", "k", false],
    ]);
  });

  test("tables of a synthetic key meet at its table, and so does what shares one of its fields", () => {
    const syntheticKeys = [{ name: "$Syn 1", tables: ["a", "b"], fields: ["x", "y"] }];
    const model = modelOf({ a: ["x", "y"], b: ["x", "y"], c: ["x"] }, { syntheticKeys });
    expect(lines(model)).toEqual([
      ["a", "$Syn 1", "x,y", false],
      ["b", "$Syn 1", "x,y", false],
      ["$Syn 1", "c", "x", false],
    ]);
    expect(viewModel(model).tables.at(-1)).toMatchObject({ name: "$Syn 1", synthetic: true });
  });

  test("links that were loosened are marked, and a loosened table is no place to meet", () => {
    const loosened = [{ table: "a", fields: ["x", "y"], circle: ["a", "b", "c"] }];
    const model = modelOf({ a: ["x", "y"], b: ["x", "z"], c: ["y", "z"] }, { loosened });
    expect(lines(model)).toEqual([
      ["a", "b", "x", true],
      ["a", "c", "y", true],
      ["c", "b", "z", false],
    ]);
  });

  test("a model of an older reload, without counts, is drawn all the same", () => {
    expect(lines(modelOf({ a: ["k"], b: ["k"] }))).toEqual([["b", "a", "k", false]]);
  });
});

describe("where tables stand", () => {
  test("the best linked table is in the middle, the others on both sides", () => {
    const fields = ["p", "q", "r", "s"];
    const dimensions = Object.fromEntries(fields.map((f) => [`dim ${f}`, [f]]));
    const places = layout(viewModel(modelOf({ fact: fields, ...dimensions })));
    const x = (name: string) => places.get(name)?.x ?? 0;
    const sides = fields.map((f) => Math.sign(x(`dim ${f}`) - x("fact")));
    expect(sides).toEqual([1, -1, 1, -1]);
  });

  test("no two overlap, whatever the links", () => {
    const places = layout(viewModel(modelOf({ a: ["x", "y"], b: ["x", "z"], c: ["y", "z"], d: ["w"] })));
    expect(new Set([...places.values()].map((p) => `${p.x} ${p.y}`)).size).toBe(4);
  });

  test("tables of a circle stand on one side of the best linked one", () => {
    const model = modelOf({ a: ["x", "y", "w"], b: ["x", "z"], c: ["y", "z"], d: ["w"] });
    const places = layout(viewModel(model));
    const x = (name: string) => places.get(name)?.x ?? 0;
    expect([x("b") > x("a"), x("c") > x("a"), x("d") > x("a")]).toEqual([true, true, false]);
  });

  test("arrow keys find the nearest table in their direction", () => {
    const places = new Map([
      ["a", { x: 0, y: 0 }],
      ["b", { x: 300, y: 20 }],
      ["c", { x: 300, y: 400 }],
      ["d", { x: 0, y: 300 }],
    ]);
    expect(neighbour(places, "a", "right")).toBe("b");
    expect(neighbour(places, "a", "down")).toBe("d");
    expect(neighbour(places, "c", "left")).toBe("d");
    expect(neighbour(places, "a", "up")).toBeUndefined();
    expect(neighbour(places, "gone", "up")).toBeUndefined();
  });
});
