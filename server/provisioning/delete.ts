import { forgetGenerations, removeApp, tenantApps } from "@/server/apps";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { connectionRows, restoreConnections } from "@/server/connections";
import { forgetDraft } from "@/server/drafts";
import { forgetEmbeds } from "@/server/embeds";
import { forgetFiles } from "@/server/files";
import { listGroups, memberRows, removeGroups, restoreMembers } from "@/server/members";
import { forgetReloads } from "@/server/reloads";
import { insertRun, launchRun, openRunsOf, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError, isAppError } from "@/server/shared/errors";
import { getTenantRow, mayBecome, noteTenant, setTenantState } from "@/server/tenants";
import { record } from "@/server/usage";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { RETRY } from "./attempts";
import { explain } from "./explain";
import { nameOf } from "./name-of";
import { keepRemoteId } from "./remote";

export interface DeleteInput {
  tenantId: string;
}

/**
 * Removes a tenant with everything it has, by a run; its data key goes too, so that copies of its data elsewhere
 * cannot be read either. The audit chain stays.
 * @throws `tenant.not_found`, `tenants.state`
 */
export async function deleteTenant(ctx: Context, input: { id: string }): Promise<{ run: string }> {
  const { tenantId } = await scope(ctx, "tenants:delete", input.id);
  const tenant = await getTenantRow(ctx, tenantId);
  if (!mayBecome(tenant.state, "deleting"))
    throw new AppError(
      "conflict",
      "tenants.state",
      `${tenant.name} is ${tenant.state}; it cannot be deleted now.`,
    );
  if (tenant.state === "deleting" && tenant.lastRunId) return { run: tenant.lastRunId };
  for (const open of await openRunsOf(ctx, tenantId)) await ctx.workflows.cancel(open.id);
  const run = await ctx.store.tx(async (db) => {
    const row = await insertRun(ctx, db, {
      kind: "delete",
      tenantId,
      title: `Delete ${tenant.name}`,
      input: { tenantId },
    });
    const payload = { run: row.id, slug: tenant.slug };
    await append(db, ctx, { tenantId, action: "tenant.delete", target: tenantId, payload });
    return row;
  });
  await setTenantState(ctx, { id: tenantId, state: "deleting", lastRunId: run.id });
  await launchRun(ctx, run);
  return { run: run.id };
}

/** Steps of a deletion. Each may be repeated; none can be undone. */
export async function deletion(
  services: Services,
  wf: WorkflowScope,
  { tenantId }: DeleteInput,
): Promise<{ result: "changed" }> {
  const ctx = systemContext(services, "delete", wf.id);
  const step = (name: string, body: () => Promise<void>) =>
    wf.step(
      name,
      async () => {
        await body();
        return { remoteId: tenantId, effect: "changed" };
      },
      { retry: { ...RETRY, attempts: 6 } },
    );
  await step("unschedule", async () => {
    for (const { id } of await tenantApps(ctx, tenantId)) await ctx.workflows.unschedule(`reload:${id}`);
  });
  await step("deleteTenant", async () => {
    const { platform } = await getTenantRow(ctx, tenantId);
    await ctx.platform(platform).deleteTenant({ id: tenantId });
  });
  await step("forget", () => forgetRows(ctx, tenantId));
  await step("destroyKeys", () => ctx.keyring.destroyTenantKeys(tenantId));
  await step("finish", async () => {
    await keepRemoteId(ctx, tenantId, null);
    if ((await getTenantRow(ctx, tenantId)).state === "failed")
      await setTenantState(ctx, { id: tenantId, state: "deleting" });
    await setTenantState(ctx, { id: tenantId, state: "deleted", problem: null });
    await noteTenant(ctx, tenantId, { desired: null, desiredHash: null, deletedAt: ctx.clock.now() });
  });
  return { result: "changed" };
}

async function forgetRows(ctx: Context, tenantId: string): Promise<void> {
  for (const { id } of await tenantApps(ctx, tenantId)) await removeApp(ctx, { tenantId, id });
  const names = (await connectionRows(ctx, tenantId)).map((c) => c.name);
  await restoreConnections(ctx, { tenantId, names, before: [] });
  const emails = (await memberRows(ctx, tenantId)).map((m) => m.email.toLowerCase());
  await restoreMembers(ctx, { tenantId, emails, before: [] });
  await removeGroups(ctx, { tenantId, names: await listGroups(ctx, { tenantId }) });
  await forgetFiles(ctx, tenantId);
  await forgetEmbeds(ctx, tenantId);
  await forgetDraft(ctx, tenantId);
  await forgetReloads(ctx, tenantId);
  await forgetGenerations(ctx, tenantId);
  // Nothing is stored from here on: what was would count for good otherwise.
  const gone = { tenantId, id: `deleted:${tenantId}`, time: ctx.clock.now(), quantity: 0 };
  await record(ctx, [
    { ...gone, meter: "stored_bytes" },
    { ...gone, meter: "apps_published" },
  ]);
}

/** Follows a deletion: its row, and a failed one as a problem of the tenant. */
export async function deletionChanged(services: Services, run: WorkflowRun): Promise<void> {
  const { tenantId } = run.input as DeleteInput;
  const ctx = systemContext(services, "delete", run.id);
  const error = await explain(ctx, run);
  const result = run.state === "succeeded" ? "changed" : null;
  await recordRun(ctx, run, { error, result, tenantId, title: `Delete ${await nameOf(ctx, tenantId)}` });
  if (run.state !== "failed" && run.state !== "running") return;
  try {
    const { state } = await getTenantRow(ctx, tenantId);
    if (run.state === "failed" && state === "deleting")
      await setTenantState(ctx, { id: tenantId, state: "failed", problem: error?.message ?? null });
    if (run.state === "running" && state === "failed")
      await setTenantState(ctx, { id: tenantId, state: "deleting" });
  } catch (error) {
    if (!isAppError(error) || error.kind !== "not-found") throw error;
  }
}
