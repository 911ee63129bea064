import { scope } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { periodAt } from "@/server/shared/periods";
import { changeSubscription, previewChange } from "./change";
import { termsAt } from "./core/terms";
import { calendarOf, findLedger, type Ledger } from "./subscription";

export type PlanWhen = "now" | "period-end";

/** What another plan would cost a tenant that has a subscription. Minor units of its currency. */
export interface PlanEffect {
  currency: string;
  /** Gross, at once; negative is a credit. 0 where it counts from the period's end. */
  now: number;
  /** Without tax: what the first whole period under it costs before anything is used. */
  next: number;
  from: Date;
}

/** The plan a subscription has from then on, whatever was agreed for later. */
function planFrom(ledger: Ledger, now: Date, when: PlanWhen): string {
  const { to } = periodAt(calendarOf(ledger.subscription), Math.floor(now.getTime() / 1000));
  const at = when === "now" ? now : new Date(to * 1000);
  return termsAt(ledger.changes, at)?.plan ?? ledger.subscription.plan;
}

async function runningLedger(ctx: Context, tenantId: string): Promise<Ledger | null> {
  const ledger = await findLedger({ db: ctx.store.read, tables: ctx.store.tables }, tenantId);
  return ledger && !ledger.subscription.endedAt ? ledger : null;
}

/** The plan a tenant's subscription will have; null where it has none. */
export async function subscribedPlan(
  ctx: Context,
  { tenant, when }: { tenant: string; when: PlanWhen },
): Promise<string | null> {
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const ledger = await runningLedger(ctx, tenantId);
  return ledger && planFrom(ledger, ctx.clock.now(), when);
}

/**
 * What a plan would cost now and from then on, if it were taken at this moment.
 * @throws `billing.no_subscription`, `billing.currency`
 */
export async function planEffect(
  ctx: Context,
  { tenant, plan, when }: { tenant: string; plan: string; when: PlanWhen },
): Promise<PlanEffect> {
  const preview = await previewChange(ctx, { tenant, change: { plan }, when });
  return { currency: preview.currency, now: preview.gross, next: preview.next, from: preview.from };
}

/**
 * Gives a tenant's subscription another plan; one that has it is left alone, so that it can be repeated.
 * @returns `before`: the plan it had; null where nothing was changed
 * @throws as `changeSubscription`
 */
export async function movePlan(
  ctx: Context,
  { tenant, plan, when, reason }: { tenant: string; plan: string; when: PlanWhen; reason?: string },
): Promise<{ before: string | null; billed: number; currency: string }> {
  const { ref } = planByRef(plan);
  const before = await subscribedPlan(ctx, { tenant, when });
  if (before === ref) return { before: null, billed: 0, currency: "" };
  const input = { tenant, change: { plan: ref }, when, ...(reason ? { reason } : {}) };
  const { subscription, invoice } = await changeSubscription(ctx, input);
  return { before, billed: invoice?.gross ?? 0, currency: subscription.currency };
}
