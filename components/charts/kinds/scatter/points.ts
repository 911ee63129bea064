import type { Answer, CellValue, Question, ValueState } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { amountsQuestion } from "../../data/amounts";
import { colorQuestion } from "../../data/color-ranks";
import { cubeOf, cubeQuestion, figureOf } from "../../data/cube";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import { type ChartMeasure, measuresOf } from "../../data/measures";
import type { ObjectContext } from "../../port";

/** Points drawn; the largest by y are taken. */
export const MOST_POINTS = 2000;

export interface ScatterParts {
  dimension: ChartDimension;
  x: ChartMeasure;
  y: ChartMeasure;
  size: ChartMeasure | undefined;
  /** Field whose values are told apart by color and shape. */
  group: string | undefined;
}

export interface ScatterPoint {
  key: CellValue;
  name: string;
  state: ValueState | undefined;
  group: CellValue;
  x: number;
  y: number;
  size: number | null;
}

/** The measures by their axes: as the sheet says, else in their order. Null without two. */
export function scatterParts(object: SheetObject, context: ObjectContext): ScatterParts | null {
  const [dimension] = dimensionsOf(object, context);
  const measures = measuresOf(object, context);
  const on = (axis: string) => measures.find((measure) => measure.axis === axis);
  const free = measures.filter(({ axis }) => axis === undefined);
  const x = on("x") ?? free.shift();
  const y = on("y") ?? free.shift();
  const size = on("size") ?? free.shift();
  const group = object.color?.by === "dimension" ? object.color.field : undefined;
  return dimension && x && y ? { dimension, x, y, size, group } : null;
}

/** `main`: a row per point (and group) with x, y, size; the largest by y first. */
export function scatterQuestions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const parts = scatterParts(object, context);
  if (!parts) return {};
  const { dimension, x, y, size, group } = parts;
  const main = cubeQuestion({
    dimensions: [dimension],
    measures: [x, y, ...(size ? [size] : [])].map(({ value }) => value),
    sort: "value",
    limit: MOST_POINTS,
    expressionOf: (use) => context.measure(use).value,
  });
  const column = (group ? 2 : 1) + 1;
  const amounts = amountsQuestion(object);
  return {
    main: {
      ...main,
      ...(group ? { dimensions: [...main.dimensions, { expression: group }] } : {}),
      sort:
        dimension.sort && dimension.sort.by !== "value" && !group ? main.sort : [{ column, order: "desc" }],
    },
    ...(group ? colorQuestion(group) : {}),
    ...(amounts ? { amounts } : {}),
  };
}

/** The points of an answer; those without x or y are left out. */
export function scatterPoints(parts: ScatterParts, answers: Record<string, Answer>): ScatterPoint[] {
  const cube = cubeOf(answers, "main");
  const dimensions = parts.group ? 2 : 1;
  return (cube?.rows ?? []).flatMap((row, i) => {
    const [x, y] = [figureOf(row[dimensions]), figureOf(row[dimensions + 1])];
    if (x === null || y === null) return [];
    const key = row[0] ?? null;
    return [
      {
        key,
        name: parts.dimension.text(key),
        state: cube?.states?.[i],
        group: parts.group ? (row[1] ?? null) : null,
        x,
        y,
        size: figureOf(row[dimensions + 2]),
      },
    ];
  });
}
