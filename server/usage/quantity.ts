import { and, asc, countDistinct, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { spansOf } from "./bump";
import { groupBy } from "./group-by";
import { aggregationsOf } from "./meters";
import type { Aggregation } from "./model";
import { concat, merge, type Rollup, rollUp, timeWeighted } from "./rollup";
import { plain, scaled } from "./scaled";
import { cover, type Range } from "./slots";
import { fromStored, toSample, type UsageStore } from "./stored";

/** Tenants of one statement. */
const CHUNK = 400;

/** Quantities by tenant, then meter: exact decimals, `"0"` where there was nothing. */
export type Quantities = Map<string, Record<string, string>>;

/**
 * What tenants used in [from, to), exactly: whole days and hours from roll-ups, the ends from events, `unique` from
 * events alone. Time-weighted meters give the average over the whole time; the last value is taken to hold until `to`.
 * @throws Error for a meter there is none of, or a time that is empty
 */
export async function quantities(
  at: UsageStore,
  tenantIds: readonly string[],
  meters: readonly string[],
  from: Date,
  to: Date,
): Promise<Quantities> {
  if (from >= to) throw new Error("usage: the time to add up is empty");
  const kinds = await aggregationsOf(at, meters);
  const unknown = meters.find((meter) => !kinds.has(meter));
  if (unknown) throw new Error(`usage: there is no meter ${unknown}`);
  const found: Quantities = new Map();
  for (let i = 0; i < tenantIds.length; i += CHUNK) {
    const some = tenantIds.slice(i, i + CHUNK);
    const asked: Asked = { at, tenantIds: some, kinds, from: from.getTime(), to: to.getTime() };
    for (const [tenantId, own] of await quantitiesOf(asked)) found.set(tenantId, own);
  }
  return found;
}

/** What one tenant used of one meter in [from, to): see `quantities`. */
export async function quantity(
  at: UsageStore,
  tenantId: string,
  meter: string,
  from: Date,
  to: Date,
): Promise<string> {
  return (await quantities(at, [tenantId], [meter], from, to)).get(tenantId)?.[meter] ?? "0";
}

interface Asked {
  at: UsageStore;
  tenantIds: readonly string[];
  kinds: Map<string, Aggregation>;
  from: number;
  to: number;
}

const pair = (row: { tenantId: string; meter: string }) => `${row.tenantId}\n${row.meter}`;

async function quantitiesOf(asked: Asked): Promise<Quantities> {
  const [kept, uniques, carried] = [
    await rollups(asked),
    await distinctKeys(asked),
    await valuesBefore(asked),
  ];
  const quantityOf = (tenantId: string, meter: string, kind: Aggregation): string => {
    const key = pair({ tenantId, meter });
    if (kind === "unique") return String(uniques.get(key) ?? 0);
    const rollup = kept.get(key) ?? null;
    if (kind === "time-weighted")
      return plain(timeWeighted(rollup, carried.get(key) ?? 0n, asked.from, asked.to));
    return rollup ? plain(rollup[kind]) : "0";
  };
  return new Map(
    asked.tenantIds.map((tenantId) => [
      tenantId,
      Object.fromEntries([...asked.kinds].map(([meter, kind]) => [meter, quantityOf(tenantId, meter, kind)])),
    ]),
  );
}

const metersOf = ({ kinds }: Asked, wanted: (kind: Aggregation) => boolean) =>
  [...kinds].filter(([, kind]) => wanted(kind)).map(([meter]) => meter);

/** One roll-up of the whole time for each tenant and meter that had events in it. */
async function rollups(asked: Asked): Promise<Map<string, Rollup>> {
  const { at, kinds, tenantIds, from, to } = asked;
  const meters = metersOf(asked, (kind) => kind !== "unique");
  const pieces = new Map<string, Rollup[]>();
  const add = (row: { tenantId: string; meter: string }, rollup: Rollup) => {
    const list = pieces.get(pair(row));
    if (list) list.push(rollup);
    else pieces.set(pair(row), [rollup]);
  };
  const { days, hours, edges } = cover(from, to);
  const slots = spansOf(at.tables).map((span, i) => ({ t: span.table, ranges: i === 0 ? hours : days }));
  for (const { t, ranges } of slots) {
    if (meters.length === 0 || ranges.length === 0) continue;
    const rows = await at.db
      .select()
      .from(t)
      .where(
        and(inArray(t.tenantId, [...tenantIds]), inArray(t.meter, meters), within(t.slot, ranges, Number)),
      );
    for (const row of rows) add(row, fromStored(row));
  }
  for (const edge of edges) {
    const events = meters.length ? await eventsIn(asked, meters, edge) : [];
    const groups = groupBy(events, pair);
    for (const [, group] of groups) {
      const rollup = rollUp(group.map(toSample));
      if (rollup && group[0]) add(group[0], rollup);
    }
  }
  return new Map([...pieces].map(([key, list]) => [key, joined(list, kinds.get(key.split("\n")[1] ?? ""))]));
}

/** Pieces never overlap: put in order they are one stretch of time. */
function joined(pieces: Rollup[], kind: Aggregation | undefined): Rollup {
  const inTime = kind === "time-weighted" ? pieces.sort((a, b) => a.firstAt - b.firstAt) : pieces;
  return inTime.reduce(kind === "time-weighted" ? concat : merge);
}

function eventsIn({ at, tenantIds }: Asked, meters: string[], [from, to]: Range) {
  const { usageEvents: t } = at.tables;
  return at.db
    .select({ tenantId: t.tenantId, meter: t.meter, time: t.time, quantity: t.quantity })
    .from(t)
    .where(
      and(
        inArray(t.tenantId, [...tenantIds]),
        inArray(t.meter, meters),
        gte(t.time, new Date(from)),
        lt(t.time, new Date(to)),
      ),
    )
    .orderBy(asc(t.time));
}

async function distinctKeys(asked: Asked): Promise<Map<string, number>> {
  const { at, tenantIds, from, to } = asked;
  const { usageEvents: t } = at.tables;
  const meters = metersOf(asked, (kind) => kind === "unique");
  if (meters.length === 0) return new Map();
  const rows = await at.db
    .select({ tenantId: t.tenantId, meter: t.meter, n: countDistinct(t.key) })
    .from(t)
    .where(
      and(
        inArray(t.tenantId, [...tenantIds]),
        inArray(t.meter, meters),
        gte(t.time, new Date(from)),
        lt(t.time, new Date(to)),
      ),
    )
    .groupBy(t.tenantId, t.meter);
  return new Map(rows.map((row) => [pair(row), row.n]));
}

/** The value of time-weighted meters just before `from`: one look into the index for each tenant. */
async function valuesBefore(asked: Asked): Promise<Map<string, bigint>> {
  const { at, tenantIds, from } = asked;
  const { usageEvents: e, tenants } = at.tables;
  const before = new Map<string, bigint>();
  for (const meter of metersOf(asked, (kind) => kind === "time-weighted")) {
    const last = sql`(select max(x.time) from ${e} as x where x.tenant_id = ${tenants.id} and x.meter = ${meter} and x.time < ${sql.param(new Date(from), e.time)})`;
    const rows = await at.db
      .select({ tenantId: e.tenantId, meter: e.meter, quantity: e.quantity })
      .from(tenants)
      .innerJoin(e, and(eq(e.tenantId, tenants.id), eq(e.meter, meter), eq(e.time, last)))
      .where(inArray(tenants.id, [...tenantIds]));
    for (const row of rows) {
      const value = scaled(row.quantity);
      if (value >= (before.get(pair(row)) ?? 0n)) before.set(pair(row), value);
    }
  }
  return before;
}

function within<T>(
  column: Parameters<typeof gte>[0],
  ranges: readonly Range[],
  value: (n: number) => T,
): SQL | undefined {
  return or(...ranges.map(([from, to]) => and(gte(column, value(from)), lt(column, value(to)))));
}
