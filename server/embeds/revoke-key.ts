import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { endSessions } from "./revoke-sessions";
import { keyIdInput } from "./schemas";

/**
 * Tokens signed by the key are refused from now on, and the tenant's open sessions end: whoever may have stolen it
 * keeps nothing. Hosts with another key go on after a new token. Revoking twice is fine.
 * @throws `embed-key.not_found`
 */
export async function revokeKey(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(keyIdInput, input);
  const { embedKeys: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const opened = await scopeOf(ctx, "embeds:write", "embed-key", id, row);
  if (!row) throw notFound("embed-key", id);
  if (row.revokedAt) return;
  await ctx.store.tx(async (db) => {
    await db
      .update(t)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(within(opened, t), eq(t.id, id)));
    const sessions = await endSessions(db, ctx, { tenantId: opened.tenantId, kind: "host" });
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.revoke-key",
      target: id,
      payload: { name: row.name, sessions },
    });
  });
}
