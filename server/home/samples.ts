import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { authorize } from "@/server/auth";
import { previewFleet, startFleet } from "@/server/provisioning";
import type { Context } from "@/server/shared/context";

/** Sample tenants are the first of an installation: looked for among as many of the oldest. */
const EARLY = 200;

/** What came with the installation to try things with. */
export interface Samples {
  tenants: number;
  apps: number;
  connections: number;
  people: number;
}

async function sampleIds(ctx: Context): Promise<string[]> {
  const { tenants: t } = ctx.store.tables;
  const early = await ctx.store.read
    .select({ id: t.id, sample: t.sample, state: t.state })
    .from(t)
    .where(and(eq(t.kind, "customer"), ne(t.state, "deleted"), isNull(t.deletedAt)))
    .orderBy(asc(t.createdAt), asc(t.id))
    .limit(EARLY);
  return early.filter((tenant) => tenant.sample && tenant.state !== "deleting").map((tenant) => tenant.id);
}

/** Sample tenants with what their removal would take away; null where there is none, or the actor may not. */
export async function findSamples(ctx: Context): Promise<Samples | null> {
  const ids = await sampleIds(ctx);
  if (ids.length === 0) return null;
  const { tenants, apps, connections, people } = await previewFleet(ctx, { action: "delete", ids });
  return tenants === 0 ? null : { tenants, apps, connections, people };
}

/** Deletes the sample tenants by one run. What they were made from (databases, templates) stays. */
export async function removeSamples(ctx: Context): Promise<{ run: string; tenants: number }> {
  authorize(ctx, "tenants:delete");
  const ids = await sampleIds(ctx);
  return startFleet(ctx, { action: "delete", ids: ids.length > 0 ? ids : ["none"] });
}
