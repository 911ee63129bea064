import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Forgets all of a tenant's uploads; the platform removes the bytes. @unaudited: the deletion of the tenant is audited. */
export async function forgetFiles(ctx: Context, tenantId: string): Promise<void> {
  const opened = await scope(ctx, "files:write", tenantId);
  const { files } = ctx.store.tables;
  await ctx.store.tx((db) => db.delete(files).where(within(opened, files)));
}
