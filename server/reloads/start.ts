import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { planByRef } from "@/server/plans";
import { insertRun, launchRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { requireWithin } from "@/server/usage";
import { countReloads, openReloadOf } from "./record";
import { type StartReloadInput, startReloadInput } from "./schemas";

const DAY_MS = 86_400_000;

/**
 * Reloads an app, verifies what came of it and publishes it, as a run.
 * @throws `app.not_found`, `reloads.tenant_state`, `reloads.running`, `reloads.limit` where the plan's reloads of a day are used up, `usage.limit`
 */
export async function startReload(
  ctx: Context,
  input: StartReloadInput,
): Promise<{ run: string; reload: string }> {
  const { app: id, trigger, partial } = parse(startReloadInput, input);
  const { apps, tenants, reloads } = ctx.store.tables;
  const [app] = await ctx.store.read.select().from(apps).where(eq(apps.id, id));
  const opened = await scopeOf(ctx, "reloads:start", "app", id, app);
  const [tenant] = await ctx.store.read.select().from(tenants).where(eq(tenants.id, opened.tenantId));
  if (!app || !tenant) throw notFound("app", id);
  refuseWhileAsleep(tenant);
  await refuseWhileRunning(ctx, app);
  await refuseBeyondPlan(ctx, tenant);
  await requireWithin(ctx, tenant.id, "reload");
  const { row, reload } = await ctx.store.tx(async (db) => {
    const now = ctx.clock.now();
    const row = await insertRun(ctx, db, {
      kind: "reload",
      tenantId: tenant.id,
      title: `Reload ${app.title}`,
      input: { tenantId: tenant.id, appId: app.id, trigger, ...(partial ? { partial } : {}) },
    });
    const reload = newId("reload", now.getTime());
    const values = { id: reload, tenantId: tenant.id, appId: app.id, runId: row.id, trigger, createdAt: now };
    await db.insert(reloads).values({ ...values, state: "queued" });
    const payload = { run: row.id, reload, trigger, ...(partial ? { partial } : {}) };
    await append(db, ctx, { tenantId: tenant.id, action: "reload.start", target: app.id, payload });
    return { row, reload };
  });
  await launchRun(ctx, row);
  return { run: row.id, reload };
}

function refuseWhileAsleep(tenant: { name: string; state: string }): void {
  if (["active", "failed"].includes(tenant.state)) return;
  throw new AppError(
    "conflict",
    "reloads.tenant_state",
    `${tenant.name} is ${tenant.state}: nothing is reloaded.`,
    {
      advice: "Wait until the tenant is active.",
      params: { state: tenant.state },
    },
  );
}

async function refuseWhileRunning(ctx: Context, app: { id: string; tenantId: string; title: string }) {
  const open = await openReloadOf(ctx, app.tenantId, app.id);
  if (!open) return;
  throw new AppError("conflict", "reloads.running", `"${app.title}" is being reloaded already.`, {
    advice: "Watch that reload, or cancel it first.",
    params: { reload: open.id, run: open.runId },
  });
}

async function refuseBeyondPlan(ctx: Context, tenant: { id: string; plan: string }) {
  const limit = planByRef(tenant.plan).entitlements.reloadsPerDay;
  const since = new Date(ctx.clock.now().getTime() - DAY_MS);
  if ((await countReloads(ctx, tenant.id, since)) < limit) return;
  throw new AppError(
    "limit",
    "reloads.limit",
    `The plan allows ${limit} reloads in 24 hours; all are used.`,
    {
      advice: "Wait, or choose a larger plan.",
      params: { limit },
    },
  );
}
