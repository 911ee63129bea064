import type { Columns } from "./columns.sqlite";

export const INVOICE_STATES = ["draft", "final", "paid", "void", "uncollectible"] as const;
export const INVOICE_TYPES = ["invoice", "credit-note"] as const;
export const SUBSCRIPTION_STATES = ["trial", "active", "paused", "ended"] as const;

export const INVOICE_MAIL_KINDS = ["final", "overdue", "declined", "confirm"] as const;
/** `page`: paid on a page of the provider; `charge`: what was saved there was charged. */
export const PAYMENT_KINDS = ["bank", "page", "charge", "refund"] as const;

export interface PaymentDetails {
  live: boolean;
  customer?: string;
  method?: string;
  /** The provider's page. */
  page?: string;
  /** The provider's id of the payment a refund is of. */
  refunded?: string;
}

/** A way to pay that is saved at a provider: never its number. */
export interface PaymentMethod {
  id: string;
  /** `card`, `sepa_debit`, … */
  type: string;
  brand: string | null;
  last4: string | null;
  expMonth: number | null;
  expYear: number | null;
  savedAt: string;
}

/** Whom a subscription's invoices are made out to. */
export interface Payer {
  name: string;
  address: string;
  country: string;
  taxId: string | null;
  email: string | null;
}

