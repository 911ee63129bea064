import { and, eq } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import type { AppRow } from "./app";

/** Whether a partial reload of an app has anything to do: its script has ADD, REPLACE or MERGE. */
export async function hasPartialReload(ctx: Context, app: AppRow): Promise<boolean> {
  const version = app.stagedVersion ?? app.publishedVersion;
  if (!version) return false;
  const { templateVersions: v } = ctx.store.tables;
  const [found] = await ctx.store.read
    .select({ script: v.script })
    .from(v)
    .where(and(eq(v.templateId, app.templateId), eq(v.version, version)));
  if (!found) return false;
  return ctx.tools.checkScript.hasPartialLoads?.(found.script) ?? true;
}
