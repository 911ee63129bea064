import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { insertRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";

/** The run that gives a tenant what its subscription's plan now has; null where it has it. To be launched afterwards. */
export async function followPlan(ctx: Context, db: Database, tenantId: string, plan: string) {
  const { tenants } = ctx.store.tables;
  const [tenant] = await db.select().from(tenants).where(eq(tenants.id, tenantId));
  if (!tenant || tenant.plan === plan || !["active", "suspended"].includes(tenant.state)) return null;
  const title = `Change the plan of ${tenant.name} to ${plan}`;
  return await insertRun(ctx, db, { kind: "change-plan", tenantId, title, input: { tenantId, plan } });
}
