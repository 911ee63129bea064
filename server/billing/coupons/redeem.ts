import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { period } from "@/server/shared/periods";
import { applyChange, type Changed, requireLedger } from "../apply";
import { type Discount, termsAt } from "../core/terms";
import { firstOpenPeriod } from "../open-period";
import { calendarOf, type Ledger } from "../subscription";
import { type CouponRow, stateOf } from "./coupon";
import { redeemCouponInput } from "./schemas";

/** What a coupon would give a subscription. */
export interface CouponOffer {
  title: string;
  off: Discount["off"];
  currency: string;
  /** The first period it counts for, and the end of the last; null: for good. */
  from: Date;
  until: Date | null;
}

const refused = (
  code: string,
  why: string,
  { advice, params }: { advice: string; params: Record<string, string> },
) =>
  new AppError("invalid", code, why, {
    advice,
    issues: [{ path: "code", message: "cannot be used" }],
    params,
  });

/** The coupon of a code, if this subscription may use it. @throws `billing.coupon_…` with the reason */
async function usable(ctx: Context, db: Database, ledger: Ledger, code: string): Promise<CouponRow> {
  const { coupons: c, couponRedemptions: r } = ctx.store.tables;
  const { tenantId, currency } = ledger.subscription;
  const now = ctx.clock.now();
  const [row] = await db.select().from(c).where(eq(c.code, code));
  // An ended one is none: what codes there were is nobody's business.
  if (!row || row.endedAt)
    throw refused("billing.coupon_unknown", `There is no coupon ${code}.`, {
      advice: "Look the code up again.",
      params: {
        code,
      },
    });
  const [used] = await db
    .select({ id: r.id })
    .from(r)
    .where(and(eq(r.couponId, row.id), eq(r.tenantId, tenantId)));
  if (used)
    throw refused("billing.coupon_used", `You have used ${code} already.`, {
      advice: "It counts once for each tenant.",
      params: { code },
    });
  const state = stateOf(row, now);
  if (state !== "open")
    throw refused("billing.coupon_over", `The coupon ${code} is no longer valid.`, {
      advice: "Ask your vendor for another one.",
      params: {
        code,
      },
    });
  const plan = termsAt(ledger.changes, now)?.plan ?? ledger.subscription.plan;
  if (row.plans && !row.plans.includes(plan.split("@")[0] ?? ""))
    throw refused("billing.coupon_plan", `The coupon ${code} is for other plans.`, {
      advice: `It is for ${row.plans.join(", ")}.`,
      params: {
        code,
        plans: row.plans.join(", "),
      },
    });
  if (row.off.kind === "amount" && !row.off.amounts[currency])
    throw refused("billing.coupon_currency", `The coupon ${code} has no amount in ${currency}.`, {
      advice: "Ask your vendor.",
      params: {
        code,
        currency,
      },
    });
  return row;
}

/** The coupon as a discount of the subscription's terms, from the first period that is not billed. */
export function discountOf(
  row: CouponRow,
  ledger: Pick<Ledger, "subscription" | "changes">,
  at: Date,
): Discount {
  const { currency } = ledger.subscription;
  const fromPeriod = firstOpenPeriod(ledger, at);
  return {
    id: row.id,
    title: row.title,
    off: row.off.kind === "percent" ? row.off : { kind: "amount", amount: row.off.amounts[currency] ?? "0" },
    fromPeriod,
    untilPeriod: row.periods === null ? null : fromPeriod + row.periods - 1,
  };
}

/** What a code would give, before it is used. @throws `billing.coupon_…` with the reason */
export async function previewCoupon(
  ctx: Context,
  input: z.input<typeof redeemCouponInput>,
): Promise<CouponOffer> {
  const { tenant, code } = parse(redeemCouponInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const ledger = await requireLedger({ db: ctx.store.read, tables: ctx.store.tables }, tenantId);
  const row = await usable(ctx, ctx.store.read, ledger, code);
  const discount = discountOf(row, ledger, ctx.clock.now());
  const calendar = calendarOf(ledger.subscription);
  const { fromPeriod, untilPeriod, off } = discount;
  return {
    ...{ title: row.title.en ?? row.code, off, currency: ledger.subscription.currency },
    from: new Date(period(calendar, fromPeriod).from * 1000),
    until: untilPeriod === null ? null : new Date(period(calendar, untilPeriod).to * 1000),
  };
}

/** Uses a coupon, once for each tenant. It counts from the first period that is not billed yet. @throws as `previewCoupon` */
export async function redeemCoupon(ctx: Context, input: z.input<typeof redeemCouponInput>): Promise<Changed> {
  const { tenant, code } = parse(redeemCouponInput, input);
  await scope(ctx, "billing:choose", tenant);
  return await applyChange(ctx, {
    tenant,
    when: "now",
    reason: `coupon ${code}`,
    async wanted(db, ledger, at) {
      const row = await usable(ctx, db, ledger, code);
      await count(ctx, db, row, ledger);
      const held = termsAt(ledger.changes, at) ?? ledger.changes[0]?.terms;
      return { discounts: [...(held?.discounts ?? []), discountOf(row, ledger, at)] };
    },
  });
}

/** Notes the use; of the last place only one of two gets it. */
async function count(ctx: Context, db: Database, row: CouponRow, ledger: Ledger): Promise<void> {
  const { coupons: c, couponRedemptions: r } = ctx.store.tables;
  const { id: subscriptionId, tenantId } = ledger.subscription;
  const at = ctx.clock.now();
  const counted = await db
    .update(c)
    .set({ redeemed: sql`${c.redeemed} + 1` })
    .where(and(eq(c.id, row.id), or(isNull(c.most), lt(c.redeemed, c.most))))
    .returning({ id: c.id });
  if (counted.length === 0)
    throw refused("billing.coupon_over", `The coupon ${row.code} is no longer valid.`, {
      advice: "Ask your vendor for another one.",
      params: {
        code: row.code,
      },
    });
  await db.insert(r).values({
    ...{ id: newId("couponRedemption", at.getTime()), couponId: row.id, tenantId, subscriptionId },
    ...{ actor: actorName(ctx.actor), at },
  });
  await append(db, ctx, {
    tenantId,
    action: "coupon.redeem",
    target: row.id,
    payload: { code: row.code },
  });
}
