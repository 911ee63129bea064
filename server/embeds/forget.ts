import { append } from "@/server/audit";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Removes everything about a tenant's embeds: it is being deleted. */
export async function forgetEmbeds(ctx: Context, tenantId: string): Promise<void> {
  const opened = await scope(ctx, "embeds:write", tenantId);
  const { embedKeys, embedOrigins, embedSessions } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const keys = await db.delete(embedKeys).where(within(opened, embedKeys)).returning({ id: embedKeys.id });
    const origins = await db
      .delete(embedOrigins)
      .where(within(opened, embedOrigins))
      .returning({ id: embedOrigins.id });
    await db.delete(embedSessions).where(within(opened, embedSessions));
    if (keys.length + origins.length === 0) return;
    await append(db, ctx, {
      tenantId,
      action: "embed.forget",
      target: tenantId,
      payload: { keys: keys.length, origins: origins.length },
    });
  });
}
