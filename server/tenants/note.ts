import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import type { TenantRow } from "./tenant";

export type TenantNotes = Partial<
  Pick<
    TenantRow,
    "desired" | "desiredHash" | "lastRunId" | "lastReloadAt" | "health" | "problem" | "deletedAt"
  >
>;

/**
 * Keeps what provisioning learned of a tenant, without moving its state. Another desired state is audited by its hash.
 * @returns the row as it was
 */
export async function noteTenant(ctx: Context, id: string, notes: TenantNotes): Promise<TenantRow> {
  const opened = await scope(ctx, "tenants:update", id);
  const { tenants: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const [row] = await db.select().from(t).where(eq(t.id, opened.tenantId));
    if (!row) throw notFound("tenant", id);
    await db
      .update(t)
      .set({ ...notes, updatedAt: ctx.clock.now() })
      .where(eq(t.id, opened.tenantId));
    if (notes.desiredHash !== undefined && notes.desiredHash !== row.desiredHash) {
      await append(db, ctx, {
        tenantId: opened.tenantId,
        action: "tenant.desired",
        target: opened.tenantId,
        payload: { before: row.desiredHash, after: notes.desiredHash },
      });
    }
    return row;
  });
}
