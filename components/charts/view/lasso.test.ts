import { beforeAll, describe, expect, it, vi } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { mapModel } from "../kinds/map";
import { type AtlasState, atlasState, fetchAtlas } from "../kinds/map/geo/atlas";
import { around, drag, type Gesture, middle, pointed, typed } from "../testing/gestures";
import { cubeAnswer, testInput, testObject } from "../testing/input";
import { histogram, scatter } from "../testing/small-models";

describe("a lasso over points", () => {
  const model = scatter();

  it("selects exactly the points whose middle lies in it, whichever corner it began at", () => {
    const [from, to] = around(model, "P1", "P2");
    const chosen = [["Product", ["P1", "P2"], "replace"]];
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const)
      expect(pointed(model, ...drag(a, b)).done.map(sorted)).toEqual(chosen);
    expect(pointed(model, ...drag(...around(model, "P3"))).done).toEqual([["Product", ["P3"], "replace"]]);
  });

  it("selects nothing, and takes nothing away, where there are no points", () => {
    const [x, y] = middle(model, "P2");
    expect(pointed(model, ...drag([x + 20, y - 40], [x + 40, y - 20])).done).toEqual([]);
  });

  it("ends at the drawing's edge, shows itself while it is dragged, and is gone when it is let go", () => {
    const [from] = drag([300, 100], [0, 0]);
    const shown = pointed(model, from as Gesture, ["move", 900, -50]);
    expect(shown.brush).toEqual({ x: 300, y: 0, width: 300, height: 100 });
    expect(shown.done).toEqual([]);
    expect(pointed(model, from as Gesture, ["move", 900, -50], ["cancel", 0, 0])).toMatchObject({
      brush: null,
      done: [],
    });
  });

  it("a press that hardly moves is a click on the point under it", () => {
    const [x, y] = middle(model, "P2");
    const done = [["Product", ["P2"], "toggle"]];
    expect(pointed(model, ...drag([x, y], [x + 2, y + 2])).done).toEqual(done);
  });

  it("is not drawn by a finger, which scrolls: its first tap shows, the second selects", () => {
    const touch = { pointerType: "touch" };
    expect(pointed(model, ...drag(...around(model, "P1", "P2"), touch)).done).toEqual([]);
    const [x, y] = middle(model, "P2");
    const tap: Gesture[] = [
      ["down", x, y, touch],
      ["click", x, y, touch],
    ];
    expect(pointed(model, ...tap)).toMatchObject({ done: [], mark: "P2" });
    expect(pointed(model, ...tap, ...tap).done).toEqual([["Product", ["P2"], "toggle"]]);
  });

  it("is drawn by a finger that was held first; one that only rests shows nothing and selects nothing", () => {
    vi.useFakeTimers();
    const touch = { pointerType: "touch" };
    const [from, to] = around(model, "P1", "P2");
    const down: Gesture = ["down", ...from, touch];
    const rest: Gesture = ["rest", 0, 0];
    const drawn = pointed(model, down, rest, ["move", ...to, touch]);
    expect(drawn).toMatchObject({ done: [], brush: { x: from[0], y: from[1] } });
    const all = pointed(model, down, rest, ["move", ...to, touch], ["up", ...to, touch]);
    expect([all.done.map(sorted), all.brush]).toEqual([[["Product", ["P1", "P2"], "replace"]], null]);
    expect(pointed(model, down, rest, ["up", ...from, touch])).toMatchObject({ done: [], brush: null });
    const scrolled = pointed(model, down, ["move", ...to, touch], rest, ["up", ...to, touch]);
    expect(scrolled).toMatchObject({ done: [], brush: null });
    vi.useRealTimers();
  });

  it("has a like by keyboard: Shift and arrows select from point to point", () => {
    const { done, cursor } = typed(model, "Home", "Shift+End");
    expect([done.map(sorted), cursor]).toEqual([
      [["Product", ["P1", "P2", "P3"], "replace"]],
      model.marks.at(-1)?.name,
    ]);
  });

  it("of a histogram goes along its foot alone, whatever its height", () => {
    const bins = histogram();
    const [x] = middle(bins, bins.marks[1]?.name ?? "");
    const drawn = pointed(bins, ["down", x - 9, 10], ["move", x + 9, 12]);
    expect(drawn.brush).toMatchObject({ y: 0, height: 300 });
    expect(pointed(bins, ...drag([x - 9, 10], [x + 9, 12])).done).toEqual([["Days", [7], "replace"]]);
  });
});

describe("a lasso over a map", () => {
  let atlas: AtlasState;
  beforeAll(async () => {
    await fetchAtlas();
    atlas = atlasState();
  });
  const map = (as: "areas" | "points") =>
    mapModel(
      testInput(
        testObject({ kind: "map", as, dimension: "Country", measure: "sales" }),
        {
          main: cubeAnswer([
            ["Norway", 9],
            ["Spain", 5],
            ["Italy", 4],
          ] as CellValue[][]),
        },
        { atlas },
      ),
    );

  it("selects points or areas by where they are known to lie", () => {
    const points = map("points");
    expect(points.brush).toBe("xy");
    const chosen = pointed(points, ...drag(...around(points, "Spain", "Italy"))).done;
    expect(chosen.map(sorted)).toEqual([["Country", ["Italy", "Spain"], "replace"]]);
    const areas = map("areas");
    expect(pointed(areas, ...drag(...around(areas, "Norway"))).done).toEqual([
      ["Country", ["Norway"], "replace"],
    ]);
  });

  it("has a like by keyboard", () => {
    const { done } = typed(map("areas"), "Home", "Shift+End");
    expect(done.map(sorted)).toEqual([["Country", ["Italy", "Norway", "Spain"], "replace"]]);
    expect(typed(map("points"), "Home", " ").done).toEqual([["Country", ["Norway"], "toggle"]]);
  });
});

const sorted = ([field, values, mode]: unknown[]) => [field, [...(values as string[])].sort(), mode];
