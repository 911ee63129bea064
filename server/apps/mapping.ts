import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { where } from "./where";

const name = z.string().min(1).max(256);

/**
 * What a customer's database has for one declared table. `columns`: template's name → customer's name, `null` where
 * the customer has no such (optional) column; `where`: see `where.ts`. Output shape: `TableMapping`.
 */
export const mappingInput = strict({
  table: name
    .describe('The customer\'s table, "schema.table" or file; the declared name, where absent')
    .optional(),
  columns: z
    .record(
      z.string(),
      z.union([name, z.null()]).transform((v) => v ?? ""),
    )
    .describe("Template's column → customer's column, only where they differ; null: there is none")
    .optional(),
  where: where.describe("Conditions joined by AND").optional(),
});
