import type { Columns } from "./columns.sqlite";

/** What a coupon takes off: a share, or an amount in major units by currency. */
export type CouponOff =
  | { kind: "percent"; percent: string }
  | { kind: "amount"; amounts: Record<string, string> };

export function coupons(c: Columns) {
  /** A discount people give themselves by a code. Its terms never change; it may be ended. */
  const coupons = c.table(
    "coupons",
    {
      id: c.id(),
      /** Capitals, as it is written. */
      code: c.text().notNull(),
      title: c.json<Record<string, string>>().notNull(),
      off: c.json<CouponOff>().notNull(),
      /** Billing periods it counts for; null: for good. */
      periods: c.integer(),
      /** Plans it is for, without version; null: all. */
      plans: c.json<string[]>(),
      redeemBy: c.instant(),
      most: c.integer(),
      redeemed: c.integer().notNull().default(0),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      endedAt: c.instant(),
    },
    (t) => [c.uniqueIndex("coupons_code").on(t.code)],
  );

  const couponRedemptions = c.table(
    "coupon_redemptions",
    {
      id: c.id(),
      couponId: c.text().notNull(),
      tenantId: c.text().notNull(),
      subscriptionId: c.text().notNull(),
      actor: c.text().notNull(),
      at: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("coupon_redemptions_tenant").on(t.couponId, t.tenantId)],
  );

  /** Asked for by a tenant: tell us when a billing period's cost reaches an amount. */
  const spendAlerts = c.table(
    "spend_alerts",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      /** Minor units without tax, in the subscription's currency. */
      amount: c.big().notNull(),
      currency: c.text().notNull(),
      /** The cost so far, or the forecast of the period's end. */
      of: c.oneOf(["so-far", "forecast"] as const).notNull(),
      /** The beginning of the period in which it was last told. */
      toldPeriod: c.instant(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("spend_alerts_one").on(t.tenantId, t.of, t.amount)],
  );

  return { coupons, couponRedemptions, spendAlerts };
}
