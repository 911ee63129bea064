import { eq } from "drizzle-orm";
import type { Context } from "@/server/shared/context";

/** A tenant's name, also of one that is deleted; its id where there is no row. */
export async function nameOf(ctx: Pick<Context, "store">, tenantId: string): Promise<string> {
  const { tenants: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select({ name: t.name }).from(t).where(eq(t.id, tenantId));
  return row?.name ?? tenantId;
}
