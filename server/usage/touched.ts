import { and, asc, eq, gte } from "drizzle-orm";
import { TX_TIMEOUT_MS } from "@/db/store";
import { aggregationsOf } from "./meters";
import { HOUR_MS } from "./slots";
import type { UsageStore } from "./stored";

export interface TouchedHour {
  meter: string;
  /** The hour's beginning. */
  hour: Date;
  /** Quantities of times that begin at or after this are what they were; null: all from the hour on may differ. */
  until: Date | null;
}

/**
 * Hours of a tenant whose usage changed since an instant. Names rather too many: what was being written at that very
 * instant is told again. An event of a time-weighted meter changes what comes after it too.
 */
export async function touchedHours(
  { db, tables }: UsageStore,
  tenantId: string,
  since: Date,
): Promise<TouchedHour[]> {
  const { usageHours: t } = tables;
  const rows = await db
    .select({ meter: t.meter, slot: t.slot })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), gte(t.updatedAt, new Date(since.getTime() - TX_TIMEOUT_MS))))
    .orderBy(asc(t.slot), asc(t.meter));
  const kinds = await aggregationsOf({ db, tables }, new Set(rows.map((row) => row.meter)));
  return rows.map(({ meter, slot }) => ({
    meter,
    hour: new Date(slot * HOUR_MS),
    until: kinds.get(meter) === "time-weighted" ? null : new Date((slot + 1) * HOUR_MS),
  }));
}
