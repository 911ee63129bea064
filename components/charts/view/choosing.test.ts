import type { KeyboardEvent, MouseEvent, PointerEvent } from "react";
import { useState } from "react";
import { beforeAll, describe, expect, it } from "vitest";
import type { CellValue, Selections, ValuesAnswer } from "@/server/platform/model";
import { acted, keyEvent } from "../../dashboards/testing/acted";
import { type Mark, middleOf, neighbor } from "../draw/marks";
import type { ChartModel } from "../draw/model";
import { heatmapModel } from "../kinds/heatmap";
import { histogramModel } from "../kinds/histogram";
import { mapModel } from "../kinds/map";
import { type AtlasState, atlasState, fetchAtlas } from "../kinds/map/geo/atlas";
import { pieModel } from "../kinds/pie";
import { scatterModel } from "../kinds/scatter";
import { treemapModel } from "../kinds/treemap";
import type { ObjectActions } from "../port";
import { cubeAnswer, states, testContext, testInput, testObject } from "../testing/input";
import { sayOf } from "../texts";
import { useChartKeys } from "./use-chart-keys";
import { useChartPointer } from "./use-chart-pointer";

const say = sayOf(testContext());

/** What is done by a chart: selections, ways down and up, what is said, and where a map goes. */
function recorder() {
  const done: unknown[][] = [];
  const said: string[] = [];
  const actions: ObjectActions = {
    select: (...call) => done.push(call),
    clear: () => undefined,
    drill: (...call) => done.push(["drill", ...call]),
    announce: (text) => said.push(text),
  };
  const goTo = (mark: Mark) => void done.push(["go", mark.name]);
  return { done, said, actions, goTo };
}

/** What keys do in a chart: `"Shift+ArrowRight"` and the like. */
function typed(model: ChartModel, ...keys: string[]) {
  const { done, said, actions, goTo } = recorder();
  const events = keys.map((key) => {
    const shiftKey = key.startsWith("Shift+");
    return keyEvent(key.replace("Shift+", ""), { shiftKey });
  });
  const { cursor } = acted(
    () => {
      const [cursor, moveTo] = useState<Mark | null>(null);
      return {
        cursor,
        press: useChartKeys({ model, objectId: "object", cursor, moveTo, actions, goTo, say }),
      };
    },
    events.map(
      (event) =>
        ({ press }) =>
          press(event as unknown as KeyboardEvent),
    ),
  );
  return { done, said, cursor: cursor?.name ?? null, events };
}

type Gesture = [kind: "down" | "move" | "up" | "click" | "cancel", x: number, y: number, more?: object];

/** What a pointer does in a chart of 600 × 300. */
function pointed(model: ChartModel, ...gestures: Gesture[]) {
  const { done, actions, goTo } = recorder();
  const place = { left: 0, top: 0 };
  const { brush, mark } = acted(
    () => useChartPointer({ model, objectId: "object", width: 600, height: 300, actions, goTo }),
    gestures.map(([kind, clientX, clientY, more]) => ({ handlers }) => {
      const event = {
        clientX,
        clientY,
        button: 0,
        detail: 1,
        shiftKey: false,
        pointerType: "mouse",
        preventDefault: () => undefined,
        currentTarget: { getBoundingClientRect: () => place, setPointerCapture: () => undefined },
        ...more,
      } as unknown as PointerEvent & MouseEvent;
      if (kind === "down") handlers.onPointerDown(event);
      else if (kind === "move") handlers.onPointerMove(event);
      else if (kind === "up") handlers.onPointerUp(event);
      else if (kind === "cancel") handlers.onPointerCancel();
      else handlers.onClick(event);
    }),
  );
  return { done, brush, mark: mark?.name ?? null };
}

const drag = (from: [number, number], to: [number, number], more?: object): Gesture[] => [
  ["down", ...from, more],
  ["move", ...to, more],
  ["up", ...to, more],
  ["click", ...to, more],
];

