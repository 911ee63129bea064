import { rankingSummary, rankingTable } from "../ranking";
import { barQuestions } from "./questions";

export { barModel } from "./model";
export const bar = {
  questions: barQuestions,
  table: rankingTable,
  summary: rankingSummary,
};
