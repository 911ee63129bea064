import type { SheetObject } from "@/server/templates/sheet-schema";
import { colorQuestion } from "../../data/color-ranks";
import { dimensionsOf } from "../../data/dimensions";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

/** Tiles drawn; smaller ones could not be seen. */
const MOST_TILES = 200;

export { treemapModel } from "./model";
export const treemap = {
  questions: (object: SheetObject, context: ObjectContext) => {
    const questions = barQuestions(object, context, { sort: "value", limit: MOST_TILES });
    const field = dimensionsOf(object, context)[0]?.field;
    return { ...questions, ...(field && questions.parts ? colorQuestion(field) : {}) };
  },
  table: rankingTable,
  summary: rankingSummary,
};
