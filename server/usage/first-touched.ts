import { and, eq, gte, min, or } from "drizzle-orm";
import { TX_TIMEOUT_MS } from "@/db/store";
import { HOUR_MS } from "./slots";
import type { UsageStore } from "./stored";

/** Conditions of one statement. */
const CHUNK = 100;

/**
 * The earliest hour of each tenant whose usage changed since an instant; tenants without any are left out. Names rather too
 * early an hour than too late: what was being written at that very instant counts.
 */
export async function firstTouched(
  { db, tables }: UsageStore,
  asked: readonly { tenantId: string; since: Date }[],
): Promise<Map<string, Date>> {
  const { usageHours: t } = tables;
  const found = new Map<string, Date>();
  for (let i = 0; i < asked.length; i += CHUNK) {
    const conditions = asked
      .slice(i, i + CHUNK)
      .map(({ tenantId, since }) =>
        and(eq(t.tenantId, tenantId), gte(t.updatedAt, new Date(since.getTime() - TX_TIMEOUT_MS))),
      );
    const rows = await db
      .select({ tenantId: t.tenantId, slot: min(t.slot) })
      .from(t)
      .where(or(...conditions))
      .groupBy(t.tenantId);
    for (const { tenantId, slot } of rows) if (slot !== null) found.set(tenantId, new Date(slot * HOUR_MS));
  }
  return found;
}
