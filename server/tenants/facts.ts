import { and, desc, eq, inArray, sum } from "drizzle-orm";
import { z } from "zod";
import type { ReloadState } from "@/db/schema/states";
import { reducedApps } from "@/server/apps";
import { mayEverywhere, visibleTenants } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";

export const tenantFactsInput = z.strictObject({ ids: z.array(z.string().max(60)).max(200) });

/** Reloads shown of each tenant. */
const SHOWN = 14;

/** What a list shows of a tenant beside its own row. */
export interface TenantFacts {
  id: string;
  apps: { template: string; version: string | null }[];
  /** States of the last 14 reloads, oldest first. */
  reloads: ReloadState[];
  /** Rows in what is published (null where the asker may see only a part of it), and the plan's limit. */
  rows: number | null;
  rowLimit: number | null;
}

/** Apps, last reloads and rows of a page of tenants. Ids the actor may not see are left out. */
export async function tenantFacts(ctx: Context, input: { ids: string[] }): Promise<TenantFacts[]> {
  const { ids } = parse(tenantFactsInput, input);
  const visible = visibleTenants(ctx, "tenants:read");
  const { tenants } = ctx.store.tables;
  const known = await ctx.store.read
    .select({ id: tenants.id, plan: tenants.plan })
    .from(tenants)
    .where(inArray(tenants.id, visible ? ids.filter((id) => visible.includes(id)) : ids));
  // Somebody who sees tenants alone (billing) learns nothing of their apps.
  const inside = visible !== null || mayEverywhere(ctx.actor, "apps:read");
  return Promise.all(known.map((tenant) => (inside ? factsOf(ctx, tenant) : nothingOf(tenant))));
}

function rowLimit(plan: string): number | null {
  try {
    return planByRef(plan).entitlements.rows;
  } catch {
    return null;
  }
}

const nothingOf = ({ id, plan }: { id: string; plan: string }): TenantFacts => ({
  id,
  apps: [],
  reloads: [],
  rows: 0,
  rowLimit: rowLimit(plan),
});

async function factsOf(ctx: Context, tenant: { id: string; plan: string }): Promise<TenantFacts> {
  const { apps, reloads, generations } = ctx.store.tables;
  const { id } = tenant;
  const [own, last, rows] = await Promise.all([
    ctx.store.read
      .select({
        id: apps.id,
        template: apps.templateId,
        published: apps.publishedVersion,
        staged: apps.stagedVersion,
      })
      .from(apps)
      .where(eq(apps.tenantId, id))
      .limit(20),
    ctx.store.read
      .select({ state: reloads.state })
      .from(reloads)
      .where(eq(reloads.tenantId, id))
      .orderBy(desc(reloads.createdAt), desc(reloads.id))
      .limit(SHOWN),
    ctx.store.read
      .select({ rows: sum(generations.rows) })
      .from(apps)
      .innerJoin(generations, eq(generations.id, apps.publishedGenerationId))
      .where(and(eq(apps.tenantId, id), eq(generations.tenantId, id))),
  ]);
  const reduced = await reducedApps(
    ctx,
    own.map((app) => app.id),
    "members:write",
  );
  return {
    ...nothingOf(tenant),
    apps: own.map((app) => ({ template: app.template, version: app.published ?? app.staged })),
    reloads: last.map((r) => r.state).reverse(),
    rows: reduced.size > 0 ? null : Number(rows[0]?.rows ?? 0),
  };
}
