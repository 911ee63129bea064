import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Clock } from "@/server/shared/clock";
import { isAppError } from "@/server/shared/errors";
import { planByRef } from "./plans";

/** What a plan lets one question take. */
export interface QuestionLimits {
  memoryBytes: number;
  timeoutMs: number;
}

const MEBIBYTE = 1024 * 1024;
const KEPT_MS = 30_000;

/** What a tenant's plan lets one question take; null where it has no plan, or one that the catalogue has no more. */
export type ReadQuestionLimits = (tenantId: string) => Promise<QuestionLimits | null>;

/** Reads them from the tenants' plans, at most twice a minute for each: another plan is felt within 30 s. */
export function questionLimits(store: Store, clock: Clock): ReadQuestionLimits {
  const { tenants: t } = store.tables;
  const kept = new Map<string, { until: number; limits: Promise<QuestionLimits | null> }>();
  async function read(tenantId: string) {
    const [row] = await store.read.select({ plan: t.plan }).from(t).where(eq(t.id, tenantId));
    return row ? limitsOfPlan(row.plan) : null;
  }
  return (tenantId) => {
    const now = clock.now().getTime();
    const known = kept.get(tenantId);
    if (known && now < known.until) return known.limits;
    const limits = read(tenantId);
    kept.set(tenantId, { until: now + KEPT_MS, limits });
    limits.catch(() => kept.delete(tenantId));
    return limits;
  };
}

function limitsOfPlan(ref: string): QuestionLimits | null {
  try {
    const { queryMemoryMb, querySeconds } = planByRef(ref).entitlements;
    return { memoryBytes: queryMemoryMb * MEBIBYTE, timeoutMs: querySeconds * 1000 };
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
