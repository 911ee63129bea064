import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

/** Points of a line that are asked for. */
const MOST_POINTS = 10_000;

export { lineModel } from "./model";
export const line = {
  questions: (object: SheetObject, context: ObjectContext) =>
    barQuestions({ ...object, context: "none" }, context, { sort: "number", limit: MOST_POINTS }),
  table: rankingTable,
  summary: rankingSummary,
};
