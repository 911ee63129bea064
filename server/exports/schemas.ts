import { z } from "zod";
import { batchInput } from "@/server/apps/ask-schemas";
import { isLanguageTag } from "@/server/shared/language-tag";

/** Input of a file: what the reader looks at, and as what it is wanted. Browser-safe. */
const MOST_LOCAL = 20_000;

const id = z.string().min(1).max(100);
const path = z.array(z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()])).max(8);

/** What a reader did to an object beside selecting, as far as a file follows it. */
const local = z.object({
  sort: z.strictObject({ column: z.int().min(0).max(70), order: z.enum(["asc", "desc"]) }).optional(),
  expanded: z.array(path).max(1000).optional(),
});

const zone = z
  .string()
  .max(60)
  .refine((name) => isZone(name), "is no time zone");

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const language = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "is no language tag")
  .refine(isLanguageTag, "is no language tag");

const { selections, locked, variables, sets } = batchInput.shape;

export const exportInput = z.strictObject({
  kind: z.enum(["csv", "xlsx", "pdf"]),
  sheet: id,
  object: id.optional(),
  selections: selections.default({}),
  locked: locked.default([]),
  variables: variables.default({}),
  sets,
  drill: z.record(id, z.int().min(0).max(20)).default({}),
  local: z
    .record(id, local)
    .default({})
    .refine((all) => JSON.stringify(all).length <= MOST_LOCAL, "is too long"),
  language: language.optional(),
  zone: zone.default("UTC"),
  patterns: z.boolean().optional(),
  paper: z.enum(["a4", "letter"]).optional(),
});
export type ExportInput = z.input<typeof exportInput>;
export type ExportWish = z.output<typeof exportInput>;

/** What the answer to a wish consists of, line by line. */
export type ExportLine =
  | { type: "progress"; done: number; of: number }
  | { type: "file"; name: string; mediaType: string; base64: string; cut: boolean }
  | { type: "failed"; code: string; message: string; advice?: string };
