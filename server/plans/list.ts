import { and, count, eq, isNull } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { allPlans, isRetired } from "./catalogue";
import type { Plan } from "./plans";
import { currenciesOf } from "./pricing-model";

/** A version of a plan as operators see it. */
export interface CataloguePlan extends Plan {
  /** Not offered any more; those who have it keep it. */
  retired: boolean;
  /** The newest version that is offered: what tenants may choose. */
  offered: boolean;
  /** Made in the portal: only these can be retired here. */
  made: boolean;
  createdAt: Date | null;
  createdBy: string | null;
  /** Currencies in which all of it has a price. */
  currencies: string[];
  /** Customers that have exactly this version. */
  tenants: number;
}

/** All versions of all plans with who is on them: plans in the catalogue's order, the newest version first. */
export async function planCatalogue(ctx: Context): Promise<CataloguePlan[]> {
  authorize(ctx, "plans:read");
  const { planVersions: v, tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: v.id, createdAt: v.createdAt, createdBy: v.createdBy })
    .from(v);
  const made = new Map(rows.map((row) => [row.id, row]));
  const counts = await ctx.store.read
    .select({ plan: t.plan, n: count() })
    .from(t)
    .where(and(eq(t.kind, "customer"), isNull(t.deletedAt)))
    .groupBy(t.plan);
  const tenants = new Map(counts.map((row) => [row.plan, row.n]));
  const all = allPlans();
  const newest = new Map<string, number>();
  for (const { id, version, ref } of all)
    if (!isRetired(ref)) newest.set(id, Math.max(version, newest.get(id) ?? 0));
  const ids = [...new Set(all.map((plan) => plan.id))];
  return ids.flatMap((id) =>
    all
      .filter((plan) => plan.id === id)
      .sort((a, b) => b.version - a.version)
      .map((plan) => ({
        ...plan,
        retired: isRetired(plan.ref),
        offered: newest.get(id) === plan.version && !isRetired(plan.ref),
        made: made.has(plan.ref),
        createdAt: made.get(plan.ref)?.createdAt ?? null,
        createdBy: made.get(plan.ref)?.createdBy ?? null,
        currencies: currenciesOf(plan.pricing),
        tenants: tenants.get(plan.ref) ?? 0,
      })),
  );
}
