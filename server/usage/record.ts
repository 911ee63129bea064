import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { OWN_SOURCE } from "./check";
import { keep } from "./keep";
import { type MeterId, shippedMeter } from "./model";
import { plain, scaledOrNull } from "./scaled";
import type { UsageRow, UsageStore } from "./stored";

/** Usage Tenantry saw itself. */
export interface OwnEvent {
  tenantId: string;
  meter: MeterId;
  /** With the meter it names the event for good: the same id given again is counted once. */
  id: string;
  time: Date;
  /** At least 0: an exact decimal as text, or a number, of which six decimals are kept. */
  quantity: number | string;
  /** What a `unique` meter counts once. */
  key?: string;
  data?: Record<string, unknown>;
}

type Recording = Pick<Services, "store" | "clock">;

/** Keeps usage in a transaction of its own. @unaudited the events are the record */
export async function record(services: Recording, events: readonly OwnEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { store, clock } = services;
  await store.tx((db) => recordIn({ db, tables: store.tables }, events, clock.now()));
}

/**
 * Keeps usage in the caller's transaction, so that it is there exactly if what used it is. Tenants that are not metered
 * (sources, and such as are gone) leave nothing.
 */
export async function recordIn(to: UsageStore, events: readonly OwnEvent[], now: Date): Promise<void> {
  const metered = await meteredTenants(to, new Set(events.map((event) => event.tenantId)));
  const rows = events.filter((event) => metered.has(event.tenantId)).map(rowOf);
  if (rows.length > 0) await keep(to, rows, now);
}

async function meteredTenants({ db, tables }: UsageStore, ids: Iterable<string>): Promise<Set<string>> {
  const { tenants: t } = tables;
  const rows = await db
    .select({ id: t.id })
    .from(t)
    .where(and(inArray(t.id, [...ids]), eq(t.kind, "customer"), isNull(t.deletedAt)));
  return new Set(rows.map((row) => row.id));
}

function rowOf(event: OwnEvent): UsageRow {
  const given = event.quantity;
  const quantity = scaledOrNull(typeof given === "number" ? given.toFixed(6) : given);
  if (quantity === null) throw new Error(`usage: ${event.meter} of ${event.id} is no quantity: ${given}`);
  if (shippedMeter(event.meter)?.aggregation === "unique" && !event.key)
    throw new Error(`usage: ${event.meter} of ${event.id} has no key`);
  return {
    tenantId: event.tenantId,
    source: `${OWN_SOURCE}/${event.meter}`,
    eventId: event.id,
    meter: event.meter,
    time: event.time,
    quantity: plain(quantity),
    key: event.key ?? null,
    data: event.data ?? null,
  };
}
