import { and, eq } from "drizzle-orm";
import { stringify } from "yaml";
import type { DraftFile } from "@/db/schema";
import type { Context } from "@/server/shared/context";
import { getTemplateVersion } from "../get";
import { MANIFEST_PATH, SCRIPT_PATH } from "./schemas";

/** A released version as files: as typed, or written anew where the typed ones were not kept. */
export async function textsOfVersion(
  ctx: Context,
  input: { id: string; version: string },
): Promise<{ texts: Record<string, string>; files: DraftFile[] }> {
  const version = await getTemplateVersion(ctx, input);
  const { templateVersions: v } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ texts: v.texts })
    .from(v)
    .where(and(eq(v.templateId, input.id), eq(v.version, input.version)));
  if (row?.texts) return { texts: row.texts, files: version.files };
  const yaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false, lineWidth: 110 });
  const sheets = version.sheets.map((s) => [`sheets/${s.sheet}.yaml`, yaml(s)]);
  return {
    texts: {
      [MANIFEST_PATH]: yaml(version.manifest),
      [SCRIPT_PATH]: version.script,
      ...Object.fromEntries(sheets),
    },
    files: version.files,
  };
}
