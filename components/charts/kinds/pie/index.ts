import type { SheetObject } from "@/server/templates/sheet-schema";
import { colorQuestion } from "../../data/color-ranks";
import { dimensionsOf } from "../../data/dimensions";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

export { pieModel } from "./model";
export const pie = {
  questions: (object: SheetObject, context: ObjectContext) => {
    const field = dimensionsOf(object, context)[0]?.field;
    const questions = barQuestions(object, context);
    return { ...questions, ...(field && questions.main ? colorQuestion(field) : {}) };
  },
  table: rankingTable,
  summary: rankingSummary,
};
