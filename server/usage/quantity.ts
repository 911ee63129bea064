import { and, asc, countDistinct, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { spansOf } from "./bump";
import { groupBy } from "./group-by";
import { aggregationsOf } from "./meters";
import type { Aggregation } from "./model";
import { concat, merge, type Rollup, rollUp, timeWeighted } from "./rollup";
import { plain, scaled } from "./scaled";
import { cover, type Range } from "./slots";
import { fromStored, toSample, type UsageStore } from "./stored";

/** Tenants of one statement; fewer where each has a time of its own, which is a condition of its own. */
const CHUNK = 400;
const CHUNK_OF_SPANS = 100;

/** Quantities by tenant, then meter: exact decimals, `"0"` where there was nothing. */
export type Quantities = Map<string, Record<string, string>>;

/** A time of one tenant. */
export interface UsageSpan {
  tenantId: string;
  from: Date;
  to: Date;
}

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
  const kinds = await kindsOf(at, meters, [{ from, to }]);
  const found: Quantities = new Map();
  for (let i = 0; i < tenantIds.length; i += CHUNK) {
    const spans = tenantIds.slice(i, i + CHUNK).map((id) => [id, [from.getTime(), to.getTime()]] as const);
    for (const [tenantId, own] of await quantitiesOf({ at, kinds, spans: new Map(spans) }))
      found.set(tenantId, own);
  }
  return found;
}

/**
 * The same for tenants with times of their own, in few statements: one record for each span, in their order.
 * @throws Error as `quantities` does
 */
export async function quantitiesOfSpans(
  at: UsageStore,
  spans: readonly UsageSpan[],
  meters: readonly string[],
): Promise<Record<string, string>[]> {
  const kinds = await kindsOf(at, meters, spans);
  const found = spans.map((): Record<string, string> => ({}));
  for (const layer of layersOf(spans))
    for (let i = 0; i < layer.length; i += CHUNK_OF_SPANS) {
      const some = layer.slice(i, i + CHUNK_OF_SPANS);
      const own = await quantitiesOf({ at, kinds, spans: new Map(some.map(({ id, range }) => [id, range])) });
      for (const { id, index } of some) found[index] = own.get(id) ?? {};
    }
  return found;
}

/** Spans in layers that have each tenant once. */
function layersOf(spans: readonly UsageSpan[]): { id: string; range: Range; index: number }[][] {
  const layers: { id: string; range: Range; index: number }[][] = [];
  const depth = new Map<string, number>();
  spans.forEach(({ tenantId: id, from, to }, index) => {
    const n = depth.get(id) ?? 0;
    depth.set(id, n + 1);
    layers[n] ??= [];
    layers[n].push({ id, range: [from.getTime(), to.getTime()], index });
  });
  return layers;
}

async function kindsOf(
  at: UsageStore,
  meters: readonly string[],
  times: readonly { from: Date; to: Date }[],
): Promise<Map<string, Aggregation>> {
  if (times.some(({ from, to }) => from >= to)) throw new Error("usage: the time to add up is empty");
  const kinds = await aggregationsOf(at, meters);
  const unknown = meters.find((meter) => !kinds.has(meter));
  if (unknown) throw new Error(`usage: there is no meter ${unknown}`);
  return kinds;
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
  kinds: Map<string, Aggregation>;
  /** Milliseconds, by tenant. */
  spans: ReadonlyMap<string, Range>;
}

const pair = (row: { tenantId: string; meter: string }) => `${row.tenantId}\n${row.meter}`;

async function quantitiesOf(asked: Asked): Promise<Quantities> {
  const [kept, uniques, carried] = [
    await rollups(asked),
    await distinctKeys(asked),
    await valuesBefore(asked),
  ];
  const quantityOf = (tenantId: string, span: Range, meter: string, kind: Aggregation): string => {
    const key = pair({ tenantId, meter });
    if (kind === "unique") return String(uniques.get(key) ?? 0);
    const rollup = kept.get(key) ?? null;
    if (kind === "time-weighted") return plain(timeWeighted(rollup, carried.get(key) ?? 0n, ...span));
    return rollup ? plain(rollup[kind]) : "0";
  };
  return new Map(
    [...asked.spans].map(([tenantId, span]) => [
      tenantId,
      Object.fromEntries(
        [...asked.kinds].map(([meter, kind]) => [meter, quantityOf(tenantId, span, meter, kind)]),
      ),
    ]),
  );
}

const metersOf = ({ kinds }: Asked, wanted: (kind: Aggregation) => boolean) =>
  [...kinds].filter(([, kind]) => wanted(kind)).map(([meter]) => meter);

