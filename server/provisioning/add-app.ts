import { type Services, systemContext } from "@/server/shared/context";
import { getTenantRow, noteTenant } from "@/server/tenants";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { type DesiredTenant, desiredHash, normalize } from "./desired";
import { forget, recall, remember } from "./journal";
import { nameOf } from "./name-of";
import { type ProvisionAppInput, provisionApp } from "./provision";
import type { StepResult } from "./room";
import { appChanged } from "./states";

export type AddAppInput = ProvisionAppInput;

/** Adds one app to a tenant that is active, and leaves everything else of it as it is; then its description has it too. */
export async function addApp(services: Services, wf: WorkflowScope, input: AddAppInput) {
  const { result } = await provisionApp(services, wf, input);
  const described = await describe(services, wf, input);
  return { result: result === "unchanged" && described.effect !== "found" ? ("changed" as const) : result };
}

/** The tenant's description names the app from now on: the next `tenants apply --prune` would else remove it. */
function describe(
  services: Services,
  wf: WorkflowScope,
  { tenantId, app, runId }: AddAppInput,
): Promise<StepResult> {
  const ctx = systemContext(services, "provision", runId);
  const write = async (change: (apps: DesiredTenant["apps"]) => DesiredTenant["apps"]) => {
    const desired = (await getTenantRow(ctx, tenantId)).desired as DesiredTenant | null;
    if (!desired) return;
    const wanted = normalize({ ...desired, apps: change(desired.apps) });
    await noteTenant(ctx, tenantId, { desired: { ...wanted }, desiredHash: desiredHash(wanted) });
  };
  const others = (apps: DesiredTenant["apps"]) => apps.filter((it) => it.template !== app.template);
  return wf.step<StepResult>(
    "describe",
    async () => {
      await remember(ctx, wf.id, "described", async () => {
        const { desired } = await getTenantRow(ctx, tenantId);
        return (desired as DesiredTenant | null)?.apps.find((it) => it.template === app.template) ?? null;
      });
      await write((apps) => [...others(apps), app]);
      return { remoteId: tenantId, effect: "changed" };
    },
    {
      async undo() {
        const before = await recall<DesiredTenant["apps"][number] | null>(ctx, wf.id, "described");
        if (before) await write((apps) => [...others(apps), ...(before.value ? [before.value] : [])]);
        await forget(ctx, wf.id, "described");
      },
    },
  );
}

/** Follows such a run: its row, named by the tenant. */
export function addAppChanged(services: Services, run: WorkflowRun): Promise<void> {
  return appChanged(
    services,
    run,
    async (ctx, { app, tenantId }) => `Add ${app.title} to ${await nameOf(ctx, tenantId)}`,
  );
}
