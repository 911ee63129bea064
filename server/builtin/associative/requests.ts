import { z } from "zod";
import type { FieldValuesQuery, Query } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";

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

function check<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((i) => ({ path: i.path.join("."), message: i.message })));
}

function invalid(issues: { path: string; message: string }[]): AppError {
  const list = issues.map((i) => `${i.path}: ${i.message}`).join("; ");
  return new AppError("invalid", "query.invalid", `The query cannot be read: ${list}.`, { issues });
}
