import type { Selections, ValuesAnswer } from "@/server/platform/model";
import { heatmapModel } from "../kinds/heatmap";
import { histogramModel } from "../kinds/histogram";
import { pieModel } from "../kinds/pie";
import { scatterModel } from "../kinds/scatter";
import { treemapModel } from "../kinds/treemap";
import { cubeAnswer, states, testContext, testInput, testObject } from "./input";

export const heat = (selections: Selections = {}) =>
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

export const histogram = (selections: Selections = {}) => {
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

export const pie = (as: "pie" | "donut", third: "O" | "L" = "O") =>
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

export const treemap = (selections: Selections = {}) =>
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

export const scatter = () =>
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
