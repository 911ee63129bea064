import { z } from "zod";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the app verbs. Browser-safe. */
export const appIdInput = z.strictObject({ id: z.string().min(1).max(60) });

export const appModelInput = appIdInput.extend({
  which: z.enum(["published", "staged"]).default("published"),
});
export type AppModelInput = z.input<typeof appModelInput>;

export const listAppsInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().optional(),
  templateId: z.string().max(63).optional(),
});
export type ListAppsInput = z.input<typeof listAppsInput>;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const selections = z.record(z.string().max(256), z.array(cell).min(1).max(10_000));
const expression = z.string().min(1).max(4000);

/** `Query` of the platform, for one app. */
export const queryAppInput = z
  .strictObject({
    id: z.string(),
    dimensions: z.array(expression).max(20).default([]),
    measures: z.array(expression).max(50).default([]),
    selections: selections.optional(),
    sort: z
      .array(z.strictObject({ column: z.int().min(0).max(70), order: z.enum(["asc", "desc"]) }))
      .max(20)
      .optional(),
    limit: z.int().min(1).max(10_000).optional(),
    offset: z.int().min(0).optional(),
    totals: z.boolean().optional(),
    which: z.enum(["published", "staged"]).default("published"),
  })
  .refine((q) => q.dimensions.length + q.measures.length > 0, {
    error: "needs a dimension or a measure",
  });
export type QueryAppInput = z.input<typeof queryAppInput>;

export const fieldValuesInput = z.strictObject({
  id: z.string(),
  field: z.string().min(1).max(256),
  selections: selections.optional(),
  search: z.string().max(200).optional(),
  limit: z.int().min(1).max(10_000).optional(),
  offset: z.int().min(0).optional(),
});
export type FieldValuesInput = z.input<typeof fieldValuesInput>;
