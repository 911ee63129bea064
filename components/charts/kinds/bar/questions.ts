import type { Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { amountsQuestion } from "../../data/amounts";
import { colorQuestion } from "../../data/color-ranks";
import { type CubeWish, cubeQuestion, zerosOf } from "../../data/cube";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import { askedMeasures, type ChartMeasure, measuresOf } from "../../data/measures";
import { rulesQuestion } from "../../data/rules";
import type { ObjectContext } from "../../port";

/** Bars that can be scrolled to. */
export const MOST_BARS = 500;
/** Cells of a second dimension that are asked for. */
const MOST_PARTS = 5000;

export interface BarParts {
  dimension: ChartDimension;
  /** A second dimension: its values are the parts of each bar. */
  parts: ChartDimension | undefined;
  measures: ChartMeasure[];
}

/** Dimension and measures of a bar-like object; null where the sheet names none. */
export function barParts(object: SheetObject, context: ObjectContext): BarParts | null {
  const [dimension, parts] = dimensionsOf(object, context);
  const measures = measuresOf(object, context);
  return dimension && measures.length ? { dimension, parts, measures } : null;
}

/**
 * `main`: one row per value, with comparison, rest and alternatives. `parts`: the same by a second dimension.
 * `rules`, `amounts`: what colors and lines need of the engine.
 */
export function barQuestions(
  object: SheetObject,
  context: ObjectContext,
  usual: Pick<CubeWish, "sort" | "limit"> = { sort: "value", limit: MOST_BARS },
): Record<string, Question> {
  const found = barParts(object, context);
  if (!found) return {};
  const { dimension, parts, measures } = found;
  const wish: CubeWish = {
    ...usual,
    dimensions: [dimension],
    measures: askedMeasures(measures).expressions,
    others: dimension.others && dimension.limit !== undefined,
    alternatives: object.context !== "none",
    selectedFirst:
      object.context !== "none" &&
      (dimension.sort?.by ?? usual.sort) === "value" &&
      (context.selections[dimension.field ?? ""]?.length ?? 0) > 0,
    totals: true,
    expressionOf: (use) => context.measure(use).value,
  };
  const rules = rulesQuestion(object.color, wish);
  const amounts = amountsQuestion(object);
  const colored = parts ? parts.field : object.color?.by === "dimension" ? dimension.field : null;
  return {
    main: cubeQuestion(wish),
    ...(parts ? { parts: partsQuestion(dimension, parts, measures) } : {}),
    ...(colored ? colorQuestion(colored) : {}),
    ...(rules ? { rules } : {}),
    ...(amounts ? { amounts } : {}),
  };
}

function partsQuestion(dimension: ChartDimension, parts: ChartDimension, measures: ChartMeasure[]): Question {
  return {
    kind: "cube",
    dimensions: [dimension, parts].map(({ expression, nulls }) => ({
      expression,
      ...(nulls ? { nulls } : {}),
    })),
    measures: measures.slice(0, 1).map(({ value }) => value),
    sort: [{ column: 2, order: "desc" }],
    limit: MOST_PARTS,
    ...zerosOf([dimension]),
  };
}
