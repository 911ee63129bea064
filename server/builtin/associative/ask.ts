import type { DuckDBConnection } from "@duckdb/node-api";
import { KernelClick } from "@/server/builtin/kernel/click";
import type { KernelStore } from "@/server/builtin/kernel/store";
import { isOverflow } from "@/server/builtin/script/overflow";
import { defaultSettings, inDoubles } from "@/server/builtin/script/settings";
import type { Answer, Batch, BatchAnswer, Question, QuestionError } from "@/server/platform/model";
import { type AppError, isAppError } from "@/server/shared/errors";
import { type AnswerCache, answerKey } from "./answer-cache";
import type { Asking, PlannedQuestion } from "./asking";
import { blamed } from "./blame";
import { type CatalogField, catalogOf } from "./catalog";
import { planCube } from "./cube";
import { Dollars } from "./dollars";
import { planFind, planSelect } from "./finding";
import { planPivot } from "./pivot";
import { checkBatch, checkQuestion } from "./requests";
import { overMemory } from "./run";
import { chartFunctions } from "./selection-functions";
import { readSelections } from "./selections";
import type { AssociativeModel } from "./types";
import { countsOf, planCounts, planValues } from "./value-list";
import { Workspace } from "./workspace";

export interface AskOptions {
  /** Told back in the answer. */
  generation: string;
  /** Instant of `Today()` and `Now()`. */
  now?: Date;
  /** Aborted where the click is withdrawn: no further statement is begun. */
  signal?: AbortSignal;
  /** Answers of this generation given before. */
  cache?: AnswerCache;
  /** Code tables that answer what they can in one pass. Leave it out where not all rows are to be seen. */
  kernel?: KernelStore;
}

/**
 * Answers all questions of one click. They share the work under each state of selections; a wrong question is answered
 * by its error.
 * @param db connection to the generation, for this click alone: temp tables are left on it
 * @throws `query.invalid` and `query.field_missing` of the selections; what stops everything (`query.interrupted`)
 */
export async function answerBatch(
  db: DuckDBConnection,
  model: AssociativeModel,
  input: Batch,
  options: AskOptions,
): Promise<BatchAnswer> {
  const batch = checkBatch(input);
  const { generation, cache } = options;
  const catalog = catalogOf(model);
  const settings = defaultSettings(options.now);
  const selections = readSelections(catalog, batch.selections);
  const workspace = new Workspace(db, catalog, options.signal);
  const { variables = {}, sets: named = {} } = batch;
  const locked = new Set(batch.locked);
  const functions = chartFunctions({ workspace, selections, locked });
  const around = { settings, functions, named };
  const dollars = new Dollars(workspace, selections, variables, around);
  const asking: Asking = { workspace, selections, locked, dollars, ...around };
  const kernel = options.kernel && new KernelClick(options.kernel, db, asking, options.signal);
  const asked = Object.entries(batch.questions).map(([key, input]) => {
    const question = attempt(() => checkQuestion(input));
    return { key, question, cacheKey: isError(question) ? null : answerKey(batch, question) };
  });
  const known = new Map(asked.map(({ key, cacheKey }) => [key, cache?.get<Answer>(cacheKey)]));
  const questions = asked.filter(({ key }) => !known.get(key));
  await dollars.expandAll(questions.flatMap(({ question }) => (isError(question) ? [] : textsOf(question))));
  const planned = questions.map(({ key, question, cacheKey }) => ({
    key,
    cacheKey,
    question,
    plan: isError(question) ? question : attempt(() => plan(asking, key, question, kernel)),
  }));
  const fieldsKey = answerKey(batch, "fields");
  const counted = cache?.get<BatchAnswer["fields"]>(fieldsKey);
  const chips = counted
    ? []
    : selections.map(({ field }) => [field.name, planChip(asking, field, kernel)] as const);
  for (const { key, plan, question, cacheKey } of planned) {
    const answer = isError(plan)
      ? plan
      : await answered(plan, (error) => answerInDoubles(asking, key, question, error));
    known.set(key, answer);
    if (answer.kind !== "error") cache?.set(cacheKey, answer);
  }
  const fields = counted ?? (await countFields(chips));
  cache?.set(fieldsKey, fields);
  const answers = asked.flatMap(({ key }) => {
    const answer = known.get(key);
    return answer ? [[key, answer] as const] : [];
  });
  return { generation, answers: Object.fromEntries(answers), fields };
}

