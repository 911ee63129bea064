import type { Answer, Question, ValueState } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { figureOf } from "../../data/cube";
import { dimensionsOf } from "../../data/dimensions";
import type { Mark } from "../../draw/marks";
import type { ObjectContext } from "../../port";
import { barQuestions } from "../bar/questions";

/** With more values than this a range cannot be selected: it would not fit into a selection. */
const MOST_VALUES = 5000;
const CLASS_OF = /^\s*Class\s*\(\s*(?:\[([^\]]+)\]|([\p{L}_][\p{L}\d_]*))\s*,/iu;

/** The field that is counted by classes; null where the dimension is something else. */
export function classField(object: SheetObject, context: ObjectContext): string | null {
  const [dimension] = dimensionsOf(object, context);
  if (dimension?.field) return dimension.field;
  const found = dimension?.expression.replace(/^=/, "").match(CLASS_OF);
  return found?.[1] ?? found?.[2] ?? null;
}

/** Bins as bars ask for them, and the field's values, so that a bin can be selected. */
export function histogramQuestions(object: SheetObject, context: ObjectContext): Record<string, Question> {
  const questions = barQuestions(object, context, { sort: "number", limit: 2000 });
  const field = classField(object, context);
  if (!field || !questions.main) return questions;
  return { ...questions, values: { kind: "values", field, sort: "value", limit: MOST_VALUES } };
}

/** Finds the values of a range and how they stand: selected only where all of them are. */
export function rangePicks(
  answers: Record<string, Answer>,
  field: string | null,
): (from: number, to: number) => { picks: Mark["picks"]; state: ValueState | undefined } {
  const answer = answers.values;
  if (!field || answer?.kind !== "values" || answer.total > answer.values.length)
    return () => ({ picks: [], state: undefined });
  const known = answer.values.flatMap(({ value, state }) => {
    const figure = figureOf(value);
    return figure === null ? [] : [{ value, state, figure }];
  });
  return (from, to) => {
    const own = known.filter(({ figure }) => figure >= from && figure < to);
    const chosen = own.length > 0 && own.every(({ state }) => state === "S" || state === "L");
    const picks = own.filter(({ state }) => state !== "X").map(({ value }) => ({ field, value }));
    return { picks, state: chosen ? "S" : undefined };
  };
}
