import { appRow } from "@/server/apps";
import { type Notice, notify } from "@/server/notifications";
import { endReload, openReloadOfRun } from "@/server/reloads";
import { recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { getTenantRow, mayBecome, noteTenant, setTenantState, type TenantRow } from "@/server/tenants";
import type { WorkflowRun } from "@/server/workflows/port";
import { explain } from "./explain";
import { nameOf } from "./name-of";
import type { ProvisionAppInput, ProvisionInput } from "./provision";
import type { ReloadInput } from "./reload";

const ENDED_BADLY = ["failed", "cancelled", "undone", "undo-failed"];

function resultOf(run: WorkflowRun): string | null {
  const result = (run.output as { result?: unknown } | null)?.result;
  return run.state === "succeeded" && typeof result === "string" ? result : null;
}

/** Follows a provisioning run: its row, and the tenant's state. "Active" is set by the run's own last step. */
export async function provisionChanged(services: Services, run: WorkflowRun): Promise<void> {
  const { tenantId } = run.input as ProvisionInput;
  const ctx = systemContext(services, "provision", run.id);
  const error = await explain(ctx, run);
  await recordRun(ctx, run, { result: resultOf(run), error });
  const tenant = await tenantRow(ctx, tenantId);
  if (!tenant || tenant.state === "deleting") return;
  const { id } = tenant;
  if (run.state === "running" && tenant.state === "failed") await move(ctx, tenant, "setting-up", null);
  if (run.state === "failed" || run.state === "undo-failed") {
    const problem = error?.message ?? "The last run failed.";
    if (tenant.state === "active") await noteTenant(ctx, id, { problem, health: "failing" });
    else await move(ctx, tenant, "failed", problem);
  }
  if (run.state === "cancelled" || run.state === "undone") {
    if (tenant.desiredHash === null) await move(ctx, tenant, "draft", null);
    else if (tenant.state !== "suspended") await move(ctx, tenant, "active", null);
  }
}

/** Follows the run of one app. Its reload's row is closed where nobody will watch it any more. */
export async function appChanged(
  services: Services,
  run: WorkflowRun,
  named: (ctx: Context, input: ProvisionAppInput) => Promise<string> = async (_, { app }) => app.title,
): Promise<void> {
  const input = run.input as ProvisionAppInput;
  const { tenantId } = input;
  const ctx = systemContext(services, "provision", run.id);
  const error = await explain(ctx, run);
  await recordRun(ctx, run, { result: resultOf(run), error, title: await named(ctx, input), tenantId });
  if (ENDED_BADLY.includes(run.state)) await closeReload(ctx, tenantId, run);
}

/** Follows a manual or scheduled reload; a failed one is a problem of its tenant, which stays active. */
export async function reloadChanged(services: Services, run: WorkflowRun): Promise<void> {
  const { tenantId, appId } = run.input as ReloadInput;
  const ctx = systemContext(services, "reload", run.id);
  const error = await explain(ctx, run);
  const of = run.parentId ? ` of ${await nameOf(ctx, tenantId)}` : "";
  const title = `Reload ${await titleOf(ctx, appId)}${of}`;
  await recordRun(ctx, run, { result: resultOf(run), error, title, tenantId });
  if (ENDED_BADLY.includes(run.state)) await closeReload(ctx, tenantId, run);
  if (run.state === "failed" && !run.parentId) await tellAdmins(ctx, run, error?.message ?? "");
  const tenant = await tenantRow(ctx, tenantId);
  if (tenant?.state !== "active") return;
  if (run.state === "failed") await noteTenant(ctx, tenantId, { problem: error?.message, health: "failing" });
  if (run.state === "succeeded" && tenant.health !== "well")
    await noteTenant(ctx, tenantId, { problem: null, health: "well" });
}

/** Admins of the tenant hear of a reload that failed, by whomever or whatever it was started. */
async function tellAdmins(ctx: Context, run: WorkflowRun, problem: string): Promise<void> {
  const { tenantId, appId } = run.input as ReloadInput;
  const notice: Notice = {
    kind: "reload-failed",
    to: { tenant: tenantId, roles: ["admin"] },
    params: { app: await titleOf(ctx, appId), problem },
    href: `/runs/${run.id}`,
    key: `reload ${run.id} ${run.endedAt?.getTime() ?? ""}`,
  };
  await ctx.store.tx((db) => notify(ctx, db, notice));
}

/** null for a tenant that was deleted meanwhile. */
async function tenantRow(ctx: Context, id: string): Promise<TenantRow | null> {
  try {
    return await getTenantRow(ctx, id);
  } catch (error) {
    if (isAppError(error) && error.kind === "not-found") return null;
    throw error;
  }
}

/** Along the allowed transitions, by way of `setting-up` where there is none. */
async function move(
  ctx: Context,
  tenant: TenantRow,
  state: TenantRow["state"],
  problem: string | null,
): Promise<void> {
  const { id } = tenant;
  if (!mayBecome(tenant.state, state)) {
    if (!mayBecome(tenant.state, "setting-up") || !mayBecome("setting-up", state)) return;
    await setTenantState(ctx, { id, state: "setting-up" });
  }
  const health =
    state === "failed" ? ("failing" as const) : state === "active" ? ("well" as const) : undefined;
  await setTenantState(ctx, { id, state, problem, ...(health ? { health } : {}) });
}

async function closeReload(ctx: Context, tenantId: string, run: WorkflowRun): Promise<void> {
  const row = await openReloadOfRun(ctx, tenantId, run.id);
  if (!row) return;
  const state = run.state === "failed" || run.state === "undo-failed" ? "failed" : "cancelled";
  await endReload(ctx, row, state === "failed" ? run.error : null, state);
}

async function titleOf(ctx: Context, appId: string): Promise<string> {
  try {
    return (await appRow(ctx, appId)).title;
  } catch (error) {
    if (isAppError(error) && error.kind === "not-found") return appId;
    throw error;
  }
}
