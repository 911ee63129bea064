import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";

/** Ends a key at once. Revoking twice is fine. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<void> {
  authorize(ctx, "api-keys:write");
  const { apiKeys } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, input.id));
    if (!row) throw notFound("API key", input.id);
    if (row.revokedAt) return;
    await db.update(apiKeys).set({ revokedAt: ctx.clock.now() }).where(eq(apiKeys.id, row.id));
    await append(db, ctx, {
      tenantId: row.tenantId,
      action: "api-key.revoke",
      target: row.id,
      payload: { name: row.name },
    });
  });
}
