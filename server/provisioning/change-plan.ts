import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { movePlan, subscribedPlan } from "@/server/billing";
import { planByRef } from "@/server/plans";
import { insertRun, launchRun, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { majorText } from "@/server/shared/money";
import { parse } from "@/server/shared/parse";
import { getTenantRow, setTenantPlan } from "@/server/tenants";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { changePlanInput } from "./change-plan-schemas";
import { type DesiredTenant, desiredHash } from "./desired";
import { explain } from "./explain";
import { forget, recall, remember } from "./journal";
import { nameOf } from "./name-of";
import { type Room, type StepResult, together } from "./room";
import { verbStep } from "./verb-step";

export interface ChangePlanRun {
  tenantId: string;
  plan: string;
  /** Its subscription gets the plan as well, and from when on; left out: the subscription has decided already. */
  billed?: "now" | "period-end";
}

/** Gives a tenant another plan's limits and capabilities, by a run. What it costs is its subscription's matter. */
export async function changePlan(
  ctx: Context,
  input: { id: string; plan: string },
): Promise<{ run: string }> {
  const { id, plan } = parse(changePlanInput, input);
  const { tenantId } = await scope(ctx, "tenants:update", id);
  const { ref } = planByRef(plan);
  const { name, plan: before } = await getTenantRow(ctx, tenantId);
  const run = await ctx.store.tx(async (db) => {
    const title = `Change the plan of ${name} to ${ref}`;
    const row = await insertRun(ctx, db, {
      kind: "change-plan",
      tenantId,
      title,
      input: { tenantId, plan: ref },
    });
    const payload = { run: row.id, before, after: ref };
    await append(db, ctx, { tenantId, action: "tenant.change-plan", target: tenantId, payload });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id };
}

/** Platform first, then the row: an undo gives the plan before back. */
export async function planChange(
  services: Services,
  wf: WorkflowScope,
  { tenantId, plan, billed }: ChangePlanRun,
): Promise<{ result: "changed" | "unchanged" }> {
  const ctx = systemContext(services, "change-plan", wf.id);
  // From the period's end on: then the subscription itself sees to it.
  if (billed === "period-end") return subscriptionOnly(ctx, wf, { tenantId, plan });
  const { platform } = await getTenantRow(ctx, tenantId);
  const before = await wf.step("before", async () => ({
    plan: (await getTenantRow(ctx, tenantId)).plan,
    effect: "found",
  }));
  const room: Room = { ctx, platform: ctx.platform(platform), tenant: { id: tenantId }, runId: wf.id };
  const result = await verbStep(wf, room, {
    name: "assignLicence",
    verb: room.platform.assignLicence,
    input: () => ({ plan, entitlements: planByRef(plan).entitlements }),
    rows: {
      async apply() {
        await setPlan(ctx, tenantId, plan);
        return { effect: before.plan === plan ? "found" : "changed" };
      },
      restore: () => setPlan(ctx, tenantId, before.plan),
    },
  });
  const effect = billed
    ? together([result.effect, (await subscribe(ctx, wf, { tenantId, plan }, billed)).effect])
    : result.effect;
  return { result: effect === "found" ? "unchanged" : "changed" };
}

async function subscriptionOnly(ctx: Context, wf: WorkflowScope, to: ChangePlanRun) {
  const { effect } = await subscribe(ctx, wf, to, "period-end");
  return { result: effect === "found" ? ("unchanged" as const) : ("changed" as const) };
}

/**
 * The subscription, where there is one: what the change costs is billed at once. Undone, it is changed back, and the
 * difference billed as well: an invoice that is out is never taken back silently.
 */
function subscribe(
  ctx: Context,
  wf: WorkflowScope,
  { tenantId: tenant, plan }: ChangePlanRun,
  when: "now" | "period-end",
): Promise<StepResult> {
  return wf.step<StepResult>(
    "subscription",
    async () => {
      await remember(ctx, wf.id, "subscribed", () => subscribedPlan(ctx, { tenant, when }));
      if ((await subscribedPlan(ctx, { tenant, when })) === null)
        return { remoteId: tenant, effect: "found", message: "No subscription." };
      const { before, billed, currency } = await movePlan(ctx, { tenant, plan, when });
      if (before === null) return { remoteId: tenant, effect: "found" };
      const amount = billed === 0 ? "nothing now" : `${majorText(billed, currency)} ${currency}`;
      return { remoteId: tenant, effect: "changed", message: `From ${before}, billed: ${amount}.` };
    },
    {
      async undo() {
        const before = await recall<string | null>(ctx, wf.id, "subscribed");
        if (before?.value) await movePlan(ctx, { tenant, plan: before.value, when });
        await forget(ctx, wf.id, "subscribed");
      },
    },
  );
}

async function setPlan(ctx: Context, tenantId: string, plan: string): Promise<void> {
  const { desired } = await getTenantRow(ctx, tenantId);
  const next = desired ? ({ ...desired, plan } as unknown as DesiredTenant) : null;
  const noted = next ? { desired: { ...next }, desiredHash: desiredHash(next) } : {};
  await setTenantPlan(ctx, { id: tenantId, plan, ...noted });
}

/** Follows such a run: its row. */
export async function planChanged(services: Services, run: WorkflowRun): Promise<void> {
  const { tenantId, plan } = run.input as ChangePlanRun;
  const ctx = systemContext(services, "change-plan", run.id);
  const error = await explain(ctx, run);
  const output = run.output as { result?: string } | null;
  const title = `Change the plan of ${await nameOf(ctx, tenantId)} to ${plan}`;
  await recordRun(ctx, run, { error, result: output?.result ?? null, tenantId, title });
}
