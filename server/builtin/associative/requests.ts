import { z } from "zod";
import type { Place } from "@/server/builtin/script/ast";
import type { Batch, FieldValuesQuery, Query, Question } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import { type Expressed, placeIn, START } from "./errors";

export const MOST_ROWS = 10_000;
const DEFAULT_ROWS = 1_000;
const MOST_COLUMNS = 64;

const text = z.string().min(1).max(20_000);
const limit = z.number().int().min(1).max(MOST_ROWS).default(DEFAULT_ROWS);
const offset = z.number().int().min(0).default(0);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const selections = z.record(z.string(), z.array(cell)).optional();

const querySchema = z.object({
  dimensions: z.array(text).max(MOST_COLUMNS),
  measures: z.array(text).max(MOST_COLUMNS),
  selections,
  sort: z.array(z.object({ column: z.number().int().min(0), order: z.enum(["asc", "desc"]) })).default([]),
  limit,
  offset,
  totals: z.boolean().default(false),
});

const fieldValuesSchema = z.object({
  field: text,
  selections,
  search: z.string().max(1_000).optional(),
  limit,
  offset,
});

const order = z.enum(["asc", "desc"]);
const optionalLimit = z.number().int().min(1).max(MOST_ROWS).optional();
const optionalOffset = z.number().int().min(0).optional();
const dimension = z.object({ expression: text, nulls: z.enum(["hide", "show"]).optional() });
const dimensions = z.array(dimension).max(MOST_COLUMNS);
const measures = z.array(text).max(MOST_COLUMNS);

const questionSchema: z.ZodType<Question> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("cube"),
    dimensions,
    measures,
    sort: z
      .array(
        z.object({
          column: z.number().int().min(0),
          order,
          as: z.enum(["value", "text", "load", "state"]).optional(),
        }),
      )
      .optional(),
    limit: optionalLimit,
    offset: optionalOffset,
    totals: z.boolean().optional(),
    others: z.boolean().optional(),
    zeros: z.enum(["hide", "show"]).optional(),
    alternatives: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal("pivot"),
    rows: dimensions,
    columns: dimensions,
    measures: measures.min(1),
    expanded: z.array(z.array(cell)).max(MOST_ROWS).optional(),
    sort: z.object({ measure: z.number().int().min(0), order }).optional(),
    limitRows: optionalLimit,
    limitColumns: z.number().int().min(1).max(1_000).optional(),
  }),
  z.object({
    kind: z.literal("values"),
    field: text,
    search: z.string().max(1_000).optional(),
    limit: optionalLimit,
    offset: optionalOffset,
    sort: z.enum(["state", "value", "text", "load", "frequency", "measure"]).optional(),
    order: order.optional(),
    measure: text.optional(),
  }),
  z.object({
    kind: z.literal("find"),
    search: z.string().max(1_000),
    fields: z.array(text).max(1_000).optional(),
    limit: z.number().int().min(1).max(100).optional(),
    limitFields: z.number().int().min(1).max(100).optional(),
  }),
  z.object({
    kind: z.literal("select"),
    field: text,
    what: z.enum(["all", "possible", "alternative", "excluded"]),
    search: z.string().max(1_000).optional(),
  }),
]);

const MOST_QUESTIONS = 100;
const batchSchema = z.object({
  selections,
  locked: z.array(z.string()).optional(),
  variables: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  sets: z.record(z.string(), z.record(z.string(), z.array(cell))).optional(),
  questions: z
    .record(z.string(), z.unknown())
    .refine((q) => Object.keys(q).length <= MOST_QUESTIONS, `at most ${MOST_QUESTIONS} in one batch`),
});

export type CheckedQuery = z.output<typeof querySchema>;
export type CheckedFieldValuesQuery = z.output<typeof fieldValuesSchema>;

/** The query with its defaults; throws `query.invalid` naming each wrong part. */
export function checkQuery(query: Query): CheckedQuery {
  const checked = check(querySchema, query);
  const columns = checked.dimensions.length + checked.measures.length;
  if (columns === 0) throw invalid([{ path: "dimensions", message: "ask for a dimension or a measure" }]);
  const wrong = checked.sort.findIndex((s) => s.column >= columns);
  if (wrong >= 0)
    throw invalid([
      { path: `sort[${wrong}].column`, message: `there are only ${columns} columns, counted from 0` },
    ]);
  return checked;
}

export function checkFieldValuesQuery(query: FieldValuesQuery): CheckedFieldValuesQuery {
  return check(fieldValuesSchema, query);
}

/** The batch without a look into its questions; throws `query.invalid`. */
export function checkBatch(batch: Batch): z.output<typeof batchSchema> {
  return check(batchSchema, batch);
}

/** One question; throws `query.invalid` naming each wrong part. */
export function checkQuestion(question: unknown): Question {
  return check(questionSchema, question);
}

/** `query.invalid` of one part of a question, or of a place in an expression of it. */
export function invalidQuestion(where: string | Expressed, message: string, at: Place = START): AppError {
  if (typeof where === "string") return invalid([{ path: where, message }]);
  const { params, issues } = placeIn(where, at, message);
  return invalid(issues, params);
}

function check<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((i) => ({ path: i.path.join("."), message: i.message })));
}

function invalid(
  issues: NonNullable<AppError["options"]["issues"]>,
  params?: Record<string, unknown>,
): AppError {
  const list = issues.map((i) => `${i.path}: ${i.message}`).join("; ");
  return new AppError("invalid", "query.invalid", `The query cannot be read: ${list}.`, {
    issues,
    ...(params ? { params } : {}),
  });
}