const heat = (selections: Selections = {}) =>
  heatmapModel(
    testInput(
      testObject({ kind: "heatmap", dimensions: ["Category", "Warehouse"], measure: "sales" }),
      {
        main: cubeAnswer([
          ["A", "x", 5],
          ["A", "y", 35],
          ["B", "x", 95],
        ]),
        rows: cubeAnswer(
          [
            ["A", 1],
            ["B", 1],
          ],
          states(selections.Category ? "S" : "O", selections.Category ? "A" : "O"),
        ),
        columns: cubeAnswer(
          [
            ["x", 1],
            ["y", 1],
          ],
          states(selections.Warehouse ? "S" : "O", selections.Warehouse ? "A" : "O"),
        ),
      },
      { context: testContext({ selections }) },
    ),
  );

const histogram = (selections: Selections = {}) => {
  const values: ValuesAnswer = {
    kind: "values",
    field: "Days",
    total: 4,
    counts: {},
    values: [3, 4, 7, 12].map((value) => ({
      value,
      state: selections.Days?.includes(value) ? "S" : "O",
      frequency: 1,
    })),
  };
  const main = cubeAnswer([
    ["0 <= x < 5", 70],
    ["5 <= x < 10", 30],
    ["10 <= x < 15", 10],
  ]);
  const object = testObject({
    kind: "histogram",
    dimension: { value: "Class(Days, 5)", label: "Days" },
    measure: { label: "Invoices", value: "Count(Invoice)", format: "integer" },
  });
  return histogramModel(testInput(object, { main, values }, { context: testContext({ selections }) }));
};

const pie = (as: "pie" | "donut", third: "O" | "L" = "O") =>
  pieModel(
    testInput(testObject({ kind: "pie", as, dimension: "Channel", measure: "sales" } as never), {
      main: cubeAnswer(
        [
          ["Web", 50],
          ["Shop", 30],
          ["Phone", 20],
        ],
        states("O", "O", third),
      ),
    }),
  );

const treemap = (selections: Selections = {}) =>
  treemapModel(
    testInput(
      testObject({ kind: "treemap", dimensions: ["Category", "Product"], measure: "sales" }),
      {
        main: cubeAnswer([
          ["A", 10],
          ["B", 5],
        ]),
        parts: cubeAnswer([
          ["A", "x", 6],
          ["A", "y", 4],
          ["B", "z", 5],
        ]),
      },
      { context: testContext({ selections }) },
    ),
  );

const scatter = () =>
  scatterModel(
    testInput(
      testObject({
        kind: "scatter",
        dimension: "Product",
        measures: [
          { use: "margin", axis: "y" },
          { use: "sales", axis: "x" },
        ],
      }),
      {
        main: cubeAnswer([
          ["P1", 10, 0.9],
          ["P2", 50, 0.5],
          ["P3", 90, 0.1],
        ]),
      },
    ),
  );

const middle = (model: ChartModel, name: string): [number, number] => {
  const mark = model.marks.find((one) => one.name === name);
  if (!mark) throw new Error(`${name} is not in ${model.marks.map((one) => one.name)}.`);
  return [...middleOf(mark.shape)];
};
/** Corners of a box around some marks. */
function around(model: ChartModel, ...names: string[]): [[number, number], [number, number]] {
  const all = names.map((name) => middle(model, name));
  const of = (axis: 0 | 1) => all.map((at) => at[axis]);
  return [
    [Math.min(...of(0)) - 9, Math.min(...of(1)) - 9],
    [Math.max(...of(0)) + 9, Math.max(...of(1)) + 9],
  ];
}

