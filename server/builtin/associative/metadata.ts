import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { AppError } from "@/server/shared/errors";
import { readRows } from "./rows";
import type { AssociativeModel } from "./types";

const kind = z.enum(["integer", "number", "decimal", "text", "boolean", "date", "timestamp", "time", "dual"]);
const names = z.array(z.string());
const side = z.object({
  table: z.string(),
  nulls: z.number(),
  distinct: z.number(),
  danglingRows: z.number(),
  danglingValues: z.number(),
  quality: z.enum(["perfect", "primary", "any"]),
  unique: z.boolean(),
});
const schema: z.ZodType<AssociativeModel> = z.object({
  version: z.literal(1),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      fields: names,
      columns: z.array(z.object({ field: z.string(), nulls: z.number(), distinct: z.number() })).optional(),
      tags: names.optional(),
      comment: z.string().optional(),
      loosened: z.literal(true).optional(),
    }),
  ),
  fields: z.array(
    z.object({
      name: z.string(),
      type: kind,
      tables: names,
      distinct: z.number(),
      key: z.boolean(),
      format: z.string().optional(),
      tags: names.optional(),
      comment: z.string().optional(),
    }),
  ),
  associations: z.array(z.object({ left: z.string(), right: z.string(), fields: names })),
  loops: z.array(names),
  syntheticKeys: z.array(z.object({ tables: names, fields: names, name: z.string().optional() })),
  loosened: z.array(z.object({ table: z.string(), fields: names, circle: names })).optional(),
  keys: z.array(z.object({ fields: names, distinct: z.number(), sides: z.array(side) })).optional(),
  columns: z.array(z.object({ table: z.string(), field: z.string(), sqlType: z.string(), kind })),
  uniqueKeys: z.array(z.object({ table: z.string(), fields: names })),
  orders: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))).optional(),
});

/** Writes the model into the generation's `_tenantry.model`, replacing what is there. */
export async function saveModel(db: DuckDBConnection, model: AssociativeModel): Promise<void> {
  await db.run("CREATE SCHEMA IF NOT EXISTS _tenantry");
  await db.run("CREATE OR REPLACE TABLE _tenantry.model (description VARCHAR NOT NULL)");
  await db.run("INSERT INTO _tenantry.model VALUES ($description)", { description: JSON.stringify(model) });
}

/** Reads a generation's model; throws `generations.model` where it has none or one of another version. */
export async function loadModel(db: DuckDBConnection): Promise<AssociativeModel> {
  try {
    const [row] = await readRows(db, "SELECT description FROM _tenantry.model");
    return schema.parse(JSON.parse(String(row?.description)));
  } catch (cause) {
    throw new AppError(
      "failed",
      "generations.model",
      "The generation holds no data model this version can read.",
      {
        advice: "Reload the app to make a new generation.",
        cause,
      },
    );
  }
}
