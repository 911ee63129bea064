import { z } from "zod";

/** Input of one click: the questions of a sheet under one selection. Browser-safe; shapes as in `platform/model`. */
const MOST_QUESTIONS = 100;
const MOST_SETS = 20;

const name = z.string().min(1).max(256);
const expression = z.string().min(1).max(4000);
const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);
const limit = z.int().min(1).max(10_000).optional();
const offset = z.int().min(0).optional();
const order = z.enum(["asc", "desc"]);

const dimension = z.strictObject({ expression, nulls: z.enum(["hide", "show"]).optional() });

const cube = z.strictObject({
  kind: z.literal("cube"),
  dimensions: z.array(dimension).max(20),
  measures: z.array(expression).max(50),
  sort: z
    .array(
      z.strictObject({
        column: z.int().min(0).max(70),
        order,
        as: z.enum(["value", "text", "load", "state"]).optional(),
      }),
    )
    .max(20)
    .optional(),
  limit,
  offset,
  totals: z.boolean().optional(),
  others: z.boolean().optional(),
  zeros: z.enum(["hide", "show"]).optional(),
  alternatives: z.boolean().optional(),
});

const pivot = z.strictObject({
  kind: z.literal("pivot"),
  rows: z.array(dimension).max(8),
  columns: z.array(dimension).max(4),
  measures: z.array(expression).min(1).max(20),
  expanded: z.array(z.array(cell).min(1).max(8)).max(1000).optional(),
  sort: z.strictObject({ measure: z.int().min(0).max(20), order }).optional(),
  limitRows: z.int().min(1).max(5000).optional(),
  limitColumns: z.int().min(1).max(500).optional(),
});

const values = z.strictObject({
  kind: z.literal("values"),
  field: name,
  search: z.string().max(200).optional(),
  limit,
  offset,
  sort: z.enum(["state", "value", "text", "load", "frequency", "measure"]).optional(),
  order: order.optional(),
  measure: expression.optional(),
});

const find = z.strictObject({
  kind: z.literal("find"),
  search: z.string().max(200),
  fields: z.array(name).max(1000).optional(),
  limit: z.int().min(1).max(100).optional(),
  limitFields: z.int().min(1).max(100).optional(),
});

const select = z.strictObject({
  kind: z.literal("select"),
  field: name,
  what: z.enum(["all", "possible", "alternative", "excluded"]),
  search: z.string().max(200).optional(),
});

export const question = z.discriminatedUnion("kind", [cube, pivot, values, find, select]);

const selections = z.record(name, z.array(cell).max(10_000));

export const batchInput = z.strictObject({
  selections: selections.optional(),
  locked: z.array(name).max(200).optional(),
  variables: z.record(name, z.union([z.string().max(4000), z.number()])).optional(),
  sets: z
    .record(name, selections)
    .refine((s) => Object.keys(s).length <= MOST_SETS, `holds more than ${MOST_SETS} sets`)
    .optional(),
  questions: z
    .record(z.string().min(1).max(200), question)
    .refine((q) => Object.keys(q).length <= MOST_QUESTIONS, `holds more than ${MOST_QUESTIONS} questions`),
});
export type BatchInput = z.input<typeof batchInput>;

export const askAppInput = z.strictObject({ id: z.string().min(1).max(60), ...batchInput.shape });
export type AskAppInput = z.input<typeof askAppInput>;
