import { and, inArray, isNull } from "drizzle-orm";
import { calendarAnchor, periodAt } from "@/server/shared/periods";
import type { UsageStore } from "./stored";

/** A billing period; half open. */
export interface UsagePeriod {
  from: Date;
  to: Date;
}

/** The billing periods tenants are in: their subscriptions', or the calendar month in UTC of those who have none. */
export async function periodsOf(
  { db, tables }: UsageStore,
  tenantIds: readonly string[],
  at: Date,
): Promise<Map<string, UsagePeriod>> {
  const { subscriptions: s } = tables;
  const rows = await db
    .select({ tenantId: s.tenantId, zone: s.zone, interval: s.interval, anchor: s.anchor })
    .from(s)
    .where(and(inArray(s.tenantId, [...tenantIds]), isNull(s.endedAt)));
  const subscribed = new Map(rows.map((row) => [row.tenantId, row]));
  const month = {
    zone: "UTC",
    interval: "month" as const,
    anchor: calendarAnchor(at, "UTC", "month"),
  };
  return new Map(
    tenantIds.map((id) => {
      const { from, to } = periodAt(subscribed.get(id) ?? month, Math.floor(at.getTime() / 1000));
      return [id, { from: new Date(from * 1000), to: new Date(to * 1000) }];
    }),
  );
}

export async function periodOf(at: UsageStore, tenantId: string, now: Date): Promise<UsagePeriod> {
  const found = (await periodsOf(at, [tenantId], now)).get(tenantId);
  if (!found) throw new Error("periodsOf answers for every tenant");
  return found;
}