/** One roll-up of the whole time for each tenant and meter that had events in it. */
async function rollups(asked: Asked): Promise<Map<string, Rollup>> {
  const { at, kinds } = asked;
  const meters = metersOf(asked, (kind) => kind !== "unique");
  if (meters.length === 0) return new Map();
  const pieces = new Map<string, Rollup[]>();
  const add = (row: { tenantId: string; meter: string }, rollup: Rollup) => {
    const list = pieces.get(pair(row));
    if (list) list.push(rollup);
    else pieces.set(pair(row), [rollup]);
  };
  for (const [i, { table: t }] of spansOf(at.tables).entries()) {
    const asks = conditionOf(
      asked,
      (range) => cover(...range)[i === 0 ? "hours" : "days"],
      t,
      t.slot,
      Number,
    );
    if (!asks) continue;
    const rows = await at.db
      .select()
      .from(t)
      .where(and(inArray(t.meter, meters), asks));
    for (const row of rows) add(row, fromStored(row));
  }
  const edges = new Map([...asked.spans].map(([id, range]) => [id, cover(...range).edges]));
  const edgeOf = ({ tenantId, time }: { tenantId: string; time: Date }) =>
    edges.get(tenantId)?.findIndex(([from, to]) => time.getTime() >= from && time.getTime() < to);
  const events = await eventsAtEdges(asked, meters);
  for (const [, group] of groupBy(events, (event) => `${pair(event)}\n${edgeOf(event)}`)) {
    const rollup = rollUp(group.map(toSample));
    if (rollup && group[0]) add(group[0], rollup);
  }
  return new Map([...pieces].map(([key, list]) => [key, joined(list, kinds.get(key.split("\n")[1] ?? ""))]));
}

/** Pieces never overlap: put in order they are one stretch of time. */
function joined(pieces: Rollup[], kind: Aggregation | undefined): Rollup {
  const inTime = kind === "time-weighted" ? pieces.sort((a, b) => a.firstAt - b.firstAt) : pieces;
  return inTime.reduce(kind === "time-weighted" ? concat : merge);
}

async function eventsAtEdges(asked: Asked, meters: string[]) {
  const { usageEvents: t } = asked.at.tables;
  const asks = conditionOf(
    asked,
    (range) => cover(...range).edges,
    t,
    t.time,
    (ms) => new Date(ms),
  );
  if (!asks) return [];
  return await asked.at.db
    .select({ tenantId: t.tenantId, meter: t.meter, time: t.time, quantity: t.quantity })
    .from(t)
    .where(and(inArray(t.meter, meters), asks))
    .orderBy(asc(t.time));
}

async function distinctKeys(asked: Asked): Promise<Map<string, number>> {
  const { usageEvents: t } = asked.at.tables;
  const meters = metersOf(asked, (kind) => kind === "unique");
  if (meters.length === 0) return new Map();
  const rows = await asked.at.db
    .select({ tenantId: t.tenantId, meter: t.meter, n: countDistinct(t.key) })
    .from(t)
    .where(
      and(
        inArray(t.meter, meters),
        conditionOf(
          asked,
          (range) => [range],
          t,
          t.time,
          (ms) => new Date(ms),
        ),
      ),
    )
    .groupBy(t.tenantId, t.meter);
  return new Map(rows.map((row) => [pair(row), row.n]));
}

/** The value of time-weighted meters just before a span: one look into the index for each tenant. */
async function valuesBefore(asked: Asked): Promise<Map<string, bigint>> {
  const { usageEvents: e, tenants } = asked.at.tables;
  const before = new Map<string, bigint>();
  for (const meter of metersOf(asked, (kind) => kind === "time-weighted")) {
    const starts = groupBy([...asked.spans], ([, [from]]) => from);
    const earlier = [...starts].map(([from, some]) => {
      const before = sql`x.time < ${sql.param(new Date(from), e.time)}`;
      return starts.size === 1
        ? before
        : and(
            inArray(
              tenants.id,
              some.map(([id]) => id),
            ),
            before,
          );
    });
    const last = sql`(select max(x.time) from ${e} as x where x.tenant_id = ${tenants.id} and x.meter = ${meter} and ${or(...earlier)})`;
    const rows = await asked.at.db
      .select({ tenantId: e.tenantId, meter: e.meter, quantity: e.quantity })
      .from(tenants)
      .innerJoin(e, and(eq(e.tenantId, tenants.id), eq(e.meter, meter), eq(e.time, last)))
      .where(inArray(tenants.id, [...asked.spans.keys()]));
    for (const row of rows) {
      const value = scaled(row.quantity);
      if (value >= (before.get(pair(row)) ?? 0n)) before.set(pair(row), value);
    }
  }
  return before;
}

/** Each tenant's own ranges; tenants with the same ones together. Undefined where nobody has any. */
function conditionOf<T>(
  { spans }: Asked,
  rangesOf: (span: Range) => readonly Range[],
  table: { tenantId: Parameters<typeof inArray>[0] },
  column: Parameters<typeof gte>[0],
  value: (n: number) => T,
): SQL | undefined {
  const together = groupBy([...spans], ([, span]) => span.join());
  const conditions = [...together.values()].flatMap((some) => {
    const ranges = some[0] ? rangesOf(some[0][1]) : [];
    if (ranges.length === 0) return [];
    const ids = some.map(([id]) => id);
    const times = ranges.map(([from, to]) => and(gte(column, value(from)), lt(column, value(to))));
    return [and(inArray(table.tenantId, ids), or(...times))];
  });
  return or(...conditions);
}
