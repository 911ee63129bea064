import { append } from "@/server/audit";
import { authorize, type Permission } from "@/server/auth";
import { insertRun, launchRun, RUN_KINDS } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { FleetPart } from "./fleet-parts";
import { type CheckedPlan, checkPlans } from "./fleet-plan-check";
import { type FleetPlanInput, fleetPlanInput } from "./fleet-plan-schemas";
import { MAX_FLEET } from "./fleet-schemas";
import { chosenTenants } from "./fleet-select";

const NEEDED = ["tenants:update", "billing:write"] as const satisfies Permission[];

export interface FleetPlanPreview {
  plan: string;
  rows: CheckedPlan[];
  fit: number;
  /** At most this many tenants in one run; `over` says that more match, and they are not in `rows`. */
  limit: number;
  over: boolean;
}

async function checkInput(ctx: Context, input: FleetPlanInput) {
  const { plan, when, ids, filter } = parse(fleetPlanInput, input);
  for (const permission of NEEDED) authorize(ctx, permission);
  const chosen = await chosenTenants(ctx, { ids, filter });
  const over = chosen.length > MAX_FLEET;
  return { over, when, ...(await checkPlans(ctx, plan, when, chosen.slice(0, MAX_FLEET))) };
}

/**
 * What another plan would mean for these tenants, one by one: what it costs, or why they cannot have it.
 * Writes nothing. @throws `plans.unknown`
 */
export async function previewFleetPlan(ctx: Context, input: FleetPlanInput): Promise<FleetPlanPreview> {
  const { plan, checked, over } = await checkInput(ctx, input);
  const fit = checked.filter(({ problem }) => problem === null).length;
  return { plan: plan.ref, rows: checked, fit, limit: MAX_FLEET, over };
}

/**
 * Gives all of these tenants that can have it another plan, by one run with a part for each. Others are left alone.
 * @throws `plans.unknown`, `fleet.nothing`, `fleet.too_many`
 */
export async function startFleetPlan(
  ctx: Context,
  input: FleetPlanInput,
): Promise<{ run: string; tenants: number; left: number }> {
  const { plan, checked, over, when } = await checkInput(ctx, input);
  if (over)
    throw new AppError("limit", "fleet.too_many", "More tenants match than one run may have.", {
      advice: "Narrow the filter, and start a run for each part.",
    });
  const fit = checked.filter(({ problem }) => problem === null);
  const [only, ...more] = fit;
  if (!only)
    throw new AppError("conflict", "fleet.nothing", `None of these tenants can have ${plan.ref} now.`, {
      advice: "The preview says why, tenant by tenant.",
    });
  const whom = more.length === 0 ? only.name : `${fit.length} tenants`;
  const tenants = fit.map(({ tenantId }) => tenantId);
  const run = await ctx.store.tx(async (db) => {
    const row = await insertRun(ctx, db, {
      kind: "fleet",
      tenantId: null,
      title: `Change the plan of ${whom} to ${plan.ref}`,
      input: { action: "change-plan", plan: plan.ref, when, tenants },
    });
    const about = { run: row.id, after: plan.ref, when };
    const payload = { ...about, tenants };
    await append(db, ctx, { tenantId: null, action: "fleet.change-plan", target: row.id, payload });
    for (const { tenantId, plan: before } of fit)
      await append(db, ctx, {
        tenantId,
        action: "tenant.change-plan",
        target: tenantId,
        payload: { ...about, before, fleet: true },
      });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id, tenants: fit.length, left: checked.length - fit.length };
}

/** Parts of such a run, one for each tenant. */
export function fleetPlanParts(
  runId: string,
  { tenants, plan, when }: { tenants: string[]; plan: string; when: "now" | "period-end" },
): FleetPart[] {
  const { workflow, queue } = RUN_KINDS["change-plan"];
  return tenants.map((tenantId) => ({
    ...{ name: workflow, id: `${runId}.${tenantId}`, queue, tenant: tenantId },
    input: { tenantId, plan, billed: when },
  }));
}
