import { type PlanEffect, planEffect, subscribedPlan } from "@/server/billing";
import { type Plan, planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { type TenantRow, tenantUsage } from "@/server/tenants";
import type { PLAN_WHEN, PlanProblem } from "./fleet-plan-schemas";

/** What is used of something, and what the plan allows of it. */
export interface Exceeded {
  key: string;
  used: number;
  limit: number;
}

/** What becomes of one tenant. */
export interface CheckedPlan {
  tenantId: string;
  name: string;
  /** The plan whose limits it has now. */
  plan: string;
  /** What it costs, by the subscription; null where it has none, and the plan changes limits only. */
  effect: PlanEffect | null;
  /** null: it can have the plan. */
  problem: { code: PlanProblem; params: Record<string, string>; exceeded?: Exceeded[] } | null;
}

const STATES: readonly string[] = ["active", "suspended"];
const REFUSALS: Record<string, PlanProblem> = {
  "billing.currency": "currency",
};

/** Reloads of the last day pass by themselves; everything else would be too much at once. */
async function exceededBy(ctx: Context, tenantId: string, { entitlements }: Plan): Promise<Exceeded[]> {
  const { meters } = await tenantUsage(ctx, { id: tenantId });
  const limits: Record<string, number> = {
    rows: entitlements.rows,
    apps: entitlements.apps,
    members: entitlements.members,
    storage: entitlements.storageMb * 1_000_000,
  };
  return meters.flatMap(({ key, used }) => {
    const limit = limits[key];
    return limit !== undefined && used > limit ? [{ key, used, limit }] : [];
  });
}

async function checkOne(
  ctx: Context,
  tenant: TenantRow,
  plan: Plan,
  when: (typeof PLAN_WHEN)[number],
): Promise<CheckedPlan> {
  const row = { tenantId: tenant.id, name: tenant.name, plan: tenant.plan, effect: null };
  const no = (
    code: PlanProblem,
    params: Record<string, string> = {},
    exceeded?: Exceeded[],
  ): CheckedPlan => ({
    ...row,
    problem: { code, params, ...(exceeded ? { exceeded } : {}) },
  });
  if (!STATES.includes(tenant.state)) return no("state", { state: tenant.state });
  const subscribed = await subscribedPlan(ctx, { tenant: tenant.id, when });
  if (subscribed === null && when === "period-end") return no("subscription");
  const has = subscribed === null ? tenant.plan === plan.ref : subscribed === plan.ref;
  if (has && (when === "period-end" || tenant.plan === plan.ref)) return no("has");
  const exceeded = await exceededBy(ctx, tenant.id, plan);
  if (exceeded.length > 0) return no("limits", {}, exceeded);
  if (subscribed === null || has) return { ...row, problem: null };
  try {
    const effect = await planEffect(ctx, { tenant: tenant.id, plan: plan.ref, when });
    return { ...row, effect, problem: null };
  } catch (error) {
    const code = isAppError(error) ? REFUSALS[error.code] : undefined;
    if (!code) throw error;
    return no(code);
  }
}

/** Checks tenant by tenant whether it can have a plan, and what that would change. Writes nothing. */
export async function checkPlans(
  ctx: Context,
  ref: string,
  when: (typeof PLAN_WHEN)[number],
  tenants: readonly TenantRow[],
): Promise<{ plan: Plan; checked: CheckedPlan[] }> {
  const plan = planByRef(ref);
  const checked: CheckedPlan[] = [];
  for (const tenant of tenants) checked.push(await checkOne(ctx, tenant, plan, when));
  return { plan, checked };
}
