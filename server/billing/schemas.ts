import { z } from "zod";
import { quantityPrice } from "@/server/plans/pricing-model";
import { amountText } from "@/server/shared/decimal";
import { currencyCode } from "@/server/shared/money";
import { strict } from "@/server/shared/strict";
import { taxRules } from "./core/tax";
import { discount, terms } from "./core/terms";

const id = z.string().min(1).max(60);
const line = z.string().trim().max(500);

const [EARLIEST, LATEST] = [new Date("2000-01-01T00:00:00Z"), new Date("2100-01-01T00:00:00Z")];
/** Every period up to it is reckoned: a year with a digit too many would keep the portal busy for good. */
const calendarDay = z.coerce
  .date()
  .refine((at) => at >= EARLIEST && at < LATEST, "is not between the years 2000 and 2100");

export const payer = strict({
  name: z.string().trim().min(1, "needs a name").max(200),
  address: line.default(""),
  country: z.string().regex(/^[A-Z]{2}$/, "is no country's code like DE"),
  taxId: z.string().trim().max(40).nullable().default(null),
  email: z.email("is no e-mail address").nullable().default(null),
});

export const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'is no time zone like "Europe/Berlin"');

/** How the installation bills. Kept as one row of settings. */
export const billingSettings = strict({
  seller: strict({
    name: z.string().trim().min(1, "needs a name").max(200),
    address: line.default(""),
    taxId: z.string().trim().max(40).default(""),
    /** Where to pay, as printed on invoices. */
    bank: line.default(""),
    email: z.email("is no e-mail address").nullable().default(null),
    /** A kept picture, printed at the head of invoices; changed by `changeSellerLogo` alone. */
    logo: z.string().max(64).nullable().optional(),
  }),
  currency: currencyCode.default("EUR"),
  zone: zone.default("UTC"),
  /** Days an invoice stays a draft, so that late usage still finds it. */
  graceDays: z.int().min(0).max(20).default(3),
  dueDays: z.int().min(0).max(180).default(14),
  /** Letters before the number, with `{year}`: `INV-{year}-`. */
  numbers: z
    .string()
    .regex(/^[A-Za-z0-9{}/_-]{1,20}$/, "may have letters, digits, - / _ and {year}")
    .default("INV-{year}-"),
  creditNumbers: z
    .string()
    .regex(/^[A-Za-z0-9{}/_-]{1,20}$/, "may have letters, digits, - / _ and {year}")
    .default("CN-{year}-"),
  tax: taxRules.default({ seller: "DE", prices: "exclusive", rates: {}, reverseCharge: [] }),
  /** Invoices go by mail to the payer, or the tenant's admins, when they become final; never set: they do. */
  mailInvoices: z.boolean().optional(),
  /** Days after the due date on which an open invoice is asked for by mail, once each: never set, 7, 14 and 30; none, never. */
  reminderDays: z.array(z.int().min(1).max(365)).max(5).optional(),
  provider: z.string().max(40).default("manual"),
});
export type BillingSettings = z.output<typeof billingSettings>;

export const startSubscriptionInput = strict({
  tenant: id,
  plan: z.string().min(1).max(60).optional(),
  currency: currencyCode.optional(),
  zone: zone.optional(),
  /** `start`: periods begin on the day it starts; `calendar`: on the first of the month or year. */
  anchor: z.enum(["start", "calendar"]).default("start"),
  /** Not before the newest bill's time; left out: now. */
  startAt: calendarDay.optional(),
  /** Days for nothing; left out: as the plan says. */
  trialDays: z.int().min(0).max(365).optional(),
  seats: z.int().min(0).max(1_000_000).default(0),
  addons: terms.shape.addons,
  negotiated: terms.shape.negotiated,
  discounts: terms.shape.discounts,
  payer: payer.optional(),
});
export type StartSubscriptionInput = z.input<typeof startSubscriptionInput>;

/** What of a subscription changes; what is left out stays. */
export const subscriptionChange = strict({
  plan: z.string().min(1).max(60).optional(),
  seats: z.int().min(0).max(1_000_000).optional(),
  addons: z.array(z.string().max(60)).max(50).optional(),
  negotiated: z.record(z.string().max(60), amountText).optional(),
  discounts: z.array(discount).max(10).optional(),
  /** Counts from the next period on; null: none any more. */
  commitment: strict({ amount: amountText, periods: z.int().min(1).max(60) })
    .nullable()
    .optional(),
  paused: z.boolean().optional(),
  /** The end; `false` takes an end back that is still to come. */
  ended: z.boolean().optional(),
});

export const previewChangeInput = strict({
  tenant: id,
  change: subscriptionChange,
  when: z.enum(["now", "period-end"]).default("now"),
  /** The instant it is reckoned for; left out: now. */
  at: z.coerce.date().optional(),
});

export const changeSubscriptionInput = strict({
  tenant: id,
  change: subscriptionChange,
  when: z.enum(["now", "period-end"]).default("now"),
  /** The preview's instant, not older than ten minutes: what is billed then is what was shown. */
  at: z.coerce.date().optional(),
  /** Gross minor units the preview showed; another amount is refused. */
  expected: z.int().optional(),
  reason: z.string().trim().max(300).optional(),
});

export const tenantInput = strict({ tenant: id });
export const invoiceIdInput = strict({ id });
export const listInvoicesInput = strict({
  tenant: id.optional(),
  state: z.enum(["draft", "final", "paid", "void", "uncollectible"]).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
});
/** Invoices that became final in a time, for accounting. */
export const exportInvoicesInput = strict({
  tenant: id.optional(),
  from: z.coerce.date(),
  /** Not included. */
  to: z.coerce.date(),
});
export const bookPaymentInput = strict({
  id,
  /** Minor units; left out: all that is open. */
  amount: z.int().min(1).optional(),
  reference: z.string().trim().min(1, "needs a reference").max(100),
  at: z.coerce.date().optional(),
});
export const closeInvoiceInput = strict({ id, reason: z.string().trim().min(3, "needs a reason").max(300) });
export const creditInvoiceInput = strict({
  id,
  /** Minor units with tax, at most what the invoice has; left out: all of it. */
  amount: z.int().min(1).optional(),
  reason: z.string().trim().min(3, "needs a reason").max(300),
  /** Pay back at once what of it was paid online. */
  refund: z.boolean().default(false),
});
export const fleetTenantsInput = strict({
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export const rehearseInput = strict({ at: calendarDay, tenant: id.optional() });
export const whatIfInput = strict({
  plan: z.string().min(1).max(60),
  /** Whole periods before the running one. */
  periods: z.int().min(1).max(12).default(3),
  tenant: id.optional(),
});

export const traceLineInput = strict({ invoice: id, line: id });
export const traceMeterInput = strict({ tenant: id, meter: id });
/** What a quantity of something costs, in units of the price. */
export const priceExampleInput = strict({
  price: quantityPrice,
  included: amountText.default("0"),
  quantity: amountText,
  currency: currencyCode,
});
export const billingRunsInput = strict({
  /** Also those that had nothing to do. */
  all: z.boolean().default(false),
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(100).default(25),
});
