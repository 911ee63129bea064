import { eq } from "drizzle-orm";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import type { TenantRow } from "./tenant";

/**
 * Writes the plan a tenant has into its row, and into what was last applied.
 * @unaudited: the run that does it is
 */
export async function setTenantPlan(
  ctx: Context,
  {
    id,
    ...values
  }: { id: string } & Pick<TenantRow, "plan"> & Partial<Pick<TenantRow, "desired" | "desiredHash">>,
): Promise<void> {
  const { tenantId } = await scope(ctx, "tenants:update", id);
  const { tenants } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db
      .update(tenants)
      .set({ ...values, updatedAt: ctx.clock.now() })
      .where(eq(tenants.id, tenantId));
  });
}
