import type { Columns } from "./columns.sqlite";

/** How a meter's events become one quantity. */
export const AGGREGATIONS = ["sum", "max", "unique", "last", "time-weighted"] as const;

/** Exact decimals are texts with up to 12 decimals; `server/usage/scaled.ts` reads them. */
export function usage(c: Columns) {
  const usageEvents = c.table(
    "usage_events",
    {
      id: c.serial(),
      tenantId: c.text().notNull(),
      source: c.text().notNull(),
      eventId: c.text().notNull(),
      meter: c.text().notNull(),
      time: c.instant().notNull(),
      receivedAt: c.instant().notNull(),
      quantity: c.text().notNull(),
      /** What a `unique` meter counts once. */
      key: c.text(),
      /** What else the event said: small, shown where a line is traced. */
      data: c.json<Record<string, unknown>>(),
    },
    (t) => [
      c.uniqueIndex("usage_events_once").on(t.tenantId, t.source, t.eventId),
      c.index("usage_events_meter").on(t.tenantId, t.meter, t.time),
    ],
  );

  const rollup = () => ({
    tenantId: c.text().notNull(),
    meter: c.text().notNull(),
    /** Whole hours (or days) since 1970 in UTC. */
    slot: c.integer().notNull(),
    count: c.big().notNull(),
    sum: c.text().notNull(),
    max: c.text().notNull(),
    firstAt: c.instant().notNull(),
    lastAt: c.instant().notNull(),
    last: c.text().notNull(),
    /** Value x milliseconds from `firstAt` to `lastAt`; `0` for meters that are not time-weighted. */
    area: c.text().notNull(),
    updatedAt: c.instant().notNull(),
  });

  const usageHours = c.table("usage_hours", rollup(), (t) => [
    c.primaryKey({ columns: [t.tenantId, t.meter, t.slot] }),
    c.index("usage_hours_updated").on(t.tenantId, t.updatedAt),
  ]);

  const usageDays = c.table("usage_days", rollup(), (t) => [
    c.primaryKey({ columns: [t.tenantId, t.meter, t.slot] }),
  ]);

  /** Events that were refused: kept with the reason, never counted, their ids free. */
  const usageRejects = c.table(
    "usage_rejects",
    {
      id: c.serial(),
      tenantId: c.text(),
      /** The event as it came, cut at 4 kB. */
      event: c.text().notNull(),
      reason: c.text().notNull(),
      message: c.text().notNull(),
      receivedAt: c.instant().notNull(),
    },
    (t) => [
      c.index("usage_rejects_tenant").on(t.tenantId, t.id),
      c.index("usage_rejects_received").on(t.receivedAt),
    ],
  );

  /** Meters declared by operators, beside those Tenantry comes with. Their aggregation never changes. */
  const usageMeters = c.table("usage_meters", {
    /** `custom.…`, which is also the events' type. */
    id: c.id(),
    aggregation: c.oneOf(AGGREGATIONS).notNull(),
    unit: c.text().notNull(),
    title: c.text().notNull(),
    createdAt: c.instant().notNull(),
  });

  /** Which notices about limits were given: once for each tenant, meter, period and level. */
  const usageNotices = c.table("usage_notices", {
    /** `tenantId:meter:period's start:level` */
    id: c.id(),
    tenantId: c.text().notNull(),
    at: c.instant().notNull(),
  });

  return { usageEvents, usageHours, usageDays, usageRejects, usageMeters, usageNotices };
}
