import { appRow } from "@/server/apps";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { insertRun, launchRun } from "@/server/runs";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { getTenantRow } from "@/server/tenants";
import type { WorkflowRun } from "@/server/workflows/port";
import type { DesiredTenant } from "./desired";
import { nameOf } from "./name-of";
import type { ProvisionAppInput } from "./provision";
import { appChanged } from "./states";

const titleOf = (app: string, tenant: string) => `Put the content of ${app} back in ${tenant}`;

/**
 * Writes an app's sheets, script and files on its platform again as its tenant's description has them, by a run: what is
 * right is found and left alone, data that was made by another script is loaded anew and checked.
 * @throws `app.not_found`, `tenants.state`, `apps.not_described`
 */
export async function repairApp(ctx: Context, input: { id: string }): Promise<{ run: string }> {
  const row = await appRow(ctx, input.id);
  const { tenantId } = await scopeOf(ctx, "apps:write", "app", input.id, row);
  const tenant = await getTenantRow(ctx, tenantId);
  if (tenant.state !== "active")
    throw new AppError(
      "conflict",
      "tenants.state",
      `${tenant.name} is ${tenant.state}; wait until it is active.`,
      {
        params: { state: tenant.state },
      },
    );
  const desired = tenant.desired as DesiredTenant | null;
  const app = desired?.apps.find(({ template }) => template === row.templateId);
  if (!app)
    throw new AppError(
      "conflict",
      "apps.not_described",
      `The description of ${tenant.name} has no ${row.title}.`,
      {
        advice: "Add the template to the tenant again, or apply its tenants file.",
        params: { app: row.title, tenant: tenant.name },
      },
    );
  const run = await ctx.store.tx(async (db) => {
    const title = titleOf(row.title, tenant.name);
    const { plan, platform } = tenant;
    const content = { tenantId, plan, platform, app };
    const made = await insertRun(ctx, db, { kind: "repair-app", tenantId, title, input: content });
    const payload = { run: made.id, template: app.template, version: app.version };
    await append(db, ctx, { tenantId, action: "app.repair", target: row.id, payload });
    return made;
  });
  await launchRun(ctx, run);
  return { run: run.id };
}

/** Follows such a run: its row, named by app and tenant. */
export function repairAppChanged(services: Services, run: WorkflowRun): Promise<void> {
  return appChanged(services, run, async (ctx, { app, tenantId }: ProvisionAppInput) =>
    titleOf(app.title, await nameOf(ctx, tenantId)),
  );
}
