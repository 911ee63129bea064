import type { Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import type { ObjectContext } from "../../port";
import { barQuestions, MOST_BARS } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

/** Bubbles that are asked for: where they lie together they are drawn as one. */
const MOST_POINTS = 2_000;
/** Places whose coordinates are asked for: all that a cube gives. */
const MOST_SPOTS = 10_000;

export { mapModel } from "./model";
export const map = {
  questions: (object: SheetObject, context: ObjectContext) => {
    const most = object.as === "points" ? MOST_POINTS : MOST_BARS;
    const questions = barQuestions(object, context, { sort: "value", limit: most });
    const [dimension] = dimensionsOf(object, context);
    if (!dimension || !questions.main) return questions;
    const { field } = dimension;
    const { latitude, longitude } = object;
    const spots =
      object.as === "points" && latitude && longitude
        ? spotsQuestion(dimension, [latitude, longitude], questions.main)
        : null;
    return {
      ...questions,
      ...(spots ? { spots } : {}),
      ...(field ? { places: { kind: "values" as const, field, sort: "text" as const, limit: most } } : {}),
    };
  },
  table: rankingTable,
  summary: rankingSummary,
};

/**
 * Where each value lies: the middle of all its rows' coordinates, whatever is selected, so that no click moves it. The
 * largest first, as the figures come.
 */
function spotsQuestion(
  { expression }: ChartDimension,
  fields: readonly string[],
  main: Question,
): Question | null {
  if (main.kind !== "cube") return null;
  const middles = fields.map((field) => `Avg({1} [${field.replaceAll("]", "]]")}])`);
  return {
    kind: "cube",
    dimensions: [{ expression }],
    measures: [...middles, ...main.measures.slice(0, 1)],
    sort: [{ column: 3, order: "desc" }],
    limit: MOST_SPOTS,
    ...(main.alternatives ? { alternatives: true } : {}),
  };
}
