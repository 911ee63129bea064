import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { slug, text } from "./texts";

/** Exactly one of `keys` must be given. Said to zod as a check and to JSON Schema as `oneOf`. */
export function oneOfKeys<T extends z.ZodObject>(schema: T, keys: string[]) {
  const given = (value: object) => keys.filter((k) => k in value);
  return schema
    .refine((v) => given(v).length === 1, { error: `needs exactly one of ${keys.join(", ")}` })
    .meta({ oneOf: keys.map((k) => ({ required: [k] })) });
}

export const expression = z.string().min(1).max(4000);
export const fieldName = z.string().min(1);
export const better = z.enum(["higher", "lower", "none"]);
const verdict = z.enum(["good", "bad", "warning", "neutral", "series"]);

export const format = z.union([
  z.enum(["integer", "number", "money", "percent", "date", "duration"]),
  strict({
    kind: z.enum(["number", "money", "percent", "date", "duration"]),
    digits: z.int().min(0).max(6).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO code such as EUR")
      .optional(),
    pattern: z.string().optional(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  }),
]);

/** A measure of a sheet's own library. */
export const sheetMeasure = strict({
  label: text.optional(),
  value: expression,
  format: format.optional(),
  better: better.optional(),
  description: text.optional(),
});

export const measureUse = z.union([
  slug,
  oneOfKeys(
    strict({
      use: slug.optional(),
      value: expression.optional(),
      label: text.optional(),
      format: format.optional(),
      better: better.optional(),
      mark: z.enum(["column", "line", "area", "point"]).optional(),
      axis: z.enum(["x", "y", "size", "second"]).optional(),
      scale: z.enum(["linear", "log"]).optional(),
      compare: slug.optional(),
      stack: z.boolean().optional(),
    }),
    ["use", "value"],
  ),
]);

export const sort = z.union([
  z.enum(["state", "value", "number", "text", "load"]),
  strict({ by: z.string(), order: z.enum(["up", "down"]).optional() }),
]);

export const dimension = z.union([
  fieldName,
  oneOfKeys(
    strict({
      field: fieldName.optional(),
      value: expression.optional(),
      drill: z.array(fieldName).min(2).max(6).optional(),
      label: text.optional(),
      sort: sort.optional(),
      limit: z.int().min(1).max(5000).optional(),
      others: z.boolean().optional(),
      nulls: z.enum(["hide", "show"]).optional(),
      zeros: z.enum(["hide", "show"]).optional(),
      format: format.optional(),
    }),
    ["field", "value", "drill"],
  ),
]);

const rule = strict({
  if: z.string().describe("'< 0.3', '> 60', '= 0', or '=expression' per row"),
  use: verdict,
  mark: z.enum(["up", "down", "warn", "dot"]).optional(),
  say: text.optional(),
}).refine((r) => r.use === "neutral" || r.use === "series" || r.mark !== undefined, {
  path: ["mark"],
  error: "is needed for good, bad and warning: color is never alone",
});

export const color = strict({
  by: z.enum(["value", "dimension", "measure"]).optional(),
  field: fieldName.optional(),
  limit: z.int().min(1).max(8).optional(),
  scale: z.enum(["sequential", "diverging"]).optional(),
  center: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  per: z.enum(["all", "row", "column", "level"]).optional(),
  say: z.array(text).min(2).max(3).optional(),
  rules: z.array(rule).min(1).max(8).optional(),
  else: verdict.optional(),
});

const amount = z.union([z.number(), expression]);
export const target = strict({ value: amount, say: text.optional() });
export const reference = strict({ axis: z.enum(["x", "y"]), value: amount, say: text.optional() });

export const column = oneOfKeys(
  strict({
    field: fieldName.optional(),
    use: slug.optional(),
    value: expression.optional(),
    label: text.optional(),
    format: format.optional(),
    better: better.optional(),
    bar: z.boolean().optional(),
    as: z.enum(["number", "change", "trend", "stack", "link"]).optional(),
    against: slug.optional(),
    over: fieldName.optional(),
    zeros: z.enum(["hide", "show"]).describe("Of a cross table's column").optional(),
    color: color.optional(),
  }),
  ["field", "use", "value"],
);

export const filterField = strict({
  field: fieldName,
  label: text.optional(),
  as: z.enum(["list", "buttons", "menu", "range", "dates"]).optional(),
  sort: sort.optional(),
  value: slug.optional(),
  single: z.boolean().optional(),
});

const anyMap = z.record(z.string(), z.unknown());

export const action = strict({
  select: anyMap.optional(),
  clear: z.array(z.unknown()).optional(),
  set: anyMap.optional(),
  bookmark: z.string().optional(),
  sheet: z.string().optional(),
})
  .refine((a) => Object.keys(a).length === 1, {
    error: "needs exactly one of select, clear, set, bookmark, sheet",
  })
  .meta({ minProperties: 1, maxProperties: 1 });
