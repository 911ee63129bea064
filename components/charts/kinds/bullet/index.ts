import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, TableView } from "../../port";
import { sayOf } from "../../texts";
import { verdictOf } from "../gauge/goal";
import { bulletQuestions, bulletRows } from "./rows";

export { bulletModel } from "./model";

function table(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const say = sayOf(context);
  const columns = ["", say("now"), say("target")].map((label, i) => ({ label, numeric: i > 0 }));
  const rows = bulletRows(object, context, answers).map(({ measure, value, goal }) => ({
    raw: [measure.label, value, goal],
    text: [
      measure.label,
      context.formats.value(value, measure.format),
      context.formats.value(goal, measure.format),
    ],
    format: measure.format,
  }));
  return { columns, rows };
}

function summary(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string {
  const say = sayOf(context);
  const text = (value: number | null, measure: Parameters<typeof verdictOf>[2]) =>
    context.formats.value(value, measure.format);
  return bulletRows(object, context, answers)
    .map(({ measure, value, goal }) => {
      const names = { measure: measure.label, value: text(value, measure) };
      if (goal === null || value === null) return say("summaryValue", names);
      const verdict = say(verdictOf(value, goal, measure, context, say).reached ? "reached" : "missed");
      return say("summaryGoal", { ...names, goal: text(goal, measure), verdict });
    })
    .join(" ");
}

export const bullet = { questions: bulletQuestions, table, summary };
