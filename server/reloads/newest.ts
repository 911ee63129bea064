import { and, desc, eq } from "drizzle-orm";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import type { ReloadRow } from "./reload";

/** The newest reload a run made for an app, ended or not; null where it made none. */
export async function newestReloadOfRun(
  ctx: Context,
  where: { tenantId: string; runId: string; appId: string },
): Promise<ReloadRow | null> {
  const opened = await scope(ctx, "reloads:read", where.tenantId);
  const { reloads: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), eq(t.runId, where.runId), eq(t.appId, where.appId)))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(1);
  return row ?? null;
}
