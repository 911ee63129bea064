import { and, eq, inArray, isNotNull, isNull, lt, max, notInArray } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";

const SOME = 500;

/** Deletes log lines of a tenant's reloads that ended before an instant. @returns of how many reloads @unaudited the sweep is */
export async function forgetReloadLogs(
  ctx: Context,
  input: { tenantId: string; before: Date },
): Promise<number> {
  const { tenantId } = await scope(ctx, "reloads:start", input.tenantId);
  const { reloads: r, reloadLog: l } = ctx.store.tables;
  const logged = ctx.store.read.selectDistinct({ id: l.reloadId }).from(l).where(eq(l.tenantId, tenantId));
  const old = await ctx.store.read
    .select({ id: r.id })
    .from(r)
    .where(and(eq(r.tenantId, tenantId), lt(r.endedAt, input.before), inArray(r.id, logged)));
  for (let at = 0; at < old.length; at += SOME) {
    const ids = old.slice(at, at + SOME).map((row) => row.id);
    await ctx.store.tx((db) => db.delete(l).where(and(eq(l.tenantId, tenantId), inArray(l.reloadId, ids))));
  }
  return old.length;
}

/**
 * Deletes rows of a tenant's reloads that ended before an instant, with their log lines; never the last of an app, nor
 * one whose data are still there. @returns how many @unaudited the sweep is
 */
export async function forgetOldReloads(
  ctx: Context,
  input: { tenantId: string; before: Date },
): Promise<number> {
  const { tenantId } = await scope(ctx, "reloads:start", input.tenantId);
  const { reloads: r, reloadLog: l, generations: g } = ctx.store.tables;
  const { read } = ctx.store;
  const newest = read
    .select({ app: r.appId, at: max(r.createdAt).as("newest_at") })
    .from(r)
    .where(eq(r.tenantId, tenantId))
    .groupBy(r.appId)
    .as("newest");
  const last = read
    .select({ id: r.id })
    .from(r)
    .innerJoin(newest, and(eq(newest.app, r.appId), eq(newest.at, r.createdAt)));
  const alive = read
    .select({ id: g.reloadId })
    .from(g)
    .where(and(eq(g.tenantId, tenantId), isNull(g.droppedAt)));
  const old = await read
    .select({ id: r.id })
    .from(r)
    .where(
      and(
        eq(r.tenantId, tenantId),
        isNotNull(r.endedAt),
        lt(r.endedAt, input.before),
        notInArray(r.id, last),
        notInArray(r.id, alive),
      ),
    );
  for (let at = 0; at < old.length; at += SOME) {
    const ids = old.slice(at, at + SOME).map((row) => row.id);
    await ctx.store.tx(async (db) => {
      await db.delete(l).where(and(eq(l.tenantId, tenantId), inArray(l.reloadId, ids)));
      await db.delete(r).where(and(eq(r.tenantId, tenantId), inArray(r.id, ids)));
    });
  }
  return old.length;
}
