import { and, asc, desc, eq, gte, lt, or } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { checkPeriod, knownMeter } from "./get";
import { groupBy } from "./group-by";
import { allMeters } from "./meters";
import type { Meter } from "./model";
import { quantity } from "./quantity";
import { concat, merge, type Rollup, rollUp, timeWeighted } from "./rollup";
import { plain } from "./scaled";
import { type UsageDaysInput, usageDaysInput } from "./schemas";
import { cover, DAY_MS, HOUR_MS, slotOf } from "./slots";
import { fromStored, reading, toSample, type UsageStore } from "./stored";

/** What a day, or the part of it that is asked for, has. Days are of UTC. */
export interface UsageDay {
  from: Date;
  to: Date;
  events: number;
  /** By the meter's own aggregation: exact decimal in its unit. */
  quantity: string;
}

export interface UsageDays {
  meter: Meter;
  from: Date;
  to: Date;
  events: number;
  /** Of the whole time; only sums are the sum of the days. */
  quantity: string;
  /** Days with events, oldest first. */
  days: UsageDay[];
}

interface Asked {
  at: UsageStore;
  tenantId: string;
  meter: Meter;
  from: number;
  to: number;
}

/** A quantity's roll-up: what each day adds to it. @throws `usage.period`, `usage.meter` */
export async function usageByDay(ctx: Context, input: UsageDaysInput): Promise<UsageDays> {
  const { tenantId: id, meter: meterId, from, to } = parse(usageDaysInput, input);
  const { tenantId } = await scope(ctx, "usage:read", id);
  checkPeriod(from, to);
  const at = reading(ctx.store);
  const meter = knownMeter(await allMeters(at), meterId);
  const asked: Asked = { at, tenantId, meter, from: from.getTime(), to: to.getTime() };
  const pieces = groupBy(await piecesOf(asked), ({ firstAt }) => slotOf(firstAt, DAY_MS));
  const keys = meter.aggregation === "unique" ? await keysOf(asked) : null;
  let carried = await valueBefore(asked);
  const days = [...pieces].map(([day, list]): UsageDay => {
    const ordered = meter.aggregation === "time-weighted";
    const all = list.reduce(ordered ? concat : merge);
    const [begin, end] = [Math.max(asked.from, day * DAY_MS), Math.min(asked.to, (day + 1) * DAY_MS)];
    const value = keys
      ? String(keys.get(day)?.size ?? 0)
      : quantityOf(meter, all, ordered ? timeWeighted(all, carried, begin, end) : 0n);
    carried = all.last;
    return { from: new Date(begin), to: new Date(end), events: all.count, quantity: value };
  });
  return {
    ...{ meter, from, to, days },
    events: days.reduce((n, day) => n + day.events, 0),
    quantity: await quantity(at, tenantId, meter.id, from, to),
  };
}

function quantityOf({ aggregation }: Meter, all: Rollup, average: bigint): string {
  if (aggregation === "time-weighted") return plain(average);
  return plain(aggregation === "unique" ? 0n : all[aggregation]);
}

const SAMPLE = (t: UsageStore["tables"]["usageEvents"]) => ({ time: t.time, quantity: t.quantity });

/** Roll-ups of whole hours, and of the events at both ends, in the order of time. */
async function piecesOf({ at, tenantId, meter, from, to }: Asked): Promise<Rollup[]> {
  const { usageHours: h, usageEvents: e } = at.tables;
  const { edges } = cover(from, to);
  const [first, end] = [Math.ceil(from / HOUR_MS), slotOf(to, HOUR_MS)];
  const hours = await at.db
    .select()
    .from(h)
    .where(and(eq(h.tenantId, tenantId), eq(h.meter, meter.id), gte(h.slot, first), lt(h.slot, end)))
    .orderBy(asc(h.slot));
  const ends = edges.map(([a, b]) => and(gte(e.time, new Date(a)), lt(e.time, new Date(b))));
  const events = ends.length
    ? await at.db
        .select(SAMPLE(e))
        .from(e)
        .where(and(eq(e.tenantId, tenantId), eq(e.meter, meter.id), or(...ends)))
    : [];
  const atEnds = groupBy(events, ({ time }) => slotOf(time.getTime(), HOUR_MS));
  return [
    ...hours.map(fromStored),
    ...[...atEnds.values()].flatMap((some) => rollUp(some.map(toSample)) ?? []),
  ].sort((a, b) => a.firstAt - b.firstAt);
}

async function keysOf({ at, tenantId, meter, from, to }: Asked): Promise<Map<number, Set<string>>> {
  const { usageEvents: e } = at.tables;
  const rows = await at.db
    .selectDistinct({ key: e.key, time: e.time })
    .from(e)
    .where(
      and(
        eq(e.tenantId, tenantId),
        eq(e.meter, meter.id),
        gte(e.time, new Date(from)),
        lt(e.time, new Date(to)),
      ),
    );
  const days = groupBy(rows, (row) => slotOf(row.time.getTime(), DAY_MS));
  return new Map([...days].map(([day, list]) => [day, new Set(list.map((row) => row.key ?? ""))]));
}

/** The value of a time-weighted meter just before the time asked for. */
async function valueBefore({ at, tenantId, meter, from }: Asked): Promise<bigint> {
  if (meter.aggregation !== "time-weighted") return 0n;
  const { usageHours: h, usageEvents: e } = at.tables;
  const hour = slotOf(from, HOUR_MS);
  const [kept] = await at.db
    .select()
    .from(h)
    .where(and(eq(h.tenantId, tenantId), eq(h.meter, meter.id), lt(h.slot, hour)))
    .orderBy(desc(h.slot))
    .limit(1);
  const events = await at.db
    .select(SAMPLE(e))
    .from(e)
    .where(
      and(
        eq(e.tenantId, tenantId),
        eq(e.meter, meter.id),
        gte(e.time, new Date(hour * HOUR_MS)),
        lt(e.time, new Date(from)),
      ),
    );
  return rollUp(events.map(toSample))?.last ?? (kept ? fromStored(kept).last : 0n);
}
