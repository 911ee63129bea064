import { and, asc, eq, isNull, ne } from "drizzle-orm";
import type { z } from "zod";
import { mayEverywhere, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { planHas, planOf, plansWith } from "./plan-says";
import { CAPABILITIES, type Capability, MODULE_PREFIX, tenantCapabilitiesInput } from "./schemas";

/** One capability of a tenant: whether it is on, what decides, and what would add it. */
export interface TenantCapability {
  capability: Capability;
  on: boolean;
  byPlan: boolean;
  /** An operator's switch; who, when and why for operators only. */
  override: { on: boolean; reason?: string; by?: string; at?: Date } | null;
  /** Plans that have it, where this tenant's has not: their titles by language. */
  addedBy: Record<string, string>[];
  /** Its admin asked for it and waits; the note for operators only. */
  asked: { at: Date; note?: string | null } | null;
}

export interface TenantCapabilities {
  plan: { ref: string; title: Record<string, string> };
  items: TenantCapability[];
}

/** Every capability of a tenant, then the modules of the templates there are. @throws `tenant.not_found` */
export async function tenantCapabilities(
  ctx: Context,
  input: z.input<typeof tenantCapabilitiesInput>,
): Promise<TenantCapabilities> {
  const { tenantId } = await scope(ctx, "tenants:read", parse(tenantCapabilitiesInput, input).tenantId);
  const { tenants: t, capabilityOverrides: o, capabilityRequests: r } = ctx.store.tables;
  const { read } = ctx.store;
  const [[tenant], overrides, requests] = await Promise.all([
    read.select({ kind: t.kind, plan: t.plan }).from(t).where(eq(t.id, tenantId)),
    read.select().from(o).where(eq(o.tenantId, tenantId)),
    read
      .select()
      .from(r)
      .where(and(eq(r.tenantId, tenantId), isNull(r.closedAt))),
  ]);
  if (!tenant) throw notFound("tenant", tenantId);
  const plan = planOf(tenant.plan);
  const inside = mayEverywhere(ctx.actor, "tenants:update");
  const named = overrides.map((row) => row.capability as Capability);
  const all = [...CAPABILITIES, ...(await moduleNames(ctx, plan?.capabilities.modules ?? [], named))];
  const items = all.map((capability): TenantCapability => {
    const override = overrides.find((row) => row.capability === capability);
    const request = requests.find((row) => row.capability === capability);
    const byPlan = tenant.kind === "source" || planHas(plan, capability);
    return {
      capability,
      on: tenant.kind === "source" || (override?.on ?? byPlan),
      byPlan,
      override: override
        ? {
            on: override.on,
            ...(inside ? { reason: override.reason, by: override.changedBy, at: override.changedAt } : {}),
          }
        : null,
      addedBy: byPlan ? [] : plansWith(capability, tenant.plan).map((p) => p.title),
      asked: request ? { at: request.createdAt, ...(inside ? { note: request.note } : {}) } : null,
    };
  });
  const [id = tenant.plan] = tenant.plan.split("@");
  return { plan: { ref: tenant.plan, title: plan?.title ?? { en: id } }, items };
}

/** Modules of released templates, of the plan, and those an operator switched, each once. */
async function moduleNames(
  ctx: Context,
  ofPlan: "all" | string[],
  switched: Capability[],
): Promise<Capability[]> {
  const { templates: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .selectDistinct({ module: t.module })
    .from(t)
    .where(ne(t.latestVersion, ""))
    .orderBy(asc(t.module))
    .limit(200);
  const names = [...rows.map((row) => row.module), ...(ofPlan === "all" ? [] : ofPlan)];
  const modules = names.map((name): Capability => `module:${name}`);
  return [...new Set([...modules, ...switched.filter((name) => name.startsWith(MODULE_PREFIX))])].sort();
}
