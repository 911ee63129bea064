import { asc, inArray } from "drizzle-orm";
import { type Aggregation, CUSTOM_PREFIX, METERS, type Meter, shippedMeter } from "./model";
import type { UsageStore } from "./stored";

/** Meters by id: those Tenantry comes with, and those operators declared. Unknown ids are left out. */
export async function metersById(
  { db, tables }: UsageStore,
  ids: Iterable<string>,
): Promise<Map<string, Meter>> {
  const asked = [...new Set(ids)];
  const custom = asked.filter((id) => id.startsWith(CUSTOM_PREFIX));
  const { usageMeters: t } = tables;
  const rows = custom.length ? await db.select().from(t).where(inArray(t.id, custom)) : [];
  const known = [...asked.flatMap((id) => shippedMeter(id) ?? []), ...rows.map(toMeter)];
  return new Map(known.map((meter) => [meter.id, meter]));
}

export async function aggregationsOf(
  from: UsageStore,
  ids: Iterable<string>,
): Promise<Map<string, Aggregation>> {
  return new Map([...(await metersById(from, ids))].map(([id, meter]) => [id, meter.aggregation]));
}

/** Every meter: Tenantry's own first. */
export async function allMeters({ db, tables }: UsageStore): Promise<Meter[]> {
  const { usageMeters: t } = tables;
  return [...METERS, ...(await db.select().from(t).orderBy(asc(t.id))).map(toMeter)];
}

export const toMeter = (row: {
  id: string;
  aggregation: Aggregation;
  unit: string;
  title: string;
}): Meter => ({
  id: row.id,
  type: row.id,
  aggregation: row.aggregation,
  unit: row.unit,
  title: row.title,
});
