import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "@/server/shared/context";

export interface NewestReload {
  id: string;
  state: string;
  at: Date;
}

/** The newest reload of each of the apps, by the app's id, in one question. The caller has opened the apps by a scope. */
export async function newestReloads(
  ctx: Pick<Context, "store">,
  appIds: readonly string[],
): Promise<Map<string, NewestReload>> {
  if (appIds.length === 0) return new Map();
  const { apps: a, reloads: r } = ctx.store.tables;
  // One look into the index for each app, however many reloads it has behind it.
  const newest = sql`(select x.id from ${r} x where x.app_id = ${a.id} order by x.created_at desc, x.id desc limit 1)`;
  const rows = await ctx.store.read
    .select({ app: a.id, id: r.id, state: r.state, at: r.createdAt })
    .from(a)
    .innerJoin(r, and(eq(r.appId, a.id), eq(r.id, newest)))
    .where(inArray(a.id, [...appIds]));
  return new Map(rows.map(({ app, ...reload }) => [app, reload]));
}
