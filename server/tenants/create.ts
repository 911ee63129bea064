import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type CreateTenantInput, createTenantInput } from "./schemas";
import { slugIsTaken, slugTaken } from "./slug";
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
    if (await slugTaken(db, ctx, data.slug)) throw slugIsTaken(data.slug);
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
