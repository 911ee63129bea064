import type { Answer, CellValue, Question, ValueState } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { colorQuestion } from "../../data/color-ranks";
import { cubeOf, figureOf, zerosOf } from "../../data/cube";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import { type ChartMeasure, measuresOf } from "../../data/measures";
import { rulesQuestion } from "../../data/rules";
import type { ObjectContext } from "../../port";

const MOST_POINTS = 10_000;
export const MOST_GROUPS = 24;
const MOST_OUTLIERS = 200;

export interface BoxParts {
  dimension: ChartDimension;
  /** One point per value of this field. */
  over: string;
  measure: ChartMeasure;
}

export interface Boxed {
  key: CellValue;
  name: string;
  state: ValueState | undefined;
  count: number;
  /** Ends of the whiskers: the last points within 1.5 boxes of the box. */
  low: number;
  high: number;
  quartiles: [number, number, number];
  outliers: number[];
}

/** Dimension, points and measure; null where the sheet names no points. */
export function boxParts(object: SheetObject, context: ObjectContext): BoxParts | null {
  const [dimension] = dimensionsOf(object, context);
  const [measure] = measuresOf(object, context);
  return dimension && measure && object.over ? { dimension, measure, over: object.over } : null;
}

/** `main`: every point, but those of zero where the dimension hides them. The quartiles are computed here, because they are of points and not of rows. `rules`, `colors`: what colors need of the engine. */
export function boxQuestions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const parts = boxParts(object, context);
  if (!parts) return {};
  const { dimension, measure } = parts;
  const rules = rulesQuestion(object.color, {
    dimensions: [dimension],
    measures: [measure.value],
    sort: "load",
    limit: MOST_POINTS,
  });
  const colored = object.color?.by === "dimension" ? dimension.field : null;
  return {
    main: {
      kind: "cube",
      dimensions: [{ expression: parts.dimension.expression }, { expression: parts.over }],
      measures: [parts.measure.value],
      limit: MOST_POINTS,
      ...zerosOf([parts.dimension]),
    },
    ...(colored ? colorQuestion(colored) : {}),
    ...(rules ? { rules } : {}),
  };
}

/** Boxes by their median, or in the order the sheet says. */
export function boxesOf(
  { dimension }: BoxParts,
  answers: Record<string, Answer>,
): { boxes: Boxed[]; groups: number } {
  const cube = cubeOf(answers, "main");
  const points = new Map<CellValue, { state: ValueState | undefined; values: number[] }>();
  cube?.rows.forEach((row, i) => {
    const value = figureOf(row[2]);
    if (value === null) return;
    const key = row[0] ?? null;
    const group = points.get(key) ?? { state: cube.states?.[i], values: [] };
    group.values.push(value);
    points.set(key, group);
  });
  const boxes = [...points].map(([key, { state, values }]) => ({
    key,
    name: dimension.text(key),
    state,
    ...boxOf(values),
  }));
  const order = dimension.sort?.order === "down" ? -1 : 1;
  const sorted = boxes.sort((a, b) =>
    dimension.sort?.by === "text"
      ? order * a.name.localeCompare(b.name)
      : dimension.sort?.by === "load"
        ? 0
        : order * (a.quartiles[1] - b.quartiles[1]),
  );
  return { boxes: sorted.slice(0, dimension.limit ?? MOST_GROUPS), groups: sorted.length };
}

function boxOf(values: number[]): Omit<Boxed, "key" | "name" | "state"> {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  const quartiles: [number, number, number] = [at(0.25), at(0.5), at(0.75)];
  const reach = 1.5 * (quartiles[2] - quartiles[0]);
  const inside = sorted.filter((value) => value >= quartiles[0] - reach && value <= quartiles[2] + reach);
  const [low, high] = [inside[0] ?? quartiles[0], inside.at(-1) ?? quartiles[2]];
  const outliers = sorted.filter((value) => value < low || value > high);
  return { count: sorted.length, low, high, quartiles, outliers: outliers.slice(-MOST_OUTLIERS) };
}

/** The value below which a share of sorted values lies, between two of them where it must (R's type 7). */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
