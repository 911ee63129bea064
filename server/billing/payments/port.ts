import type { PaymentMethod } from "@/db/schema/billing";

/** What opens a provider's doors: never logged, never sent back. */
export interface PaymentKeys {
  secretKey: string;
  webhookSecret: string | null;
}

/** Whom a payment is of, on both sides: kept with the provider's objects and compared when they are read. */
export interface PaymentMark {
  /** Our row's id: the provider's idempotency key as well. */
  payment: string;
  tenant: string;
}

/** What is to be collected. `amount` is whole minor units by ISO 4217, as everywhere in Tenantry. */
export interface PaymentOrder extends PaymentMark {
  customer: string;
  amount: number;
  currency: string;
  /** The invoice's number, for the provider's pages and statements. */
  title: string;
}

/** Where a payment or a refund stands at its provider. */
export interface PaymentOutcome {
  /** `open`: a page waits for somebody to pay on it; `pending`: money is under way. */
  state: "open" | "pending" | "succeeded" | "failed";
  /** The provider's id of the payment itself, once there is one. */
  reference: string | null;
  /** Received or paid back, in our minor units; 0 unless it succeeded. */
  amount: number;
  currency: string;
  /** The provider's word: `card_declined`, `authentication_required`, `expired`, … */
  problem: string | null;
  dispute: string | null;
}

export interface PaymentPage {
  id: string;
  /** Where the customer is sent: a page of the provider's. */
  url: string;
}

export interface RefundFound {
  reference: string;
  /** Our row, where we asked for it. */
  mark: PaymentMark | null;
  outcome: PaymentOutcome;
  /** In our minor units, wherever it stands. */
  amount: number;
  at: Date;
}

/** An event's hint: what to ask about. What it says itself is never booked. */
export interface PaymentNotice {
  id: string;
  type: string;
  at: Date;
  about:
    | { kind: "payment"; mark: PaymentMark }
    | { kind: "setup"; setup: string; mark: PaymentMark }
    /** A refund or a dispute of a payment, by the provider's id of it. */
    | { kind: "reference"; reference: string }
    | null;
}

export interface SetupState {
  state: "open" | "done" | "expired";
  /** Its page, as long as it is open. */
  url: string | null;
  customer: string;
  tenant: string;
  method: PaymentMethod | null;
}

/** What a row was asked with, so that it can be found again though the answer was lost. */
export interface PaymentAsked extends PaymentMark {
  kind: "page" | "charge";
  currency: string;
  reference: string | null;
  customer: string;
  page: string | null;
  createdAt: Date;
}

/**
 * A provider that takes money online. Every call may be repeated with the same mark without doing anything twice.
 * @throws `payments.unreachable` where asking again later may help, `payments.refused` where it will not
 */
export interface OnlinePayments {
  readonly name: string;
  readonly live: boolean;
  /** @throws `payments.currency` where the provider cannot collect exactly this amount */
  requireAmount(amount: number, currency: string): void;
  customer(key: string, of: { tenant: string; name: string; email: string | null }): Promise<string>;
  openSetup(
    order: PaymentMark & { customer: string; currency: string },
    returnTo: string,
  ): Promise<PaymentPage>;
  setup(id: string): Promise<SetupState>;
  /** Forgets a saved way to pay; one that is forgotten already is fine. */
  forget(method: string): Promise<void>;
  openPage(order: PaymentOrder, to: { returnTo: string; expiresAt: Date }): Promise<PaymentPage>;
  /** Closes a page so that nobody pays on it any more; one that is paid or closed stays as it is. */
  closePage(id: string): Promise<void>;
  charge(order: PaymentOrder & { method: string }): Promise<PaymentOutcome>;
  /** What became of a payment; null where the call never arrived. */
  find(asked: PaymentAsked): Promise<PaymentOutcome | null>;
  refund(
    order: PaymentMark & { reference: string; amount: number; currency: string },
  ): Promise<PaymentOutcome>;
  refundsOf(reference: string): Promise<RefundFound[]>;
  /** Whose a payment is, by the provider's id of it; null where it is not ours. */
  ownerOf(reference: string): Promise<PaymentMark | null>;
  /** The provider's word for where a dispute of a payment stands; null where there is none. */
  disputeOf(reference: string): Promise<string | null>;
  /** @throws `payments.signature`, `payments.event_malformed` */
  read(body: Uint8Array, signature: string, now: Date): PaymentNotice;
  noticesSince(at: Date): Promise<PaymentNotice[]>;
  /** Whose account the keys open. */
  check(): Promise<{ account: string; charges: boolean }>;
}

export type PaymentConnect = (keys: PaymentKeys) => OnlinePayments | Promise<OnlinePayments>;

/** By bank: nothing is asked of anybody; what came is booked by hand. The default. */
export const MANUAL_PAYMENTS = "manual";
