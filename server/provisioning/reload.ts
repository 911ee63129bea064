import { type AppRow, appRow } from "@/server/apps";
import { connectionRows, openSecret } from "@/server/connections";
import { planByRef } from "@/server/plans";
import { countReloads, openReloadOf, type ReloadRow } from "@/server/reloads";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { getTenantRow, type TenantRow } from "@/server/tenants";
import { requireWithin } from "@/server/usage";
import type { WorkflowScope } from "@/server/workflows/port";
import { applyScript } from "./app-steps";
import type { DesiredApp, DesiredTenant } from "./desired";
import type { RunResult } from "./provision";
import { reloadSteps } from "./reload-steps";
import type { Room, StepResult } from "./room";
import { verbStep } from "./verb-step";

export interface ReloadInput {
  tenantId: string;
  appId: string;
  trigger: ReloadRow["trigger"];
  /** Only what the script marks ADD, REPLACE or MERGE, on top of the published data. */
  partial?: boolean;
}

interface Prepared {
  /** Another reload of the app is running: there is nothing to do. */
  busy: boolean;
  platform: string;
  plan: string;
  app: DesiredApp;
}

const DAY_MS = 86_400_000;

/**
 * Reload, verify, publish, verify what is published: on a person's word or by schedule. Connections and script are
 * given to the platform first, as they are now: unchanged ones are only looked at.
 */
export async function reload(
  services: Services,
  wf: WorkflowScope,
  input: ReloadInput,
): Promise<{ result: RunResult }> {
  const ctx = systemContext(services, "reload", wf.id);
  const { busy, platform, plan, app } = await wf.step("prepare", () => prepare(ctx, wf.id, input));
  if (busy) return { result: "unchanged" };
  const room: Room = { ctx, platform: ctx.platform(platform), tenant: { id: input.tenantId }, runId: wf.id };
  await presentConnections(wf, room);
  const { fingerprint } = await applyScript(wf, room, { id: input.appId, app });
  await reloadSteps(wf, room, {
    app: input.appId,
    template: app.template,
    version: app.version,
    plan,
    fingerprint,
    trigger: input.trigger,
    ...(input.partial ? { partial: true } : {}),
    force: true,
    publishIn: app.publish ? app.space : null,
  });
  return { result: "changed" };
}

async function prepare(ctx: Context, runId: string, input: ReloadInput): Promise<Prepared> {
  const [tenant, app] = await Promise.all([getTenantRow(ctx, input.tenantId), appRow(ctx, input.appId)]);
  if (!["active", "failed"].includes(tenant.state))
    throw new AppError(
      "conflict",
      "reloads.tenant_state",
      `${tenant.name} is ${tenant.state}: nothing is reloaded.`,
      {
        advice: "Wait until the tenant is active.",
      },
    );
  const open = await openReloadOf(ctx, tenant.id, app.id);
  const busy = open !== null && open.runId !== runId;
  if (!busy && input.trigger === "schedule") {
    await refuseBeyondPlan(ctx, tenant);
    await requireWithin(ctx, tenant.id, "reload");
  }
  return { busy, platform: tenant.platform, plan: tenant.plan, app: desiredApp(tenant, app) };
}

async function refuseBeyondPlan(ctx: Context, tenant: TenantRow): Promise<void> {
  const limit = planByRef(tenant.plan).entitlements.reloadsPerDay;
  const since = new Date(ctx.clock.now().getTime() - DAY_MS);
  if ((await countReloads(ctx, tenant.id, since)) < limit) return;
  throw new AppError(
    "limit",
    "reloads.limit",
    `The plan allows ${limit} reloads in 24 hours; all are used.`,
    {
      advice: "Reload less often, or choose a larger plan.",
      params: { limit },
    },
  );
}

/** The app as it is, published where its tenant was last told to. */
function desiredApp(tenant: TenantRow, app: AppRow): DesiredApp {
  const desired = tenant.desired as DesiredTenant | null;
  const wished = desired?.apps.find((a) => a.template === app.templateId);
  const { title, connections, parameters, tables, schedule } = app;
  return {
    template: app.templateId,
    version: app.stagedVersion ?? app.publishedVersion ?? "",
    title,
    connections,
    parameters,
    tables,
    schedule,
    publish: wished?.publish ?? app.publishedGenerationId !== null,
    space: wished?.space ?? "Published",
  };
}

function presentConnections(wf: WorkflowScope, room: Room): Promise<StepResult> {
  const { ctx, platform, tenant } = room;
  return verbStep(wf, room, {
    name: "putConnections",
    verb: platform.putConnections,
    async input() {
      const rows = await connectionRows(ctx, tenant.id);
      return {
        connections: rows.map(({ name, kind, properties, secretHmac, secret }) => ({
          name,
          kind,
          properties,
          secretHmac,
          secret: () => openSecret(ctx.keyring, tenant.id, name, secret),
        })),
      };
    },
  });
}
