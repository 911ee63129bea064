import { inArray } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { getTemplateVersion, splitRef, type TemplateVersion, textIn } from "@/server/templates";
import type { TenantRow } from "@/server/tenants";
import type { AddProblem } from "./add-template-schemas";
import { moduleProblem } from "./check-module";
import type { DesiredApp, DesiredTenant } from "./desired";
import { checkApp } from "./resolve-app";

/** What the template's app would be in one tenant, or why it cannot be. */
export interface CheckedTenant {
  tenant: TenantRow;
  app: DesiredApp | null;
  problem: { code: AddProblem; params: Record<string, string | number> } | null;
}

interface Around {
  apps: { template: string; version: string }[];
  connections: { name: string; kind: string }[];
}

const CHUNK = 500;

/** What there is in many tenants, in a few questions. */
async function aroundEach(ctx: Context, ids: string[]): Promise<Map<string, Around>> {
  const { apps: a, connections: c } = ctx.store.tables;
  const found = new Map(ids.map((id): [string, Around] => [id, { apps: [], connections: [] }]));
  for (let i = 0; i < ids.length; i += CHUNK) {
    const some = ids.slice(i, i + CHUNK);
    const apps = await ctx.store.read
      .select({ tenant: a.tenantId, template: a.templateId, at: a.publishedVersion, staged: a.stagedVersion })
      .from(a)
      .where(inArray(a.tenantId, some));
    const connections: Pick<Schema["connections"]["$inferSelect"], "tenantId" | "name" | "kind">[] =
      await ctx.store.read
        .select({ tenantId: c.tenantId, name: c.name, kind: c.kind })
        .from(c)
        .where(inArray(c.tenantId, some));
    for (const { tenant, template, at, staged } of apps)
      found.get(tenant)?.apps.push({ template, version: at ?? staged ?? "" });
    for (const { tenantId, name, kind } of connections) found.get(tenantId)?.connections.push({ name, kind });
  }
  return found;
}

async function checkOne(
  ctx: Context,
  tenant: TenantRow,
  version: TemplateVersion,
  { apps, connections }: Around,
): Promise<CheckedTenant> {
  const { manifest } = version;
  const no = (code: AddProblem, params: Record<string, string | number> = {}): CheckedTenant => ({
    tenant,
    app: null,
    problem: { code, params },
  });
  if (tenant.state !== "active") return no("state", { state: tenant.state });
  const same = apps.find(({ template }) => template === manifest.id);
  if (same) return no("has", { version: same.version });
  const described = { tenantId: tenant.id, plan: tenant.plan, templates: new Set<string>() };
  const module = await moduleProblem(ctx, described, manifest);
  if (module !== null) return no("module", { module: manifest.module, plan: tenant.plan });
  const limit = planByRef(tenant.plan).entitlements.apps;
  if (apps.length >= limit) return no("apps", { limit, plan: tenant.plan });
  const desired = tenant.desired as DesiredTenant | null;
  const space = desired?.spaces.find(({ kind }) => kind === "managed")?.name;
  if (space === undefined) return no("space");
  const told: { part: AddProblem; message: string }[] = [];
  const filled = checkApp(
    { connections },
    { connections: {}, parameters: {}, tables: {} },
    manifest,
    ([part], message) =>
      told.push({
        part: part === "parameters" ? "parameters" : "connections",
        message: message.replace(/: \{.*$/, ""),
      }),
  );
  const [first] = told;
  if (first) {
    const details = told.filter(({ part }) => part === first.part).map(({ message }) => message);
    return no(first.part, { details: details.join("; ") });
  }
  const app: DesiredApp = {
    template: manifest.id,
    version: version.version,
    title: textIn(manifest.title, tenant.language),
    ...filled,
    tables: {},
    publish: true,
    space,
    schedule: manifest.schedule ?? null,
  };
  return { tenant, app, problem: null };
}

/**
 * Checks tenant by tenant whether a template can be added: plan, number of apps, connections for its slots, values for
 * its parameters. Writes nothing. @throws `template.not_found`
 */
export async function checkTenants(
  ctx: Context,
  ref: string,
  tenants: readonly TenantRow[],
): Promise<{ version: TemplateVersion; checked: CheckedTenant[] }> {
  const version = await getTemplateVersion(ctx, splitRef(ref));
  const around = await aroundEach(
    ctx,
    tenants.map(({ id }) => id),
  );
  const checked: CheckedTenant[] = [];
  for (const tenant of tenants)
    checked.push(
      await checkOne(ctx, tenant, version, around.get(tenant.id) ?? { apps: [], connections: [] }),
    );
  return { version, checked };
}
