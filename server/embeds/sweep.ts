import { and, eq, lt, notInArray, sql } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";

/** How long ended sessions are kept, to be looked at. */
const KEEP_MS = 30 * 86_400_000;

/** Forgets tokens that could not be shown again, and sessions that ended long ago. @unaudited housekeeping */
export async function sweepEmbeds(services: Services): Promise<void> {
  const { embedSessions, embedTokens } = services.store.tables;
  const now = services.clock.now();
  const choosing = await ownChoice(services);
  await services.store.tx(async (db) => {
    await db.delete(embedTokens).where(lt(embedTokens.expiresAt, now));
    await db
      .delete(embedSessions)
      .where(
        and(
          lt(embedSessions.expiresAt, new Date(now.getTime() - KEEP_MS)),
          notInArray(embedSessions.tenantId, choosing),
        ),
      );
  });
}

/** Tenants that chose themselves how long sessions are kept. */
async function ownChoice({ store }: Services): Promise<string[]> {
  const { tenants: t } = store.tables;
  const rows = await store.read
    .select({ id: t.id, retention: t.retention })
    .from(t)
    .where(sql`${t.retention} is not null`);
  return rows.filter(({ retention }) => retention?.embedSessions).map(({ id }) => id);
}

/** Deletes a tenant's sessions that ended before an instant. @returns how many @unaudited the sweep is */
export async function forgetOldSessions(
  ctx: Context,
  input: { tenantId: string; before: Date },
): Promise<number> {
  const { tenantId } = await scope(ctx, "embeds:write", input.tenantId);
  const { embedSessions: t } = ctx.store.tables;
  const gone = await ctx.store.tx((db) =>
    db
      .delete(t)
      .where(and(eq(t.tenantId, tenantId), lt(t.expiresAt, input.before)))
      .returning({ id: t.id }),
  );
  return gone.length;
}
