import { z } from "zod";
import { strict } from "@/server/shared/strict";
import {
  action,
  color,
  column,
  dimension,
  expression,
  fieldName,
  filterField,
  measureUse,
  reference,
  sheetMeasure,
  target,
} from "./sheet-parts";
import { slug, text } from "./texts";

export const OBJECT_KINDS = [
  "kpi",
  "bar",
  "line",
  "combo",
  "waterfall",
  "pie",
  "treemap",
  "scatter",
  "heatmap",
  "histogram",
  "boxplot",
  "table",
  "pivot",
  "map",
  "gauge",
  "bullet",
  "filters",
  "input",
  "button",
  "text",
] as const;

const anyMap = z.record(z.string(), z.unknown());

const place = z
  .tuple([z.int().min(0).max(23), z.int().min(0).max(400), z.int().min(2).max(24), z.int().min(2).max(60)])
  .describe("x, y, width, height in cells of the 24-column grid")
  .meta({ minItems: 4, maxItems: 4 });

export const sheetObject = strict({
  id: slug,
  kind: z.enum(OBJECT_KINDS),
  as: z.enum(["bar", "column", "donut", "area", "tiles", "areas", "points"]).optional(),
  at: place,
  title: text.optional(),
  description: text.optional(),
  show: expression.optional(),
  empty: text.optional(),
  dimension: dimension.optional(),
  dimensions: z.array(dimension).max(4).optional(),
  rows: z
    .array(z.union([z.string(), anyMap]))
    .max(12)
    .optional(),
  columns: z
    .array(z.union([z.string(), column]))
    .max(40)
    .optional(),
  measure: measureUse.optional(),
  measures: z.array(measureUse).max(12).optional(),
  compare: slug.optional(),
  trend: fieldName.optional(),
  over: fieldName.optional(),
  latitude: fieldName.optional(),
  longitude: fieldName.optional(),
  target: z.union([z.number(), target]).optional(),
  total: anyMap.optional(),
  totals: z.union([z.enum(["top", "bottom", "none"]), z.array(z.enum(["rows", "columns"]))]).optional(),
  color: color.optional(),
  reference: z.array(reference).max(4).optional(),
  context: z.enum(["alternatives", "none"]).optional(),
  label: z.enum(["all", "ends", "outliers", "none"]).optional(),
  expanded: z.array(z.array(z.string())).optional(),
  fields: z.array(filterField).min(1).max(12).optional(),
  text: text
    .describe("Markdown; {=expression} or {measure-id} is replaced by its formatted value")
    .optional(),
  variable: z.string().optional(),
  input: z.enum(["slider", "number", "choice", "date"]).optional(),
  choices: z.array(z.unknown()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  do: z.array(action).max(4).optional(),
});

/** A sheet, format 1: one YAML file `sheets/<id>.yaml`. */
export const sheet = strict({
  sheet: slug.describe("Stable id, same as the file name"),
  format: z.literal(1),
  title: text,
  description: text.optional(),
  pinned: z
    .array(fieldName)
    .max(6)
    .describe("Fields that always have a chip in the selections bar")
    .optional(),
  show: expression.describe("The sheet is listed only when this is true").optional(),
  measures: z.record(slug, sheetMeasure).optional(),
  objects: z.array(sheetObject).max(60),
}).meta({ title: "Sheet, format 1" });

export type Sheet = z.infer<typeof sheet>;
export type SheetObject = z.infer<typeof sheetObject>;
