import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { better, expression, fieldName, format } from "./sheet-parts";
import { slug, text } from "./texts";

/** Names that become script variables: `$(orders)`. */
const variableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, "must start with a letter and hold only letters, digits and _");

export const version = z
  .string({
    error: (i) => (typeof i.input === "number" ? 'needs text such as "1.0.0": put it in quotes' : undefined),
  })
  .regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/, 'must look like "1.0.0"');

/** `sales@1.0.0`. */
export const templateRef = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}@(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/,
    'must name a template and its version, for example "sales@1.0.0"',
  );

export const COLUMN_TYPES = [
  "integer",
  "number",
  "decimal",
  "text",
  "boolean",
  "date",
  "timestamp",
  "time",
] as const;

const column = strict({
  name: z.string().min(1).max(128),
  type: z.enum(COLUMN_TYPES).optional(),
  optional: z.boolean().default(false),
  description: text.optional(),
});

/** A table the script reads by `$(name)`, as the template's author calls it. */
const table = strict({
  name: variableName,
  connection: slug.describe("Slot of `connections` it is read from"),
  description: text.optional(),
  columns: z.array(column).min(1, "needs at least one column"),
});

/** A slot: every customer fills it with one of their connections. */
const connectionSlot = strict({
  name: slug,
  description: text.optional(),
  kinds: z.array(z.string().min(1)).min(1).describe("Kinds of source that fit; any, where absent").optional(),
});

export const PARAMETER_TYPES = ["text", "number", "boolean", "date"] as const;

const parameter = strict({
  name: variableName,
  type: z.enum(PARAMETER_TYPES).default("text"),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  required: z.boolean().default(false),
  description: text.optional(),
}).refine((p) => p.default === undefined || fitsParameter(p.type, p.default), {
  path: ["default"],
  error: "does not fit the parameter's type",
});

const governed = {
  label: text.optional(),
  description: text.optional(),
  synonyms: z.array(text).optional(),
  format: format.optional(),
  owner: z.string().optional(),
};

/** A field of the model that sheets, measures and people may use. */
const field = strict({
  name: fieldName,
  expression: expression.optional(),
  class: slug
    .describe(
      "Class of data it belongs to: personal, financial. A customer's admin says which groups see a class",
    )
    .optional(),
  ...governed,
});
/** A governed measure: one definition of a figure. */
const measure = strict({ name: slug, expression, better: better.optional(), ...governed });

const scalar = z.union([z.string(), z.number()]);

const check = strict({
  name: z.string().min(1),
  measure: expression.describe("An aggregate expression, or the name of a measure"),
  selections: z.record(z.string(), z.array(scalar).min(1)).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  equals: z.number().optional(),
}).refine((c) => c.min !== undefined || c.max !== undefined || c.equals !== undefined, {
  error: "needs min, max or equals",
});

export const schedule = strict({
  cron: z
    .string()
    .regex(/^(\S+\s+){4}\S+$/, 'needs five parts: minute hour day month weekday, e.g. "0 5 * * *"'),
  zone: z.string().refine(isZone, "is not a time zone; use a name such as Europe/Berlin").default("UTC"),
  partial: z
    .boolean()
    .optional()
    .describe("Only what the script marks ADD, REPLACE or MERGE, on top of the published data"),
});

/** `template.yaml`. */
export const manifest = strict({
  id: slug.describe("Stable for ever; the same as the folder's name by custom"),
  version: version.describe("Semantic version. Released content never changes under one version"),
  module: z.string().min(1).max(80).describe("What it is sold as: Sales, Inventory"),
  title: text,
  description: text.optional(),
  questions: z.array(text).default([]).describe("What users want to know"),
  connections: z.array(connectionSlot).default([]),
  tables: z.array(table).default([]),
  parameters: z.array(parameter).default([]),
  fields: z.array(field).default([]),
  measures: z.array(measure).default([]),
  allow: strict({
    loops: z.boolean().default(false),
    syntheticKeys: z.boolean().default(false),
  }).default({ loops: false, syntheticKeys: false }),
  verify: z.array(check).default([]),
  schedule: schedule.optional(),
  theme: z.string().min(1).optional().describe("A file below files/"),
}).meta({ title: "Template manifest (template.yaml)" });

export type Manifest = z.infer<typeof manifest>;
export type ManifestTable = Manifest["tables"][number];
export type ManifestParameter = Manifest["parameters"][number];

export function fitsParameter(type: (typeof PARAMETER_TYPES)[number], value: unknown): boolean {
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  if (type === "boolean") return typeof value === "boolean";
  if (type === "date") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return typeof value === "string";
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
