import { rankingSummary, rankingTable } from "../ranking";
import { histogramQuestions } from "./questions";

export { histogramModel } from "./model";
export const histogram = { questions: histogramQuestions, table: rankingTable, summary: rankingSummary };
