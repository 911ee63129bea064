import { z } from "zod";
import {
  addSpendAlert,
  createCoupon,
  endCoupon,
  listCoupons,
  listSpendAlerts,
  previewCoupon,
  redeemCoupon,
  removeSpendAlert,
} from "@/server/billing";
import { addSpendAlertInput } from "@/server/billing/alerts/schemas";
import { createCouponInput, redeemCouponInput } from "@/server/billing/coupons/schemas";
import { route } from "../route";
import { alertOutput, changeOutput, couponOfferOutput, couponOutput } from "./billing-output";

const tenant = z.string().min(1).max(60).describe("A tenant's id");
const idOf = (params: Record<string, string>) => params.id ?? "";

const coupons = [
  route({
    method: "GET",
    path: "/coupons",
    noun: "billing",
    summary: "List coupons, newest first.",
    permission: "billing:write",
    output: z.object({ items: z.array(couponOutput) }),
    handle: (ctx) => listCoupons(ctx),
  }),
  route({
    method: "POST",
    path: "/coupons",
    noun: "billing",
    summary: "Make a coupon: a discount that tenants give themselves by its code.",
    permission: "billing:write",
    body: createCouponInput,
    status: 201,
    output: couponOutput,
    handle: (ctx, { body }) => createCoupon(ctx, body),
  }),
  route({
    method: "POST",
    path: "/coupons/{id}/end",
    noun: "billing",
    summary: "End a coupon: nobody can use it any more; those who did keep what it gives.",
    permission: "billing:write",
    output: couponOutput,
    handle: (ctx, { params }) => endCoupon(ctx, { id: idOf(params) }),
  }),
  route({
    method: "GET",
    path: "/subscriptions/coupon",
    noun: "billing",
    summary: "Show what a coupon's code would give a tenant, without using it.",
    permission: "billing:read",
    query: z.object({ tenant, code: z.string() }),
    output: couponOfferOutput,
    handle: (ctx, { query }) => previewCoupon(ctx, query),
  }),
  route({
    method: "POST",
    path: "/subscriptions/coupon",
    noun: "billing",
    summary:
      "Use a coupon for a tenant's subscription. It counts from the first period that is not billed yet.",
    permission: "billing:choose",
    body: redeemCouponInput,
    output: changeOutput,
    handle: (ctx, { body }) => redeemCoupon(ctx, body),
  }),
];

const alerts = [
  route({
    method: "GET",
    path: "/alerts",
    noun: "billing",
    summary: "List a tenant's alerts on spend.",
    permission: "billing:read",
    query: z.object({ tenant }),
    output: z.object({ items: z.array(alertOutput), allowed: z.boolean() }),
    handle: (ctx, { query }) => listSpendAlerts(ctx, query),
  }),
  route({
    method: "POST",
    path: "/alerts",
    noun: "billing",
    summary: "Ask to be told when a billing period's cost, or its forecast, reaches an amount.",
    permission: "billing:choose",
    body: addSpendAlertInput,
    status: 201,
    output: alertOutput,
    handle: (ctx, { body }) => addSpendAlert(ctx, body),
  }),
  route({
    method: "DELETE",
    path: "/alerts/{id}",
    noun: "billing",
    summary: "Take an alert on spend away.",
    permission: "billing:choose",
    output: z.object({ id: z.string() }),
    handle: (ctx, { params }) => removeSpendAlert(ctx, { id: idOf(params) }),
  }),
];

export const couponRoutes = [...coupons, ...alerts];
