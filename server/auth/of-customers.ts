import { eq, isNull, notInArray, or, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Context } from "@/server/shared/context";

/**
 * Condition that leaves source tenants out of a list over all tenants; what belongs to no tenant stays. Lists of one
 * tenant do without it: who asks for a source tenant by its id sees it.
 */
export function ofCustomers(ctx: Pick<Context, "store">, tenantId: SQLiteColumn): SQL | undefined {
  const { tenants } = ctx.store.tables;
  const sources = ctx.store.read.select({ id: tenants.id }).from(tenants).where(eq(tenants.kind, "source"));
  return or(isNull(tenantId), notInArray(tenantId, sources));
}
