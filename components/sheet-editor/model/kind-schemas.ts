import { z } from "zod";
import { column, expression, format, oneOfKeys, slug, text } from "@/server/templates/sheet-edit/schemas";

/** A row of a bullet chart; the format allows any map here. */
export const bulletRow = z.union([
  slug,
  oneOfKeys(
    z.strictObject({
      use: slug.optional(),
      value: expression.optional(),
      label: text.optional(),
      format: format.optional(),
      target: z.union([z.number(), expression]).optional(),
      bands: z.array(z.number()).max(6).optional(),
    }),
    ["use", "value"],
  ),
]);

export const pivotTotals = z.array(z.enum(["rows", "columns"]));
export const tableTotals = z.enum(["top", "bottom", "none"]);
export const waterfallTotal = z.strictObject({ label: text.optional() });
export const fieldMap = z.record(z.string(), z.unknown());
export const variableMap = z.record(z.string(), z.unknown());
/** A column of a table: a measure of the library, or more about it. */
export const tableColumn = z.union([slug, column]);
