import { Decimal } from "decimal.js";
import { eq } from "drizzle-orm";
import { planByRef } from "@/server/plans";
import { isAppError } from "@/server/shared/errors";
import type { UsageStore } from "./stored";

/** A plan's limit of a meter over a billing period. */
export interface UsageLimit {
  meter: string;
  /** Exact decimal in the meter's unit. */
  quantity: string;
  kind: "soft" | "hard";
  /** Share above the quantity before a hard limit refuses. */
  gracePercent: string;
}

/** Limits of a plan; of one that is gone from the catalogue there are none. */
export function limitsOfPlan(plan: string): UsageLimit[] {
  try {
    return planByRef(plan).pricing.limits;
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}

export async function limitsOf({ db, tables }: UsageStore, tenantId: string): Promise<UsageLimit[]> {
  const { tenants: t } = tables;
  const [row] = await db.select({ plan: t.plan }).from(t).where(eq(t.id, tenantId));
  return row ? limitsOfPlan(row.plan) : [];
}

/** How much of a limit is used, in whole percent rounded down; more than 100 beyond it. */
export function shareOf(limit: Pick<UsageLimit, "quantity">, used: string): number {
  const whole = new Decimal(limit.quantity);
  if (whole.isZero()) return new Decimal(used).isZero() ? 0 : 100;
  return new Decimal(used).div(whole).times(100).floor().toNumber();
}

/** The quantity from which on a hard limit refuses: grace included. */
export function refusedFrom({ quantity, gracePercent }: UsageLimit): Decimal {
  return new Decimal(quantity).times(new Decimal(gracePercent).div(100).plus(1));
}
