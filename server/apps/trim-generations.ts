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
  const { apps: a, tenants: t } = ctx.store.tables;
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
    marked += await markDropped(ctx, { tenantId, app, kept, before: new Date(now.getTime() - YOUNG_MS) });
  }
  return marked;
}

/** Marks rows of an app's generations made before an instant whose data is not kept any more. */
async function markDropped(
  ctx: Context,
  { tenantId, app, kept, before }: { tenantId: string; app: string; kept: string[]; before: Date },
): Promise<number> {
  const { generations: g } = ctx.store.tables;
  const gone = await ctx.store.tx((db) =>
    db
      .update(g)
      .set({ droppedAt: ctx.clock.now() })
      .where(
        and(
          eq(g.tenantId, tenantId),
          eq(g.appId, app),
          isNull(g.droppedAt),
          lt(g.createdAt, before),
          kept.length > 0 ? notInArray(g.id, kept) : undefined,
        ),
      )
      .returning({ id: g.id }),
  );
  return gone.length;
}

const NEVER = new Date(0);

/**
 * Marks the generations of an app that its platform has dropped by itself: it keeps only the last few when it stages or
 * publishes another. Drops nothing. @unaudited: the run that led to it is
 */
export async function noteDropped(ctx: Context, input: { tenantId: string; id: string }): Promise<void> {
  const { tenantId } = await scope(ctx, "apps:write", input.tenantId);
  const { apps: a, tenants: t } = ctx.store.tables;
  // What is made while the platform is asked is in nobody's list yet.
  const asked = ctx.clock.now();
  const [row] = await ctx.store.read
    .select({ published: a.publishedGenerationId, staged: a.stagedGenerationId, platform: t.platform })
    .from(a)
    .innerJoin(t, eq(t.id, a.tenantId))
    .where(and(eq(a.tenantId, tenantId), eq(a.id, input.id)));
  if (!row) return;
  const app = input.id;
  const left = await ctx.platform(row.platform).trimGenerations?.({ id: tenantId }, { app, before: NEVER });
  if (!left) return;
  const kept = [...left, row.published, row.staged].filter((id) => id !== null);
  await markDropped(ctx, { tenantId, app, kept, before: asked });
}
