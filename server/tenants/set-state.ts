import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { mayBecome, type TenantState } from "./statuses";
import { type Tenant, type TenantRow, toTenant } from "./tenant";

export interface TenantStateChange {
  id: string;
  state: TenantState;
  health?: TenantRow["health"];
  /** One sentence, or null when nothing needs attention. */
  problem?: string | null;
  lastRunId?: string;
}

/**
 * Moves a tenant along `TENANT_TRANSITIONS`; workflows call it with the starter's scope.
 * @throws `tenants.state` for a move that is not allowed
 */
export async function setTenantState(ctx: Context, change: TenantStateChange): Promise<Tenant> {
  const opened = await scope(ctx, "tenants:update", change.id);
  const { tenants } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const [row] = await db.select().from(tenants).where(eq(tenants.id, opened.tenantId));
    if (!row) throw notFound("tenant", change.id);
    if (!mayBecome(row.state, change.state)) {
      throw new AppError(
        "conflict",
        "tenants.state",
        `A tenant that is ${row.state} cannot become ${change.state}.`,
        { params: { from: row.state, to: change.state } },
      );
    }
    const { id: _id, ...wanted } = change;
    const [changed] = await db
      .update(tenants)
      .set({ ...wanted, updatedAt: ctx.clock.now() })
      .where(eq(tenants.id, opened.tenantId))
      .returning();
    if (row.state !== change.state) {
      await append(db, ctx, {
        tenantId: opened.tenantId,
        action: "tenant.state",
        target: opened.tenantId,
        payload: { before: row.state, after: change.state, problem: change.problem ?? null },
      });
    }
    return toTenant(changed ?? row);
  });
}
