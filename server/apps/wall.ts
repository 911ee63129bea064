import type {
  Batch,
  DataModel,
  FieldValuesQuery,
  Query,
  Question,
  QuestionError,
} from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import { dimensionMentions, isOne, mentions } from "./mentions";

/** Names of fields somebody may not see, lower-cased. */
export type Withheld = ReadonlySet<string>;

const CODE = "query.withheld";
const MESSAGE = "You may not see this: it uses data that none of your groups opens.";
const ADVICE = "Whoever manages your organisation's people can open it to one of your groups.";

const withheld = () => new AppError("forbidden", CODE, MESSAGE, { advice: ADVICE });
const refusal: QuestionError = { kind: "error", code: CODE, message: MESSAGE };

function refuseNames(names: Iterable<string>, fields: Withheld): void {
  for (const name of names) if (dimensionMentions(name, fields)) throw withheld();
}

const refuseSelections = (selections: object | undefined, fields: Withheld) =>
  refuseNames(Object.keys(selections ?? {}), fields);

/** Every expression of a question; of a search none, its fields are told apart. */
function texts(question: Question): { dimensions: string[]; measures: string[] } {
  const expressions = (list: { expression: string }[]) => list.map(({ expression }) => expression);
  switch (question.kind) {
    case "cube":
      return { dimensions: expressions(question.dimensions), measures: question.measures };
    case "pivot":
      return {
        dimensions: expressions([...question.rows, ...question.columns]),
        measures: question.measures,
      };
    case "values":
      return { dimensions: [question.field], measures: question.measure ? [question.measure] : [] };
    case "select":
      return { dimensions: [question.field], measures: [] };
    case "find":
      return { dimensions: [], measures: [] };
  }
}

function isRefused(question: Question, fields: Withheld, hidden: boolean): boolean {
  const { dimensions, measures } = texts(question);
  // A variable that names such a field may be read by any expansion, under a name that is itself expanded.
  if (hidden && [...dimensions, ...measures].some((text) => text.includes("$("))) return true;
  return (
    dimensions.some((text) => dimensionMentions(text, fields)) ||
    measures.some((text) => mentions(text, fields))
  );
}

/** A search looks into what is open only; the engine knows no other fields where none are named. */
const opened = (question: Question, fields: Withheld): Question =>
  question.kind === "find" && question.fields
    ? { ...question, fields: question.fields.filter((name) => !isOne(name, fields)) }
    : question;

/**
 * What of a click may be asked. A question that touches a withheld field is answered here and never reaches the engine.
 * @throws `query.withheld` where a selection is in such a field: it would decide every other answer
 */
export function admitted(
  batch: Batch,
  fields: Withheld,
): { batch: Batch; refused: Record<string, QuestionError> } {
  refuseSelections(batch.selections, fields);
  refuseNames(batch.locked ?? [], fields);
  for (const set of Object.values(batch.sets ?? {})) refuseSelections(set, fields);
  const hidden = Object.values(batch.variables ?? {}).some((text) => mentions(String(text), fields));
  const questions: Batch["questions"] = {};
  const refused: Record<string, QuestionError> = {};
  for (const [key, question] of Object.entries(batch.questions))
    if (isRefused(question, fields, hidden)) refused[key] = refusal;
    else questions[key] = opened(question, fields);
  return { batch: { ...batch, questions }, refused };
}

/** @throws `query.withheld` */
export function refuseQuery(query: Query, fields: Withheld): void {
  refuseSelections(query.selections, fields);
  refuseNames(query.dimensions, fields);
  if (query.measures.some((text) => mentions(text, fields))) throw withheld();
}

/** @throws `query.withheld` */
export function refuseValues(query: FieldValuesQuery, fields: Withheld): void {
  refuseNames([query.field], fields);
  refuseSelections(query.selections, fields);
}

/** A data model without these fields, and without what is told of links by them. */
export function modelWithout(model: DataModel, fields: Withheld): DataModel {
  if (fields.size === 0) return model;
  const isOpen = (name: string) => !isOne(name, fields);
  const areOpen = (it: { fields: string[] }) => it.fields.every(isOpen);
  return {
    ...model,
    tables: model.tables.map((table) => ({
      ...table,
      fields: table.fields.filter(isOpen),
      ...(table.columns ? { columns: table.columns.filter(({ field }) => isOpen(field)) } : {}),
    })),
    fields: model.fields.filter(({ name }) => isOpen(name)),
    associations: model.associations.filter(areOpen),
    syntheticKeys: model.syntheticKeys.filter(areOpen),
    ...(model.keys ? { keys: model.keys.filter(areOpen) } : {}),
    ...(model.loosened ? { loosened: model.loosened.filter(areOpen) } : {}),
  };
}
