import { z } from "zod";
import { manifest, sheet } from "@/server/templates";
import { tenantsFile } from "./tenants-file";

const SCHEMAS = {
  "template.schema.json": manifest,
  "sheet.schema.json": sheet,
  "tenants-file.schema.json": tenantsFile,
};

/** JSON Schemas (2020-12) of what people write by hand, as text by file name below `docs/schemas`. */
export function jsonSchemas(): Record<string, string> {
  const entries = Object.entries(SCHEMAS).map(([file, schema]) => {
    const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return [file, `${JSON.stringify(json, null, 2)}\n`];
  });
  return Object.fromEntries(entries);
}
