import type { Answer, Question } from "@/server/platform/model";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind } from "../../charts/port";
import { textOf, UNANSWERED } from "./batch";

export type Kinds = Partial<Record<SheetObject["kind"], ObjectKind>>;

/** Of a kind, what its questions need. */
export type AskingKinds = Partial<Record<SheetObject["kind"], Pick<ObjectKind, "questions">>>;

/** Id of the list box that floats above the sheet; no object of a sheet can have it. */
export const FLOATING = "$listbox";

const floating = (field: string): SheetObject => ({
  id: FLOATING,
  kind: "filters",
  at: [0, 0, 4, 12],
  fields: [{ field, sort: "state" }],
});

/** What has questions: the objects of the sheet, and the list box above it. */
export function askers(sheet: Sheet, openField: string | null): SheetObject[] {
  return openField === null ? sheet.objects : [...sheet.objects, floating(openField)];
}

/** Every question of a sheet: its objects' own, and the conditions of sheets and objects. */
export function questionsOf(objects: SheetObject[], context: ObjectContext, kinds: AskingKinds): Question[] {
  const own = objects.flatMap((object) => Object.values(objectQuestions(object, context, kinds)));
  return [...own, ...conditions(objects, context).map(([, expression]) => conditionQuestion(expression))];
}

function objectQuestions(
  object: SheetObject,
  context: ObjectContext,
  kinds: AskingKinds,
): Record<string, Question> {
  return kinds[object.kind]?.questions(object, context) ?? {};
}

/** The answers of each object by its own keys; the former record where every answer is the same one. */
export function answersOf(
  objects: SheetObject[],
  context: ObjectContext,
  kinds: AskingKinds,
  known: ReadonlyMap<string, Answer>,
  former: Record<string, Record<string, Answer>>,
): Record<string, Record<string, Answer>> {
  const all = objects.map((object) => {
    const asked = Object.entries(objectQuestions(object, context, kinds));
    const answers = Object.fromEntries(asked.map(([key, q]) => [key, known.get(textOf(q)) ?? UNANSWERED]));
    const before = former[object.id];
    return [object.id, before && sameMembers(before, answers) ? before : answers] as const;
  });
  return Object.fromEntries(all);
}

function sameMembers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function conditions(objects: SheetObject[], context: ObjectContext): [id: string, expression: string][] {
  const all = [
    ...context.document.sheets.map(({ sheet, show }) => ({ id: `sheet ${sheet}`, show })),
    ...objects,
  ];
  return all.flatMap(({ id, show }) => (show === undefined ? [] : [[id, show]]));
}

const conditionQuestion = (expression: string): Question => ({
  kind: "cube",
  dimensions: [],
  measures: [expression.replace(/^=/, "")],
});

/** Which sheets (`sheet <id>`) and objects with a condition are shown. A condition in error shows: it says why there. */
export function showsOf(
  objects: SheetObject[],
  context: ObjectContext,
  known: ReadonlyMap<string, Answer>,
): Record<string, boolean> {
  return Object.fromEntries(
    conditions(objects, context).map(([id, expression]) => {
      const answer = known.get(textOf(conditionQuestion(expression)));
      if (answer?.kind !== "cube") return [id, true];
      const value = answer.rows[0]?.[0];
      return [id, Boolean(value) && value !== "0" && value !== "false"];
    }),
  );
}
