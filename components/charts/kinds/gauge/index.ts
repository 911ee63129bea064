import type { Answer, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { amountsQuestion } from "../../data/amounts";
import { measuresOf } from "../../data/measures";
import { rulesQuestion } from "../../data/rules";
import type { ObjectContext, TableView } from "../../port";
import { sayOf } from "../../texts";
import { gaugeFigures } from "./figures";
import { verdictOf } from "./goal";

export { gaugeModel } from "./model";

function questions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const [measure] = measuresOf(object, context);
  const amounts = amountsQuestion(object);
  const rules = rulesQuestion(object.color, { dimensions: [], measures: [], sort: "value", limit: 1 });
  return {
    ...(measure ? { main: { kind: "cube", dimensions: [], measures: [measure.value], limit: 1 } } : {}),
    ...(amounts ? { amounts } : {}),
    ...(rules ? { rules } : {}),
  };
}

function table(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView {
  const say = sayOf(context);
  const found = gaugeFigures(object, context, answers);
  const columns = [
    { label: found?.measure.label ?? "", numeric: true, format: found?.measure.format },
    { label: say("target"), numeric: true, format: found?.measure.format },
  ];
  if (!found) return { columns, rows: [] };
  const text = (value: number | null) => context.formats.value(value, found.measure.format);
  return { columns, rows: [{ raw: [found.value, found.goal], text: [text(found.value), text(found.goal)] }] };
}

function summary(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string {
  const say = sayOf(context);
  const found = gaugeFigures(object, context, answers);
  if (!found) return "";
  const { measure, value, goal } = found;
  const names = { measure: measure.label, value: context.formats.value(value, measure.format) };
  if (goal === null) return say("summaryValue", names);
  const verdict = say(verdictOf(value, goal, measure, context, say).reached ? "reached" : "missed");
  return say("summaryGoal", { ...names, goal: context.formats.value(goal, measure.format), verdict });
}

export const gauge = { questions, table, summary };
