import { and, eq, isNull } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { tenantIdInput } from "./schemas";
import { type Tenant, type TenantRow, toTenant } from "./tenant";

export async function getTenantRow(ctx: Context, id: string): Promise<TenantRow> {
  const { tenants } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(tenants)
    .where(and(eq(tenants.id, id), isNull(tenants.deletedAt)));
  const row = rows[0];
  if (!row) throw notFound("tenant", id);
  return row;
}

/** @throws `tenant.not_found`, also for a tenant the actor may not see */
export async function getTenant(ctx: Context, input: { id: string }): Promise<Tenant> {
  const { id } = parse(tenantIdInput, input);
  const opened = await scope(ctx, "tenants:read", id);
  return toTenant(await getTenantRow(ctx, opened.tenantId));
}
