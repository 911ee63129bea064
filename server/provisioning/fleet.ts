import { inArray } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { insertRun, launchRun, openRunsOf, RUN_KINDS, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { getTenantRow, setTenantState } from "@/server/tenants";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { addTemplateParts } from "./add-template";
import { explain } from "./explain";
import type { FleetPart as Part } from "./fleet-parts";
import { fleetPlanParts } from "./fleet-plan";
import type { FleetAction, FleetInput } from "./fleet-schemas";
import { type Chosen, NEEDS, selectFleet } from "./fleet-select";

export type FleetRunInput = { tenants: string[] } & (
  | { action: FleetAction }
  | { action: "add-template"; template: string }
  | { action: "change-plan"; plan: string; when: "now" | "period-end" }
);

const TITLES: Record<FleetAction, string> = {
  reload: "Reload",
  suspend: "Suspend",
  resume: "Resume",
  delete: "Delete",
};

/**
 * Does one thing to many tenants, by one run with a part for each. Those it cannot be done to are left out.
 * @throws `fleet.nothing` where it fits none, `fleet.too_many`
 */
export async function startFleet(ctx: Context, input: FleetInput): Promise<{ run: string; tenants: number }> {
  const { action, fit, over } = await selectFleet(ctx, input);
  authorize(ctx, NEEDS[action]);
  if (over)
    throw new AppError("limit", "fleet.too_many", "More tenants match than one run may have.", {
      advice: "Narrow the filter, and start a run for each part.",
    });
  if (fit.length === 0)
    throw new AppError("conflict", "fleet.nothing", `None of these tenants can be ${DONE[action]} now.`, {
      advice: "Their states are in the list.",
    });
  const run = await ctx.store.tx(async (db) => {
    const tenants = fit.map((tenant) => tenant.id);
    const row = await insertRun(ctx, db, {
      kind: "fleet",
      tenantId: null,
      title: titleOf(action, fit),
      input: { action, tenants },
    });
    const payload = { run: row.id, fleet: true };
    await append(db, ctx, {
      tenantId: null,
      action: `fleet.${action}`,
      target: row.id,
      payload: { tenants, ...(input.reason ? { reason: input.reason } : {}) },
    });
    for (const id of tenants)
      await append(db, ctx, { tenantId: id, action: `tenant.${action}`, target: id, payload });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id, tenants: fit.length };
}

const DONE: Record<FleetAction, string> = {
  reload: "reloaded",
  suspend: "suspended",
  resume: "resumed",
  delete: "deleted",
};

function titleOf(action: FleetAction, fit: Chosen[]): string {
  const [only, ...more] = fit;
  return `${TITLES[action]} ${only && more.length === 0 ? only.name : `${fit.length} tenants`}`;
}

/** The run over the fleet: looks up its parts once, then waits for them all. One that fails does not stop the others. */
export async function fleet(
  services: Services,
  wf: WorkflowScope,
  input: FleetRunInput,
): Promise<{ result: "changed" | "unchanged" }> {
  const ctx = systemContext(services, "fleet", wf.id);
  const { action } = input;
  const { parts } = await wf.step("prepare", async () => {
    const found = await partsOf(ctx, wf.id, input);
    if (action === "delete") for (const part of found) await closeForDeletion(ctx, part);
    const message = action === "reload" ? `${found.length} apps` : `${found.length} tenants`;
    return { parts: found, effect: "found", message };
  });
  await wf.children(parts);
  return { result: parts.length > 0 ? "changed" : "unchanged" };
}

function partsOf(ctx: Context, runId: string, input: FleetRunInput): Promise<Part[]> {
  if (input.action === "add-template") return addTemplateParts(ctx, runId, input);
  if (input.action === "change-plan") return Promise.resolve(fleetPlanParts(runId, input));
  if (input.action === "reload") return reloadParts(ctx, runId, input.tenants);
  return Promise.resolve(tenantParts(input.action, runId, input.tenants));
}

function tenantParts(action: Exclude<FleetAction, "reload">, runId: string, tenants: string[]): Part[] {
  const { workflow, queue } = RUN_KINDS[action];
  return tenants.map((tenantId) => ({
    name: workflow,
    id: `${runId}.${tenantId}`,
    queue,
    tenant: tenantId,
    input: { tenantId },
  }));
}

async function reloadParts(ctx: Context, runId: string, tenants: string[]): Promise<Part[]> {
  const { apps: t } = ctx.store.tables;
  const parts: Part[] = [];
  for (let i = 0; i < tenants.length; i += 500) {
    const rows = await ctx.store.read
      .select({ id: t.id, tenantId: t.tenantId })
      .from(t)
      .where(inArray(t.tenantId, tenants.slice(i, i + 500)));
    for (const { id, tenantId } of rows) {
      const { workflow, queue } = RUN_KINDS.reload;
      const input = { tenantId, appId: id, trigger: "manual" };
      parts.push({ name: workflow, id: `${runId}.${id}`, queue, tenant: tenantId, input });
    }
  }
  return parts;
}

/** As for a single deletion: what is going on is cancelled, and nothing new begins. Repeating it changes nothing. */
async function closeForDeletion(ctx: Context, part: Part): Promise<void> {
  const { state } = await getTenantRow(ctx, part.tenant);
  if (state === "deleting") return;
  for (const open of await openRunsOf(ctx, part.tenant)) await ctx.workflows.cancel(open.id);
  await setTenantState(ctx, { id: part.tenant, state: "deleting", lastRunId: part.id });
}

/** Follows such a run: its row. */
export async function fleetChanged(services: Services, run: WorkflowRun): Promise<void> {
  const ctx = systemContext(services, "fleet", run.id);
  const result = (run.output as { result?: string } | null)?.result ?? null;
  await recordRun(ctx, run, { error: await explain(ctx, run), result });
}
