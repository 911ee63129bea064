import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";
import { rankingSummary, rankingTable } from "../ranking";

export { waterfallModel } from "./model";
export const waterfall = {
  questions: (object: SheetObject, context: ObjectContext) =>
    barQuestions(object, context, { sort: "load", limit: 12 }),
  table: rankingTable,
  summary: rankingSummary,
};
