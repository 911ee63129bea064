import { and, eq, isNull } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type CreateTenantInput, createTenantInput } from "./schemas";
import { searchText, type Tenant, toTenant } from "./tenant";

/**
 * Makes the tenant's row in state `draft`. What it needs beyond that is provisioned by a run.
 * @throws `tenants.slug_taken`
 */
export async function createTenant(ctx: Context, input: CreateTenantInput): Promise<Tenant> {
  authorize(ctx, "tenants:create");
  const data = parse(createTenantInput, input);
  const { tenants } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const taken = await db
      .select({ id: tenants.id })
      .from(tenants)
      .where(and(eq(tenants.slug, data.slug), isNull(tenants.deletedAt)));
    if (taken.length > 0) {
      throw new AppError("conflict", "tenants.slug_taken", `The slug "${data.slug}" is taken.`, {
        advice: "Choose another slug, or apply the change to the tenant that has it.",
        issues: [{ path: "slug", message: "is taken" }],
        params: { slug: data.slug },
      });
    }
    const now = ctx.clock.now();
    const id = newId("tenant", now.getTime());
    const [row] = await db
      .insert(tenants)
      .values({
        id,
        ...data,
        state: "draft",
        searchText: searchText({ ...data, id }),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("insert returned no row");
    await append(db, ctx, { tenantId: id, action: "tenant.create", target: id, payload: data });
    return toTenant(row);
  });
}
