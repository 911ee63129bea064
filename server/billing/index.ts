export { exportInvoices } from "./accounting";
export { addSpendAlert, listSpendAlerts, removeSpendAlert, type SpendAlert } from "./alerts/manage";
export { startSpendAlerts, sweepSpend } from "./alerts/sweep";
export { type ChangePreview, changeSubscription, previewChange } from "./change";
export { creditInvoice, giveUpInvoice, voidInvoice } from "./close";
export type { Cost } from "./cost";
export { type CostModel, changeCostModel, getCostModel } from "./cost-model";
export {
  type Coupon,
  type CouponOffer,
  createCoupon,
  endCoupon,
  listCoupons,
  previewCoupon,
  redeemCoupon,
} from "./coupons";
export { billingFleet, type CurrencyTotals, type FleetBilling } from "./fleet";
export { fleetTenants, type TenantBilling } from "./fleet-tenants";
export type { Invoice, InvoiceDocument, InvoiceLine } from "./invoice";
export { getInvoice, listInvoices, type WholeInvoice } from "./invoices";
export { changeSellerLogo, getSellerLogo } from "./logo";
export { movePlan, type PlanEffect, planEffect, subscribedPlan } from "./move-plan";
export { getSubscription, type SubscriptionNow, type Upcoming, upcomingInvoice } from "./overview";
export { type InvoicePdf, invoicePdf } from "./paper/pdf";
export {
  bookPayment,
  changePaymentSettings,
  changePaymentSettingsInput,
  checkPayment,
  checkPayments,
  checkWayToPay,
  getPaymentSettings,
  getWayToPay,
  openPaymentPage,
  paymentIdInput,
  refundPayment,
  refundPaymentInput,
  removeWayToPay,
  saveWayToPay,
  takeEvent,
} from "./payments";
export { priceExample } from "./price-example";
export { type Rehearsed, rehearseBilling, type WhatIf, whatIf } from "./rehearse";
export { registerBilling, startBilling } from "./run";
export { type BillingRun, billingRuns } from "./runs";
export { changeBillingSettings, getBillingSettings } from "./settings";
export { startSubscription } from "./start";
export { type LineTrace, traceLine } from "./trace/line";
export { type MeterTrace, traceMeter } from "./trace/meter";
export type { Reckoning } from "./trace/reckoning";
