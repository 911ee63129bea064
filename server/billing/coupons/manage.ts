import { desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import { newestPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type Coupon, type CouponRow, toCoupon } from "./coupon";
import { createCouponInput, endCouponInput } from "./schemas";

/** Coupons, the newest first; at most 500. */
export async function listCoupons(ctx: Context): Promise<{ items: Coupon[] }> {
  authorize(ctx, "billing:write");
  const { coupons: c } = ctx.store.tables;
  const rows = await ctx.store.read.select().from(c).orderBy(desc(c.createdAt), desc(c.id)).limit(500);
  const now = ctx.clock.now();
  return { items: rows.map((row) => toCoupon(row, now)) };
}

/** Makes a coupon. Its terms stay as they are. @throws `billing.coupon_taken`, `billing.coupon_plan` */
export async function createCoupon(ctx: Context, input: z.input<typeof createCouponInput>): Promise<Coupon> {
  authorize(ctx, "billing:write");
  const { title, ...wanted } = parse(createCouponInput, input);
  const known = newestPlans().map((plan) => plan.id);
  const unknown = wanted.plans?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new AppError("invalid", "billing.coupon_plan", `There is no plan "${unknown}".`, {
      advice: `There are ${known.join(", ")}.`,
      issues: [{ path: "plans", message: "has one there is not" }],
      params: { plan: unknown, plans: known.join(", ") },
    });
  const { coupons: c } = ctx.store.tables;
  const now = ctx.clock.now();
  const row: CouponRow = {
    ...{ id: newId("coupon", now.getTime()), ...wanted, title: { en: title }, redeemed: 0 },
    ...{ createdBy: actorName(ctx.actor), createdAt: now, endedAt: null },
  };
  await ctx.store.tx(async (db) => {
    const made = await db.insert(c).values(row).onConflictDoNothing().returning({ id: c.id });
    if (made.length === 0) throw taken(row.code);
    const { code, off, periods, plans, most } = row;
    await append(db, ctx, {
      tenantId: null,
      action: "coupon.create",
      target: row.id,
      payload: { code, off, periods, plans, most, redeemBy: row.redeemBy?.toISOString() ?? null },
    });
  });
  return toCoupon(row, now);
}

/** Nobody can use it any more; those who did keep what it gives. */
export async function endCoupon(ctx: Context, input: z.input<typeof endCouponInput>): Promise<Coupon> {
  authorize(ctx, "billing:write");
  const { id } = parse(endCouponInput, input);
  const { coupons: c } = ctx.store.tables;
  const now = ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const [found] = await db.select().from(c).where(eq(c.id, id));
    if (!found) throw notFound("coupon", id);
    if (found.endedAt) return found;
    await db.update(c).set({ endedAt: now }).where(eq(c.id, id));
    await append(db, ctx, {
      tenantId: null,
      action: "coupon.end",
      target: id,
      payload: { code: found.code },
    });
    return { ...found, endedAt: now };
  });
  return toCoupon(row, now);
}

const taken = (code: string) =>
  new AppError("conflict", "billing.coupon_taken", `There is a coupon ${code}.`, {
    advice: "Choose another code: one that was used stays what it was.",
    issues: [{ path: "code", message: "is taken" }],
    params: { code },
  });
