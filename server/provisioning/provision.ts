import { RUN_KINDS } from "@/server/runs";
import type { Services } from "@/server/shared/context";
import { systemContext } from "@/server/shared/context";
import { getTenantRow, noteTenant, setTenantState, type TenantRow } from "@/server/tenants";
import type { WorkflowScope } from "@/server/workflows/port";
import { appIdOf, applyScript, importApp, scheduleApp } from "./app-steps";
import { type DesiredApp, type DesiredTenant, desiredHash } from "./desired";
import { forget, recall, remember } from "./journal";
import { pruneStep } from "./prune";
import { reloadSteps } from "./reload-steps";
import { type Room, type StepResult, together } from "./room";
import { tenantSteps } from "./tenant-steps";

export interface ProvisionInput {
  runId: string;
  tenantId: string;
  desired: DesiredTenant;
  /** Also remove what the desired state does not name. */
  prune: boolean;
}

export interface ProvisionAppInput {
  /** The parent's run. */
  runId: string;
  tenantId: string;
  platform: string;
  plan: string;
  app: DesiredApp;
}

export type RunResult = "created" | "changed" | "unchanged";

interface Ended {
  result: RunResult;
}

/** Brings a tenant to its desired state, one step after the other; apps are child runs beside each other. */
export async function provision(
  services: Services,
  wf: WorkflowScope,
  input: ProvisionInput,
): Promise<Ended> {
  const { desired, tenantId, runId } = input;
  const ctx = systemContext(services, "provision", runId);
  const room: Room = { ctx, platform: ctx.platform(desired.platform), tenant: { id: tenantId }, runId };
  const steps = await tenantSteps(wf, room, desired);
  const children = await wf.children<Ended>(
    desired.apps.map((app) => ({
      name: RUN_KINDS["provision-app"].workflow,
      id: `${runId}.${app.template}`,
      queue: RUN_KINDS["provision-app"].queue,
      tenant: tenantId,
      input: {
        runId,
        tenantId,
        platform: desired.platform,
        plan: desired.plan,
        app,
      } satisfies ProvisionAppInput,
    })),
  );
  if (input.prune) steps.push(await pruneStep(wf, room, desired));
  const result = resultOf(steps, children);
  await finish(wf, room, desired, result);
  return { result };
}

/** One app: imported, given its script, reloaded, checked, published, checked again, scheduled. */
export async function provisionApp(
  services: Services,
  wf: WorkflowScope,
  input: ProvisionAppInput,
): Promise<Ended> {
  const { app, tenantId, runId } = input;
  const ctx = systemContext(services, "provision", runId);
  const room: Room = {
    ctx,
    platform: ctx.platform(input.platform),
    tenant: { id: tenantId },
    runId,
  };
  const job = { id: appIdOf(tenantId, app.template), app };
  const imported = await importApp(wf, room, job);
  const scripted = await applyScript(wf, room, job);
  const reloaded = await reloadSteps(wf, room, {
    app: job.id,
    template: app.template,
    version: app.version,
    plan: input.plan,
    fingerprint: scripted.fingerprint,
    trigger: "provisioning",
    force: false,
    publishIn: app.publish ? app.space : null,
  });
  const scheduled = await scheduleApp(wf, room, job);
  return { result: resultOf([imported, scripted, ...reloaded, scheduled], []) };
}

function resultOf(steps: StepResult[], children: Ended[]): RunResult {
  const effects = [...steps.map((s) => s.effect)];
  for (const { result } of children) effects.push(result === "unchanged" ? "found" : result);
  if (steps[0]?.effect === "created") return "created";
  const effect = together(effects);
  return effect === "found" ? "unchanged" : "changed";
}

/** Every published app has answered: now the tenant is active. */
function finish(
  wf: WorkflowScope,
  room: Room,
  desired: DesiredTenant,
  result: RunResult,
): Promise<StepResult> {
  const { ctx, tenant, runId } = room;
  return wf.step(
    "finish",
    async () => {
      const written = { desired: { ...desired }, desiredHash: desiredHash(desired), lastRunId: runId };
      await remember(ctx, runId, "finish", () => getTenantRow(ctx, tenant.id));
      await noteTenant(ctx, tenant.id, written);
      await setTenantState(ctx, { id: tenant.id, state: "active", health: "well", problem: null });
      const effect = result === "unchanged" ? ("found" as const) : result;
      return { remoteId: tenant.id, effect, message: SAID[result] };
    },
    {
      async undo() {
        const before = await recall<TenantRow>(ctx, runId, "finish");
        if (!before) return;
        const { desired: was, desiredHash: hash, state, health, problem } = before.value;
        await noteTenant(ctx, tenant.id, { desired: was, desiredHash: hash, health, problem });
        await setTenantState(ctx, { id: tenant.id, state: state === "active" ? "active" : "setting-up" });
        await forget(ctx, runId, "finish");
      },
    },
  );
}

const SAID: Record<RunResult, string> = {
  created: "The tenant is active.",
  changed: "The tenant is as described.",
  unchanged: "Everything was as described already.",
};