/** All money is whole minor units of the row's currency. */
export function billing(c: Columns) {
  /** Plans made in the portal; those of the installation's file are not here. A version never changes. */
  const planVersions = c.table("plan_versions", {
    /** `growth@3`. */
    id: c.id(),
    /** Shape: `plan` in `server/plans/schemas.ts`. */
    data: c.json<Record<string, unknown>>().notNull(),
    createdBy: c.text().notNull(),
    createdAt: c.instant().notNull(),
    /** No longer offered; those who have it keep it. */
    retiredAt: c.instant(),
  });

  const subscriptions = c.table(
    "subscriptions",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      currency: c.text().notNull(),
      zone: c.text().notNull(),
      interval: c.oneOf(["month", "year"] as const).notNull(),
      /** Its periods begin here; not later than the start. */
      anchor: c.instant().notNull(),
      startAt: c.instant().notNull(),
      /** Follows from its changes at the time of the last one or run. */
      state: c.oneOf(SUBSCRIPTION_STATES).notNull(),
      /** The plan now, for lists; the changes say what counts. */
      plan: c.text().notNull(),
      /** When a run has next to look at it; null once everything is billed. */
      nextAt: c.instant(),
      /** A period whose bill became void: what follows is reckoned anew from there. */
      recheckFrom: c.integer(),
      payer: c.json<Payer>().notNull(),
      /** `manual` or the name of another payment provider, and its own id of the customer. */
      provider: c.text().notNull(),
      providerCustomer: c.text(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
      endedAt: c.instant(),
    },
    (t) => [
      c.uniqueIndex("subscriptions_tenant").on(t.tenantId).where(c.sql`ended_at is null`),
      c.index("subscriptions_next").on(t.nextAt, t.id),
    ],
  );

  /** A subscription's history. Rows are only ever added; each has the whole of the terms from its instant on. */
  const subscriptionChanges = c.table(
    "subscription_changes",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      subscriptionId: c.text().notNull(),
      seq: c.integer().notNull(),
      at: c.instant().notNull(),
      /** Shape: `server/billing/core/terms.ts`. */
      terms: c.json<Record<string, unknown>>().notNull(),
      reason: c.text(),
      actor: c.text().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("subscription_changes_seq").on(t.subscriptionId, t.seq)],
  );

  const invoices = c.table(
    "invoices",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      subscriptionId: c.text().notNull(),
      type: c.oneOf(INVOICE_TYPES).notNull(),
      state: c.oneOf(INVOICE_STATES).notNull(),
      /** What made it: `period:<instant>`, `change:<seq>`. Made once, however often a run is repeated. */
      cause: c.text().notNull(),
      /** Given with the number when it becomes final. */
      series: c.text(),
      seq: c.integer(),
      number: c.text(),
      currency: c.text().notNull(),
      /** What was known then is billed. */
      asOf: c.instant().notNull(),
      /** When its lines were last reckoned: usage that came later is not in it. */
      reckonedAt: c.instant().notNull(),
      net: c.big().notNull(),
      tax: c.big().notNull(),
      gross: c.big().notNull(),
      paid: c.big().notNull().default(0),
      /** A credit note's invoice. */
      creditsId: c.text(),
      /** Seller, payer and words as they were when it became final. */
      document: c.json<Record<string, unknown>>(),
      /** End of a draft's grace. */
      finalizeAt: c.instant().notNull(),
      finalizedAt: c.instant(),
      dueAt: c.instant(),
      closedAt: c.instant(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("invoices_cause").on(t.subscriptionId, t.cause),
      c.uniqueIndex("invoices_number").on(t.series, t.seq),
      c.index("invoices_tenant").on(t.tenantId, t.createdAt, t.id),
      c.index("invoices_state").on(t.state, t.finalizeAt, t.id),
    ],
  );

  const invoiceLines = c.table(
    "invoice_lines",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      subscriptionId: c.text().notNull(),
      invoiceId: c.text().notNull(),
      position: c.integer().notNull(),
      /** The thing that is billed; sums over these say what was billed of it. */
      key: c.text().notNull(),
      lineKind: c.oneOf(["charge", "credit", "correction"] as const).notNull(),
      kind: c.text().notNull(),
      chargeId: c.text().notNull(),
      plan: c.text().notNull(),
      title: c.json<Record<string, string>>().notNull(),
      taxClass: c.text().notNull(),
      meter: c.text(),
      quantity: c.text().notNull(),
      periodIndex: c.integer().notNull(),
      periodFrom: c.instant().notNull(),
      periodTo: c.instant().notNull(),
      /** Of the period, in which it was owed. */
      seconds: c.integer().notNull(),
      /** As the price is written: with tax where prices contain it. */
      amount: c.big().notNull(),
      net: c.big().notNull(),
      tax: c.big().notNull(),
      taxPercent: c.text().notNull(),
      taxReason: c.text().notNull(),
    },
    (t) => [
      c.uniqueIndex("invoice_lines_position").on(t.invoiceId, t.position),
      c.index("invoice_lines_billed").on(t.subscriptionId, t.periodIndex),
    ],
  );

  /** The last number of each series. Counted on in the transaction that makes an invoice final: no gaps. */
  const invoiceNumbers = c.table("invoice_numbers", { id: c.id(), last: c.integer().notNull() });

  /** What is to be mailed of an invoice: written in the transaction that makes it so, put into the outbox once. */
  const invoiceMails = c.table(
    "invoice_mails",
    {
      /** `<invoice>|final`, `<invoice>|overdue-7`: each is there once. */
      id: c.id(),
      tenantId: c.text().notNull(),
      invoiceId: c.text().notNull(),
      /** `final`; `overdue` with the days in the id; `declined` and `confirm` with the payment in it. */
      kind: c.oneOf(INVOICE_MAIL_KINDS).notNull(),
      createdAt: c.instant().notNull(),
      /** Null while it waits. */
      doneAt: c.instant(),
      outcome: c.oneOf(["mailed", "nobody", "settled", "no-server"] as const),
    },
    (t) => [
      c.index("invoice_mails_waiting").on(t.doneAt, t.id),
      c.index("invoice_mails_invoice").on(t.invoiceId),
    ],
  );

  /** Money that came, is to come, or goes back: refunds are rows of their own with an amount below zero. */
  const payments = c.table(
    "payments",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      invoiceId: c.text().notNull(),
      provider: c.text().notNull(),
      kind: c.oneOf(PAYMENT_KINDS).notNull().default("bank"),
      /** The provider's own id, or what a person noted; the row's own id until the provider has said one. */
      reference: c.text().notNull(),
      amount: c.big().notNull(),
      /** `pending` is written before a provider is asked for anything. */
      state: c.oneOf(["pending", "succeeded", "failed"] as const).notNull(),
      /** The provider's word for what went wrong. */
      problem: c.text(),
      /** A refund's payment. */
      refundOf: c.text(),
      /** What it was asked with, so that it can be asked again with the same. */
      details: c.json<PaymentDetails>(),
      /** When the provider is asked about it again, should no event tell before; null once it is settled. */
      checkAt: c.instant(),
      /** The provider's word for where a dispute stands. */
      dispute: c.text(),
      at: c.instant().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("payments_reference").on(t.provider, t.reference),
      c.index("payments_invoice").on(t.invoiceId, t.createdAt),
      c.index("payments_check").on(t.checkAt),
      c
        .uniqueIndex("payments_one_under_way")
        .on(t.invoiceId)
        .where(c.sql`state = 'pending' and refund_of is null`),
    ],
  );

  /** A tenant as a provider knows it, and the way to pay that is saved there. */
  const paymentAccounts = c.table(
    "payment_accounts",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      provider: c.text().notNull(),
      /** Of the provider's live world; of its test world otherwise. */
      live: c.boolean().notNull(),
      customer: c.text(),
      /** The page on which a way to pay is being saved. */
      setup: c.text(),
      method: c.json<PaymentMethod>(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("payment_accounts_tenant").on(t.tenantId, t.provider, t.live)],
  );

  /** What a provider has told, each once. Kept without its body. */
  const paymentEvents = c.table(
    "payment_events",
    {
      /** `stripe|evt_1`. */
      id: c.id(),
      provider: c.text().notNull(),
      type: c.text().notNull(),
      outcome: c.oneOf(["booked", "unchanged", "foreign", "unknown"] as const).notNull(),
      tenantId: c.text(),
      paymentId: c.text(),
      /** When the provider says it happened. */
      at: c.instant().notNull(),
      receivedAt: c.instant().notNull(),
    },
    (t) => [c.index("payment_events_at").on(t.provider, t.at)],
  );

  return {
    planVersions,
    subscriptions,
    subscriptionChanges,
    invoices,
    invoiceLines,
    invoiceNumbers,
    invoiceMails,
    payments,
    paymentAccounts,
    paymentEvents,
  };
}