type FieldCounts = BatchAnswer["fields"][string];

async function countFields(
  chips: readonly (readonly [string, () => Promise<FieldCounts>])[],
): Promise<BatchAnswer["fields"]> {
  const fields: BatchAnswer["fields"] = {};
  for (const [name, count] of chips) fields[name] = await count();
  return fields;
}

function planChip(asking: Asking, field: CatalogField, kernel?: KernelClick): () => Promise<FieldCounts> {
  const held = kernel?.planCounts(field);
  const plan = () => planCounts(asking, field);
  const planned = held ? null : plan();
  return async () => {
    const quick = await held?.();
    if (quick) return quick;
    const counts = countsOf(await asking.workspace.read(planned ?? plan()));
    return { counts, distinct: Object.values(counts).reduce((sum, n) => sum + n, 0) };
  };
}

function plan(asking: Asking, key: string, question: Question, kernel?: KernelClick): PlannedQuestion {
  const bySql = () => planBySql(asking, key, question);
  return kernel?.plan(question, bySql) ?? bySql();
}

function planBySql(asking: Asking, key: string, question: Question): PlannedQuestion {
  switch (question.kind) {
    case "cube":
      return planCube(asking, key, question);
    case "pivot":
      return planPivot(asking, key, question);
    case "values":
      return planValues(asking, question);
    case "find":
      return planFind(asking, question);
    case "select":
      return planSelect(asking, question);
  }
}

function textsOf(question: Question): string[] {
  switch (question.kind) {
    case "cube":
      return [...question.dimensions.map((d) => d.expression), ...question.measures];
    case "pivot":
      return [...[...question.rows, ...question.columns].map((d) => d.expression), ...question.measures];
    case "values":
      return question.measure === undefined ? [] : [question.measure];
    case "find":
    case "select":
      return [];
  }
}

/** What is wrong with one question; everything else goes on. */
function attempt<T>(work: () => T): T | QuestionError {
  try {
    return work();
  } catch (error) {
    return questionError(error);
  }
}

async function answered(
  planned: PlannedQuestion,
  wrong: (error: unknown) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await planned.answer();
  } catch (error) {
    return wrong(error);
  }
}

/** Where whole numbers become too large to be exact, all is counted with as doubles. */
async function answerInDoubles(
  asking: Asking,
  key: string,
  question: Question | QuestionError,
  error: unknown,
): Promise<Answer> {
  if (isError(question) || !isOverflow(error)) return wrong(asking, question, error);
  const inexact: Asking = { ...asking, settings: inDoubles(asking.settings) };
  const planned = attempt(() => planBySql(inexact, `${key} in doubles`, question));
  return isError(planned) ? planned : answered(planned, (again) => wrong(inexact, question, again));
}

async function wrong(
  asking: Asking,
  question: Question | QuestionError,
  error: unknown,
): Promise<QuestionError> {
  if (isError(question)) return question;
  const alone = (part: Question) => planBySql(asking, "alone", part);
  return questionError(await blamed(overMemory(error) ?? error, question, alone));
}

function isError(value: unknown): value is QuestionError {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "error";
}

/** Rethrows what is not about the question: an interrupt, a failure of the engine's own. */
function questionError(error: unknown): QuestionError {
  if (!isAppError(error) || error.kind === "unavailable") throw error;
  const { line, column, part } = placeOf(error);
  const { advice } = error.options;
  return {
    kind: "error",
    code: error.code,
    message: advice ? `${error.message} ${advice}` : error.message,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(part === undefined ? {} : { part }),
  };
}

function placeOf(error: AppError): Pick<QuestionError, "line" | "column" | "part"> {
  const { line, column, part } = error.options.params ?? {};
  if (typeof line !== "number" || typeof column !== "number") return {};
  return { line, column, ...(typeof part === "string" ? { part } : {}) };
}
