import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { allPlans, loadPlans } from "./catalogue";
import { type Plan, planByRef } from "./plans";
import { currenciesOf } from "./pricing-model";
import { makePlanInput, retirePlanInput } from "./schemas";

const unpriced = () =>
  new AppError(
    "invalid",
    "plans.currencies",
    "There is no currency in which everything of the plan has a price.",
    {
      advice: "Give each charge a price in at least one common currency.",
      issues: [{ path: "pricing.charges", message: "have no currency in common" }],
    },
  );

/**
 * Makes a plan, or the next version of one. What customers have is never changed: they keep their version.
 * @throws `plans.currencies` where no currency prices all of it
 */
export async function makePlan(ctx: Context, input: z.input<typeof makePlanInput>): Promise<Plan> {
  authorize(ctx, "plans:write");
  const wanted = parse(makePlanInput, input);
  const { charges, addons } = wanted.pricing;
  if (charges.length + addons.length > 0 && currenciesOf(wanted.pricing).length === 0) throw unpriced();
  const { planVersions } = ctx.store.tables;
  const ref = await ctx.store.tx(async (db) => {
    const rows = await db.select({ id: planVersions.id }).from(planVersions);
    const versions = [...allPlans().map((p) => p.ref), ...rows.map((row) => row.id)]
      .filter((one) => one.startsWith(`${wanted.id}@`))
      .map((one) => Number(one.split("@")[1]));
    const version = Math.max(0, ...versions) + 1;
    const made = `${wanted.id}@${version}`;
    const data = { ...wanted, version };
    await db
      .insert(planVersions)
      .values({ id: made, data, createdBy: actorName(ctx.actor), createdAt: ctx.clock.now() });
    await append(db, ctx, {
      tenantId: null,
      action: "plan.make",
      target: made,
      payload: { title: wanted.title },
    });
    return made;
  });
  await loadPlans(ctx.store);
  return planByRef(ref);
}

/** Offers a plan's version no longer, or again. Those who have it keep it. @throws `plans.of_file` */
export async function retirePlan(ctx: Context, input: z.input<typeof retirePlanInput>): Promise<Plan> {
  authorize(ctx, "plans:write");
  const { ref, retired } = parse(retirePlanInput, input);
  const plan = planByRef(ref);
  const { planVersions } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const rows = await db
      .select({ id: planVersions.id })
      .from(planVersions)
      .where(eq(planVersions.id, plan.ref));
    if (rows.length === 0)
      throw new AppError("conflict", "plans.of_file", `${plan.ref} is of the installation's file.`, {
        advice: "Take it out of server/plans/plans.yaml once nobody has it.",
      });
    const retiredAt = retired ? ctx.clock.now() : null;
    await db.update(planVersions).set({ retiredAt }).where(eq(planVersions.id, plan.ref));
    await append(db, ctx, { tenantId: null, action: "plan.retire", target: plan.ref, payload: { retired } });
  });
  await loadPlans(ctx.store);
  return plan;
}