describe("a heat map by keyboard", () => {
  it("is walked as a grid, each cell is said, and stops at its edges", () => {
    const { cursor, said } = typed(heat(), "ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown");
    expect(cursor).toBe("B, y");
    expect(said.map((text) => text.split(":")[0])).toEqual(["A, x", "A, y", "B, y", "B, y", "B, y"]);
    expect(said[1]).toBe("A, y: Sales €35.00, 2 of 4");
  });

  it("selects both headings of a cell with Space and with Enter; Escape leaves it selecting nothing", () => {
    const both = [
      ["Category", ["A"], "toggle"],
      ["Warehouse", ["x"], "toggle"],
    ];
    expect(typed(heat(), "Home", " ").done).toEqual(both);
    expect(typed(heat(), "Home", "Enter").done).toEqual(both);
    expect(typed(heat(), "Home", "Escape", " ")).toMatchObject({ done: [], cursor: null });
  });

  it("a further cell of a selected row adds its column and keeps the row; a selected cell is given up as a whole", () => {
    const model = heat({ Category: ["A"], Warehouse: ["x"] });
    expect(typed(model, "Home", "ArrowRight", " ").done).toEqual([["Warehouse", ["y"], "toggle"]]);
    expect(typed(model, "Home", " ").done).toEqual([
      ["Category", ["A"], "toggle"],
      ["Warehouse", ["x"], "toggle"],
    ]);
    expect(typed(model, "Home").said[0]).toContain("selected");
    expect(typed(heat({ Category: ["A"] }), "Home").said[0]).not.toContain("selected");
  });

  it("Shift selects all cells up to the one it goes to", () => {
    expect(typed(heat(), "Home", "Shift+ArrowRight").done).toEqual([
      ["Category", ["A"], "replace"],
      ["Warehouse", ["x", "y"], "replace"],
    ]);
  });
});

describe("a histogram by keyboard", () => {
  it("selects the values of a bin, and with Shift those of all bins between", () => {
    expect(typed(histogram(), "Home", " ").done).toEqual([["Days", [3, 4], "toggle"]]);
    expect(typed(histogram(), "Home", "Shift+ArrowRight", "Shift+ArrowRight").done).toEqual([
      ["Days", [3, 4, 7], "replace"],
      ["Days", [3, 4, 7, 12], "replace"],
    ]);
  });

  it("fills up a bin of which some values are selected, and gives up one that is selected whole", () => {
    expect(typed(histogram({ Days: [3] }), "Home", " ").done).toEqual([["Days", [4], "toggle"]]);
    expect(typed(histogram({ Days: [3, 4] }), "Home", " ").done).toEqual([["Days", [3, 4], "toggle"]]);
  });
});

describe("pies and donuts by keyboard", () => {
  it.each(["pie", "donut"] as const)(
    "a %s is walked around, slices are selected with Space and Enter",
    (as) => {
      const { done, cursor } = typed(pie(as), "Home", " ", "End", "Enter");
      expect(done).toEqual([
        ["Channel", ["Web"], "toggle"],
        ["Channel", ["Phone"], "toggle"],
      ]);
      expect(cursor).toBe("Phone");
    },
  );

  it("every slice is reached by arrows alone", () => {
    const { marks } = pie("donut");
    const seen = new Set(marks.slice(0, 1));
    for (const mark of seen)
      for (const direction of ["left", "right", "up", "down"] as const)
        seen.add(neighbor(marks, mark, direction));
    expect(seen.size).toBe(3);
  });

  it("a locked slice is not taken out", () => {
    expect(typed(pie("pie", "L"), "End", " ", "Enter").done).toEqual([]);
  });
});

describe("a tree map by keyboard", () => {
  it("selects a tile with what it lies in, and the next tile of the same group beside it", () => {
    expect(typed(treemap(), "Home", " ").done).toEqual([
      ["Category", ["A"], "toggle"],
      ["Product", ["x"], "toggle"],
    ]);
    const model = treemap({ Category: ["A"], Product: ["x"] });
    expect(typed(model, "End", " ").done).toEqual([
      ["Category", ["B"], "toggle"],
      ["Product", ["z"], "toggle"],
    ]);
    const beside = model.marks.find(({ name }) => name === "A, y");
    expect(beside?.toggles).toEqual([{ field: "Product", value: "y" }]);
  });
});

describe("keys of every chart", () => {
  it("are left to the browser where they mean nothing here", () => {
    const { events } = typed(pie("pie"), "x", " ", "Enter", "Escape", "Backspace", "Tab");
    expect(events.map(({ prevented, stopped }) => prevented + stopped)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(typed(pie("pie"), "Home", "Escape").events.map(({ stopped }) => stopped)).toEqual([1, 1]);
  });
});

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
