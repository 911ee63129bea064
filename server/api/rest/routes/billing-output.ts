import { z } from "zod";
import { instant } from "../schemas";

/** Shapes of billing's answers. Amounts are whole minor units of their currency. */
const minor = z.number().int();
const state = z.enum(["trial", "active", "paused", "ended"]);
const terms = z.record(z.string(), z.unknown()).describe("Plan, seats, add-ons, prices and discounts");
const payer = z.object({
  name: z.string(),
  address: z.string(),
  country: z.string(),
  taxId: z.string().nullable(),
  email: z.string().nullable(),
});
const totals = { net: minor, tax: minor, gross: minor };

const subscriptionRow = z.object({
  id: z.string(),
  tenantId: z.string(),
  state,
  plan: z.string(),
  currency: z.string(),
  zone: z.string(),
  interval: z.enum(["month", "year"]),
  startAt: instant,
  endedAt: instant,
  payer,
  provider: z.string(),
});

export const startedOutput = z.record(z.string(), z.unknown());

export const subscriptionOutput = subscriptionRow.extend({
  terms,
  period: z.object({ from: instant, to: instant }),
  pending: z.array(z.object({ at: instant, terms })).describe("What is agreed for later"),
  agreed: z
    .object({
      discounts: z.array(
        z.object({
          id: z.string(),
          title: z.record(z.string(), z.string()),
          off: z.union([
            z.object({ kind: z.literal("percent"), percent: z.string() }),
            z.object({ kind: z.literal("amount"), amount: z.string() }),
          ]),
          from: instant,
          until: instant,
        }),
      ),
      commitment: z
        .object({ amount: minor, from: instant, until: instant, spent: minor })
        .nullable()
        .describe("The least these periods cost together, and what they have cost so far"),
    })
    .describe("What is agreed with this customer beside the plan"),
  cost: z
    .object({ fixed: minor, used: minor, soFar: minor, forecast: minor })
    .describe("Of this period, without tax"),
});

const reckonedLine = z.object({
  kind: z.string(),
  lineKind: z.enum(["charge", "credit", "correction"]),
  chargeId: z.string(),
  plan: z.string(),
  title: z.record(z.string(), z.string()),
  meter: z.string().nullable(),
  quantity: z.string().describe("Exact decimal"),
  seconds: z.number().int().describe("Of the period, for which it is owed"),
  amount: minor,
  net: minor,
  tax: minor,
});

export const upcomingOutput = z.object({
  at: instant,
  currency: z.string(),
  ...totals,
  lines: z.array(reckonedLine),
});

export const previewOutput = z.object({
  at: instant.describe("Give it back with the change: what is billed then is what was shown"),
  from: instant,
  interval: z.enum(["month", "year"]).describe("Of the periods under it"),
  next: minor.describe("What the first whole period under it costs before anything is used, without tax"),
  currency: z.string(),
  ...totals,
  lines: z.array(reckonedLine),
  terms,
});

export const invoiceOutput = z.object({
  id: z.string(),
  tenantId: z.string(),
  type: z.enum(["invoice", "credit-note"]),
  state: z.enum(["draft", "final", "paid", "void", "uncollectible"]),
  number: z.string().nullable(),
  currency: z.string(),
  ...totals,
  paid: minor,
  asOf: instant,
  finalizeAt: instant,
  finalizedAt: instant,
  dueAt: instant,
  closedAt: instant,
  createdAt: instant,
  overdue: z.boolean(),
});

export const changeOutput = z.object({
  subscription: subscriptionRow,
  invoice: invoiceOutput.omit({ overdue: true }).nullable().describe("What was billed at once"),
  credit: invoiceOutput
    .omit({ overdue: true })
    .nullable()
    .describe("What the subscription before was credited, where a plan of another interval began a new one"),
});

export const couponOutput = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string(),
  off: z.union([
    z.object({ kind: z.literal("percent"), percent: z.string() }),
    z.object({ kind: z.literal("amount"), amounts: z.record(z.string(), z.string()) }),
  ]),
  periods: z.number().int().nullable().describe("Billing periods it counts for; null: for good"),
  plans: z.array(z.string()).nullable(),
  redeemBy: instant,
  most: z.number().int().nullable(),
  redeemed: z.number().int(),
  state: z.enum(["open", "used-up", "over", "ended"]),
  createdAt: instant,
  endedAt: instant,
});

export const couponOfferOutput = z.object({
  title: z.string(),
  off: z.union([
    z.object({ kind: z.literal("percent"), percent: z.string() }),
    z.object({ kind: z.literal("amount"), amount: z.string() }),
  ]),
  currency: z.string(),
  from: instant,
  until: instant,
});

export const alertOutput = z.object({
  id: z.string(),
  amount: minor.describe("Without tax"),
  currency: z.string(),
  of: z.enum(["so-far", "forecast"]),
  toldPeriod: instant,
  createdAt: instant,
});

export const wholeInvoiceOutput = invoiceOutput.extend({
  lines: z.array(
    reckonedLine.extend({
      id: z.string(),
      periodFrom: instant,
      periodTo: instant,
      taxPercent: z.string(),
      taxReason: z.enum(["rate", "reverse-charge", "exempt", "outside"]),
    }),
  ),
  document: z.object({
    seller: z.record(z.string(), z.unknown()),
    payer,
    zone: z.string(),
    language: z.string(),
    tax: z.record(z.string(), z.unknown()),
  }),
  payments: z.array(
    z.object({
      id: z.string(),
      provider: z.string(),
      kind: z.enum(["bank", "page", "charge", "refund"]),
      reference: z.string(),
      amount: minor.describe("Below zero: a refund"),
      state: z.enum(["pending", "succeeded", "failed"]),
      problem: z.string().nullable().describe("The provider's word for what went wrong"),
      refundOf: z.string().nullable().describe("The payment a refund is of"),
      dispute: z.string().nullable(),
      refundable: minor.describe("What of it was paid too much; 0 for customers"),
      link: z.string().nullable().describe("The provider's own page about it; null for customers"),
      at: instant,
    }),
  ),
  toPayBack: minor.describe("What was paid too much, by two payments or before a credit note"),
});
