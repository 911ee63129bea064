import type { SheetObject } from "@/server/templates/sheet-schema";
import { dimensionsOf } from "../../data/dimensions";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

export { mapModel } from "./model";
export const map = {
  questions: (object: SheetObject, context: ObjectContext) => {
    const questions = barQuestions(object, context);
    const field = dimensionsOf(object, context)[0]?.field;
    if (!field || !questions.main) return questions;
    return { ...questions, places: { kind: "values" as const, field, sort: "text" as const, limit: 300 } };
  },
  table: rankingTable,
  summary: rankingSummary,
};
