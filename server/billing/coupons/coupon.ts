import type { Schema } from "@/db/schema";

export type CouponRow = Schema["coupons"]["$inferSelect"];

export interface Coupon extends Omit<CouponRow, "title" | "createdBy"> {
  title: string;
  /** `open` may be used. */
  state: "open" | "used-up" | "over" | "ended";
}

export function stateOf(row: CouponRow, now: Date): Coupon["state"] {
  if (row.endedAt) return "ended";
  if (row.redeemBy && row.redeemBy < now) return "over";
  return row.most !== null && row.redeemed >= row.most ? "used-up" : "open";
}

export function toCoupon({ createdBy: _by, ...row }: CouponRow, now: Date): Coupon {
  return { ...row, title: row.title.en ?? row.code, state: stateOf({ ...row, createdBy: "" }, now) };
}
