export type { Coupon } from "./coupon";
export { createCoupon, endCoupon, listCoupons } from "./manage";
export { type CouponOffer, previewCoupon, redeemCoupon } from "./redeem";
