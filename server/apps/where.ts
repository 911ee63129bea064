import { z } from "zod";
import type { Condition } from "@/db/schema";
import { strict } from "@/server/shared/strict";

const OPERATORS = [
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not in",
  "between",
  "is null",
  "is not null",
  "like",
] as const satisfies Condition["op"][];

const plain = z.string().refine((s) => !s.includes("\0"), "must not hold a NUL character");
const columnName = plain.min(1, "must not be empty").max(128);
const scalar = z.union([plain, z.number(), z.boolean()]);
const list = z.array(scalar).min(1, "needs at least one value").max(10_000);
const pair = z.array(scalar).length(2, "needs two values: from and to");

const condition = strict({
  column: columnName,
  op: z.enum(OPERATORS),
  value: z.union([scalar, z.null(), z.array(scalar)]).optional(),
}).superRefine((c, ctx) => {
  const message = wrongValue(c.op, c.value);
  if (message) ctx.addIssue({ code: "custom", path: ["value"], message });
});

/** What may stand behind one comparison in the short form. */
const comparisons = strict({
  "=": scalar.optional(),
  "<>": scalar.optional(),
  "<": scalar.optional(),
  "<=": scalar.optional(),
  ">": scalar.optional(),
  ">=": scalar.optional(),
  in: list.optional(),
  "not in": list.optional(),
  between: pair.optional(),
  like: plain.optional(),
  "is null": z.literal(true).optional(),
  "is not null": z.literal(true).optional(),
}).refine((c) => Object.keys(c).length > 0, { error: "needs at least one comparison" });

const short = z.record(columnName, z.union([scalar, z.null(), list, comparisons]));

type Short = z.infer<typeof short>;

/**
 * A where clause in either form, as conditions joined by AND:
 * `[{ column: year, op: ">=", value: 2023 }]`, or short `{ country: [DE, AT], year: { ">=": 2023 }, closed: null }`.
 */
export const where = z.union([z.array(condition), short]).transform(normalizeWhere);

export function normalizeWhere(input: Condition[] | Short): Condition[] {
  if (Array.isArray(input)) return input;
  return Object.entries(input).flatMap(([column, value]): Condition[] => {
    if (value === null) return [{ column, op: "is null" }];
    if (Array.isArray(value)) return [{ column, op: "in", value }];
    if (typeof value !== "object") return [{ column, op: "=", value }];
    return Object.entries(value).map(([op, v]) => oneComparison(column, op as Condition["op"], v));
  });
}

function oneComparison(column: string, op: Condition["op"], value: Condition["value"] | true): Condition {
  return op === "is null" || op === "is not null" ? { column, op } : { column, op, value };
}

function wrongValue(op: Condition["op"], value: Condition["value"] | undefined): string | null {
  switch (op) {
    case "is null":
    case "is not null":
      return value === undefined ? null : `"${op}" takes no value`;
    case "in":
    case "not in":
      return Array.isArray(value) && value.length > 0 ? null : `"${op}" needs a list of values`;
    case "between":
      return Array.isArray(value) && value.length === 2 ? null : '"between" needs two values: from and to';
    case "like":
      return typeof value === "string" ? null : '"like" needs a text, with % and _ as wildcards';
    default:
      if (value === null) return `a comparison with nothing is written "is null"`;
      return value === undefined || Array.isArray(value) ? `"${op}" needs one value` : null;
  }
}
