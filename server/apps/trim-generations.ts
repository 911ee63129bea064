import { and, eq, isNull, lt, notInArray } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** A reload's row may be there before its platform tells of its file. */
const YOUNG_MS = 86_400_000;

/**
 * Drops earlier data files of a tenant's apps made before an instant, and marks the rows of those that are gone. What is
 * shown, or staged, stays. @returns how many rows were marked @unaudited the sweep is
 */
export async function trimGenerations(
  ctx: Context,
  input: { tenantId: string; before: Date },
): Promise<number> {
  const { tenantId } = await scope(ctx, "apps:write", input.tenantId);
  const { apps: a, generations: g, tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({
      id: a.id,
      published: a.publishedGenerationId,
      staged: a.stagedGenerationId,
      platform: t.platform,
    })
    .from(a)
    .innerJoin(t, eq(t.id, a.tenantId))
    .where(eq(a.tenantId, tenantId));
  const now = ctx.clock.now();
  let marked = 0;
  for (const { id: app, published, staged, platform } of rows) {
    const left = await ctx
      .platform(platform)
      .trimGenerations?.({ id: tenantId }, { app, before: input.before });
    if (!left) continue;
    const kept = [...left, published, staged].filter((id) => id !== null);
    const gone = await ctx.store.tx((db) =>
      db
        .update(g)
        .set({ droppedAt: now })
        .where(
          and(
            eq(g.tenantId, tenantId),
            eq(g.appId, app),
            isNull(g.droppedAt),
            lt(g.createdAt, new Date(now.getTime() - YOUNG_MS)),
            kept.length > 0 ? notInArray(g.id, kept) : undefined,
          ),
        )
        .returning({ id: g.id }),
    );
    marked += gone.length;
  }
  return marked;
}
