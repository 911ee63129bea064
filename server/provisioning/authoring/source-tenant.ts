import { and, asc, eq, isNull } from "drizzle-orm";
import { authorize } from "@/server/auth";
import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { checkSlug, createTenant, getTenantRow, type TenantRow } from "@/server/tenants";

/**
 * The source tenants: one runs drafts, one the newest releases on the same data, to compare with.
 * They are tenants of kind `source`: in no list, no usage, no bill.
 */
export const SOURCES = {
  draft: { slug: "source", name: "Development (source tenant)" },
  released: { slug: "source-released", name: "Released (source tenant)" },
} as const;
export type SourceRole = keyof typeof SOURCES;

/** The source tenant of a role, or null before its first use. */
export async function findSourceTenant(ctx: Context, role: SourceRole): Promise<TenantRow | null> {
  authorize(ctx, "templates:read");
  const { tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.kind, "source"), isNull(t.deletedAt)))
    .orderBy(asc(t.createdAt), asc(t.id));
  const mine = new RegExp(`^${SOURCES[role].slug}(-\\d+)?$`);
  return rows.find((row) => mine.test(row.slug)) ?? null;
}

/** The source tenant of a role, made on first use with the largest plan there is. */
export async function ensureSourceTenant(ctx: Context, role: SourceRole): Promise<TenantRow> {
  authorize(ctx, "templates:author");
  const known = await findSourceTenant(ctx, role);
  if (known) return known;
  const { slug, name } = SOURCES[role];
  const { proposal } = await checkSlug(ctx, { slug });
  const largest = [...listPlans(ctx)].sort((a, b) => b.entitlements.rows - a.entitlements.rows)[0];
  if (!largest) throw new Error("there is no plan");
  const { id } = await createTenant(ctx, { slug: proposal, name, kind: "source", plan: largest.ref });
  return getTenantRow(ctx, id);
}
