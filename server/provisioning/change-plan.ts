import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { planByRef } from "@/server/plans";
import { insertRun, launchRun, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTenantRow, setTenantPlan } from "@/server/tenants";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { changePlanInput } from "./change-plan-schemas";
import { type DesiredTenant, desiredHash } from "./desired";
import { explain } from "./explain";
import { nameOf } from "./name-of";
import type { Room } from "./room";
import { verbStep } from "./verb-step";

export interface ChangePlanRun {
  tenantId: string;
  plan: string;
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
  { tenantId, plan }: ChangePlanRun,
): Promise<{ result: "changed" | "unchanged" }> {
  const ctx = systemContext(services, "change-plan", wf.id);
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
  return { result: result.effect === "found" ? "unchanged" : "changed" };
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
