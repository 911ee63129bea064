import { and, asc, count, desc, eq, gt, isNotNull, max, ne } from "drizzle-orm";
import { mayEverywhere, ofCustomers } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Facts over the fleet for the head of the start page. */
export interface FleetHealth {
  /** Customers' tenants that are not deleted, by state. */
  states: Record<string, number>;
  total: number;
  /** Reloads of the last 24 hours; null for who may not see them. */
  reloads: ReloadsOfDay | null;
  running: number | null;
}

export interface ReloadsOfDay {
  total: number;
  failed: number;
  /** There were more than are counted. */
  capped: boolean;
  /** Tenants that got data in that time, and the middle age of their data in ms. */
  fresh: number;
  medianAgeMs: number | null;
}

const DAY_MS = 86_400_000;
/** Reloads looked at: a day of a busy fleet has more, and the page says so. */
const COUNTED = 20_000;

/** Counted by index ranges only: no tenant's row is opened. */
export async function fleetHealth(ctx: Context): Promise<FleetHealth> {
  const { tenants: t, runs: r } = ctx.store.tables;
  const [rows, reloads, running] = await Promise.all([
    ctx.store.read
      .select({ state: t.state, n: count() })
      .from(t)
      .where(and(eq(t.kind, "customer"), ne(t.state, "deleted")))
      .groupBy(t.state),
    mayEverywhere(ctx.actor, "reloads:read") ? reloadsOfDay(ctx) : null,
    mayEverywhere(ctx.actor, "runs:read")
      ? ctx.store.read
          .select({ n: count() })
          .from(r)
          .where(and(eq(r.state, "running"), ofCustomers(ctx, r.tenantId)))
      : null,
  ]);
  return {
    states: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
    total: rows.reduce((all, { n }) => all + n, 0),
    reloads,
    running: running?.[0]?.n ?? null,
  };
}

async function reloadsOfDay(ctx: Context): Promise<ReloadsOfDay> {
  const { reloads: t } = ctx.store.tables;
  const now = ctx.clock.now().getTime();
  const since = new Date(now - DAY_MS);
  const lately = ctx.store.read
    .select({ state: t.state, tenantId: t.tenantId, endedAt: t.endedAt })
    .from(t)
    .where(and(gt(t.createdAt, since), ofCustomers(ctx, t.tenantId)))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(COUNTED)
    .as("lately");
  const states = await ctx.store.read
    .select({ state: lately.state, n: count() })
    .from(lately)
    .groupBy(lately.state);
  const newest = max(lately.endedAt);
  const ages = await ctx.store.read
    .select({ at: newest })
    .from(lately)
    .where(and(eq(lately.state, "succeeded"), isNotNull(lately.endedAt)))
    .groupBy(lately.tenantId)
    .orderBy(asc(newest));
  const of = (...wanted: string[]) =>
    states.filter(({ state }) => wanted.includes(state)).reduce((all, { n }) => all + n, 0);
  const total = states.reduce((all, { n }) => all + n, 0);
  const middle = ages[Math.floor(ages.length / 2)]?.at;
  return {
    total,
    failed: of("failed", "limit-exceeded"),
    capped: total >= COUNTED,
    fresh: ages.length,
    medianAgeMs: middle ? Math.max(0, now - new Date(middle).getTime()) : null,
  };
}
