import { and, asc, eq, gte, inArray, lt } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { groupBy } from "./group-by";
import { limitsOf, shareOf, type UsageLimit } from "./limits";
import { allMeters } from "./meters";
import type { Meter } from "./model";
import { periodOf, type UsagePeriod } from "./period";
import { quantities } from "./quantity";
import { type Rollup, timeWeighted } from "./rollup";
import { plain } from "./scaled";
import { currentInput } from "./schemas";
import { DAY_MS, slotOf } from "./slots";
import { fromStored, reading, type UsageStore } from "./stored";

export const TREND_DAYS = 30;

export interface CurrentMeter extends Meter {
  /** In the billing period so far: exact decimal in the meter's unit. */
  used: string;
  /** Of a time-weighted meter, whose `used` is an average: what it says at present; null of the others. */
  now: string | null;
  limit: UsageLimit | null;
  /** Percent of the limit, rounded down; null without a limit. */
  share: number | null;
  /** The last 30 days in UTC, today last: one exact decimal each. */
  trend: string[];
}

export interface CurrentUsage {
  tenantId: string;
  period: UsagePeriod;
  /** What happened until then is counted, but for the last seconds that are still in memory. */
  at: Date;
  meters: CurrentMeter[];
}

/** Meters now, their limits, and how the last 30 days went. */
export async function currentUsage(ctx: Context, input: { tenantId: string }): Promise<CurrentUsage> {
  const { tenantId } = await scope(ctx, "usage:read", parse(currentInput, input).tenantId);
  const at = reading(ctx.store);
  const now = ctx.clock.now();
  const meters = await allMeters(at);
  const period = await periodOf(at, tenantId, now);
  const until = now > period.from ? now : period.to;
  const [own, limits, trends] = await Promise.all([
    quantities(
      at,
      [tenantId],
      meters.map((meter) => meter.id),
      period.from,
      until,
    ),
    limitsOf(at, tenantId),
    trendsOf(at, tenantId, meters, now),
  ]);
  const used = own.get(tenantId) ?? {};
  return {
    tenantId,
    period,
    at: now,
    meters: meters.map((meter) => {
      const quantity = used[meter.id] ?? "0";
      const limit = limits.find((one) => one.meter === meter.id) ?? null;
      const share = limit && shareOf(limit, quantity);
      const { trend = [], level = null } = trends.get(meter.id) ?? {};
      return { ...meter, used: quantity, now: level, limit, share, trend };
    }),
  };
}

interface Trend {
  trend: string[];
  /** What a time-weighted meter says after the last of its events; null of the others. */
  level: string | null;
}

/** One value for each of the last 30 days, by the meter's own aggregation. */
async function trendsOf(
  at: UsageStore,
  tenantId: string,
  meters: Meter[],
  now: Date,
): Promise<Map<string, Trend>> {
  const today = slotOf(now.getTime(), DAY_MS);
  const first = today - TREND_DAYS + 1;
  const { usageDays: t } = at.tables;
  const rows = await at.db
    .select()
    .from(t)
    .where(and(eq(t.tenantId, tenantId), gte(t.slot, first)))
    .orderBy(asc(t.slot));
  const kept = groupBy(rows, (row) => row.meter);
  const uniques = await keysByDay(at, tenantId, meters, first, today);
  const gauges = meters.filter((meter) => meter.aggregation === "time-weighted").map((meter) => meter.id);
  const before = await carriedInto(at, tenantId, gauges, first);
  return new Map(
    meters.map(({ id, aggregation }) => {
      const days = new Map((kept.get(id) ?? []).map((row) => [row.slot, fromStored(row)]));
      const keys = uniques.get(id);
      if (aggregation === "time-weighted") return [id, averages(days, before.get(id) ?? 0n, first, now)];
      const figureOf = (day: number) =>
        aggregation === "unique"
          ? String(keys?.get(day)?.size ?? 0)
          : plain(days.get(day)?.[aggregation] ?? 0n);
      return [id, { trend: series(first, figureOf), level: null }];
    }),
  );
}

const series = (first: number, figureOf: (day: number) => string): string[] =>
  Array.from({ length: TREND_DAYS }, (_, i) => figureOf(first + i));

function averages(days: Map<number, Rollup>, before: bigint, first: number, now: Date): Trend {
  let carried = before;
  const trend = series(first, (day) => {
    const rollup = days.get(day) ?? null;
    // An event may be some minutes ahead of our clock: the day so far reaches to it at least.
    const end = Math.min((day + 1) * DAY_MS, Math.max(now.getTime(), rollup?.lastAt ?? 0, day * DAY_MS + 1));
    const value = timeWeighted(rollup, carried, day * DAY_MS, end);
    carried = rollup?.last ?? carried;
    return plain(value);
  });
  return { trend, level: plain(carried) };
}

/** Values of gauges at a day's beginning. */
async function carriedInto(at: UsageStore, tenantId: string, meters: string[], day: number) {
  const { usageDays: t } = at.tables;
  const rows = meters.length
    ? await at.db
        .select()
        .from(t)
        .where(and(eq(t.tenantId, tenantId), inArray(t.meter, meters), lt(t.slot, day)))
        .orderBy(asc(t.slot))
    : [];
  return new Map(rows.map((row) => [row.meter, fromStored(row).last]));
}

async function keysByDay(at: UsageStore, tenantId: string, meters: Meter[], first: number, today: number) {
  const { usageEvents: t } = at.tables;
  const ids = meters.filter((meter) => meter.aggregation === "unique").map((meter) => meter.id);
  const rows = await at.db
    .selectDistinct({ meter: t.meter, key: t.key, time: t.time })
    .from(t)
    .where(
      and(
        eq(t.tenantId, tenantId),
        inArray(t.meter, ids),
        gte(t.time, new Date(first * DAY_MS)),
        lt(t.time, new Date((today + 1) * DAY_MS)),
      ),
    );
  const found = new Map<string, Map<number, Set<string>>>();
  for (const [meter, own] of groupBy(rows, (row) => row.meter)) {
    const days = groupBy(own, (row) => slotOf(row.time.getTime(), DAY_MS));
    found.set(
      meter,
      new Map([...days].map(([day, list]) => [day, new Set(list.map((row) => row.key ?? ""))])),
    );
  }
  return found;
}
