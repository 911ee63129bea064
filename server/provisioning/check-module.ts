import { and, eq, isNull } from "drizzle-orm";
import { moduleRefusal } from "@/server/capabilities";
import type { Context } from "@/server/shared/context";
import type { Manifest } from "@/server/templates";

/** A tenant that is described: the one it is, with the templates it has apps of, or none yet. */
export interface Described {
  tenantId: string | null;
  /** The plan it shall have. */
  plan: string;
  templates: Set<string>;
}

/** What is there of a tenant by its slug, for what its plan is asked about. */
export async function describedBy(ctx: Context, slug: string, plan: string): Promise<Described> {
  const { tenants: t, apps: a } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: t.id, template: a.templateId })
    .from(t)
    .leftJoin(a, eq(a.tenantId, t.id))
    .where(and(eq(t.slug, slug), isNull(t.deletedAt)));
  const templates = new Set(rows.flatMap(({ template }) => template ?? []));
  return { tenantId: rows[0]?.id ?? null, plan, templates };
}

/** Why a tenant can have no app of a template: its module is not in the plan. An app that is there already stays. */
export async function moduleProblem(
  ctx: Context,
  { tenantId, plan, templates }: Described,
  { id, module }: Pick<Manifest, "id" | "module">,
): Promise<string | null> {
  return templates.has(id) ? null : moduleRefusal(ctx, { tenantId, plan, module });
}
