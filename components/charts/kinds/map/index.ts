import type { Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { type ChartDimension, dimensionsOf } from "../../data/dimensions";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

/** Places whose coordinates are asked for: all that a cube gives. */
const MOST_SPOTS = 10_000;

export { mapModel } from "./model";
export const map = {
  questions: (object: SheetObject, context: ObjectContext) => {
    const questions = barQuestions(object, context);
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
      ...(field ? { places: { kind: "values" as const, field, sort: "text" as const, limit: 300 } } : {}),
    };
  },
  table: rankingTable,
  summary: rankingSummary,
};

/** Where each value lies: the middle of its rows' coordinates. The same values as the figures', in any order. */
function spotsQuestion({ expression }: ChartDimension, fields: readonly string[], main: Question): Question {
  return {
    kind: "cube",
    dimensions: [{ expression }],
    measures: fields.map((field) => `Avg([${field.replaceAll("]", "]]")}])`),
    sort: [],
    limit: MOST_SPOTS,
    ...(main.kind === "cube" && main.alternatives ? { alternatives: true } : {}),
  };
}
