import type Stripe from "stripe";
import { AppError } from "@/server/shared/errors";
import type {
  OnlinePayments,
  PaymentAsked,
  PaymentKeys,
  PaymentOrder,
  PaymentOutcome,
  RefundFound,
} from "../port";
import { fromStripe, toStripe } from "./amounts";
import { asked, isCardError, isInvalid, isMissing } from "./errors";
import { eventsSince, readEvent } from "./events";
import { STRIPE } from "./links";
import { idOf, markOf, metadataOf, ofIntent, ofMethod, ofRefund, ofSession } from "./read";

const TIMEOUT_MS = 20_000;
/** A call's own clock may be behind: what was asked shortly before counts. */
const SKEW_S = 600;
const MOST_FOUND = 300;
const EXPAND = ["payment_intent"];

const HOSTED = new Set(["checkout.stripe.com"]);

export interface StripeOptions {
  /** Another address than Stripe's own, checked where settings are read. */
  origin?: string;
  timeoutMs?: number;
  retries?: number;
}

async function clientOf(
  { secretKey }: PaymentKeys,
  { origin, timeoutMs, retries = 2 }: StripeOptions,
): Promise<Stripe> {
  // A third of all modules a process of ours would load at its start, and most portals need none of them.
  const { default: Stripe } = await import("stripe");
  const url = origin ? new URL(origin) : null;
  return new Stripe(secretKey, {
    ...{ timeout: timeoutMs ?? TIMEOUT_MS, maxNetworkRetries: retries, telemetry: false },
    appInfo: { name: "Tenantry" },
    ...(url
      ? {
          host: url.hostname,
          port: url.port || (url.protocol === "http:" ? 80 : 443),
          protocol: url.protocol === "http:" ? ("http" as const) : ("https" as const),
        }
      : {}),
  });
}

/** Collects by Stripe: pages are Checkout's, so that no card's number ever comes near Tenantry. */
export async function stripePayments(
  keys: PaymentKeys,
  options: StripeOptions = {},
): Promise<OnlinePayments> {
  const stripe = await clientOf(keys, options);
  const live = /^(sk|rk)_live_/.test(keys.secretKey);
  const pageUrl = (url: string | null): string => {
    const to = url ? new URL(url) : null;
    const own = options.origin && to?.origin === new URL(options.origin).origin;
    if (to && (own || (to.protocol === "https:" && (HOSTED.has(to.hostname) || !options.origin))))
      return to.href;
    throw new AppError("failed", "payments.refused", "Stripe named no page to pay on.");
  };
  return {
    name: STRIPE,
    live,
    requireAmount: (amount, currency) => void toStripe(amount, currency),
    customer: (key, { tenant, name, email }) =>
      asked(async () => {
        const metadata = { tenantry_tenant: tenant };
        const made = await stripe.customers.create(
          { name, metadata, ...(email ? { email } : {}) },
          { idempotencyKey: key },
        );
        return made.id;
      }),
    openSetup: ({ customer, currency, ...mark }, returnTo) =>
      asked(async () => {
        const metadata = metadataOf(mark);
        const session = await stripe.checkout.sessions.create(
          {
            ...{ mode: "setup", customer, currency: currency.toLowerCase(), metadata },
            ...{ success_url: returnTo, cancel_url: returnTo, setup_intent_data: { metadata } },
          },
          { idempotencyKey: mark.payment },
        );
        return { id: session.id, url: pageUrl(session.url) };
      }),
    setup: (id) =>
      asked(async () => {
        const session = await stripe.checkout.sessions.retrieve(id, {
          expand: ["setup_intent.payment_method"],
        });
        const { setup_intent: intent } = session;
        const method = intent && typeof intent !== "string" ? intent.payment_method : null;
        const states = { complete: "done", expired: "expired" } as const;
        const state =
          session.status && session.status in states ? states[session.status as "complete"] : "open";
        return {
          ...{ state, url: state === "open" && session.url ? pageUrl(session.url) : null },
          ...{ customer: idOf(session.customer) ?? "", tenant: markOf(session.metadata)?.tenant ?? "" },
          method: method && typeof method !== "string" ? ofMethod(method) : null,
        };
      }),
    forget: (method) =>
      asked(async () => {
        await stripe.paymentMethods.detach(method).catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
      }),
    openPage: (order, { returnTo, expiresAt }) =>
      asked(async () => {
        const { amount, currency, title, customer } = order;
        const metadata = metadataOf(order);
        const session = await stripe.checkout.sessions.create(
          {
            ...{ mode: "payment", customer, metadata, client_reference_id: order.payment },
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: currency.toLowerCase(),
                  unit_amount: toStripe(amount, currency),
                  product_data: { name: title },
                },
              },
            ],
            payment_intent_data: { metadata, description: title },
            ...{ success_url: returnTo, cancel_url: returnTo },
            expires_at: Math.floor(expiresAt.getTime() / 1000),
          },
          { idempotencyKey: order.payment },
        );
        return { id: session.id, url: pageUrl(session.url) };
      }),
    closePage: (id) =>
      asked(async () => {
        await stripe.checkout.sessions.expire(id).catch((error: unknown) => {
          if (!isInvalid(error)) throw error;
        });
      }),
    charge: (order) => asked(() => charge(stripe, order)),
    find: (one) => asked(() => find(stripe, one)),
    refund: (order) =>
      asked(async () => {
        const { reference, amount, currency } = order;
        const params = {
          ...{ payment_intent: reference, amount: toStripe(amount, currency), metadata: metadataOf(order) },
        };
        return ofRefund(await stripe.refunds.create(params, { idempotencyKey: order.payment }));
      }),
    refundsOf: (reference) => asked(() => refundsOf(stripe, reference)),
    ownerOf: (reference) =>
      asked(async () => {
        const intent = await orNull(stripe.paymentIntents.retrieve(reference));
        return markOf(intent?.metadata);
      }),
    disputeOf: (reference) =>
      asked(async () => {
        const { data } = await stripe.disputes.list({ payment_intent: reference, limit: 1 });
        return data[0]?.status ?? null;
      }),
    read: (body, signature, now) => readEvent(stripe, keys.webhookSecret, { body, signature, now }),
    noticesSince: (at) => asked(() => eventsSince(stripe, at)),
    check: () =>
      asked(async () => {
        const account = await stripe.accounts.retrieveCurrent();
        const name = account.business_profile?.name ?? account.settings?.dashboard.display_name;
        return { account: name || account.id, charges: account.charges_enabled };
      }),
  };
}

/** Detached already, or never there. */
const isGone = (error: unknown) => isMissing(error) || isInvalid(error);

async function charge(stripe: Stripe, order: PaymentOrder & { method: string }): Promise<PaymentOutcome> {
  const { amount, currency, title, customer, method, payment } = order;
  try {
    const intent = await stripe.paymentIntents.create(
      {
        ...{ amount: toStripe(amount, currency), currency: currency.toLowerCase(), customer },
        ...{ payment_method: method, confirm: true, off_session: true },
        ...{ description: title, metadata: metadataOf(order) },
      },
      { idempotencyKey: payment },
    );
    return ofIntent(intent);
  } catch (error) {
    if (!isCardError(error)) throw error;
    const problem = error.code === "authentication_required" ? error.code : error.decline_code || error.code;
    const nothing = { amount: 0, currency, dispute: null };
    return {
      ...nothing,
      ...{ state: "failed", reference: error.payment_intent?.id ?? null, problem: problem ?? "declined" },
    };
  }
}

const sameMark = (metadata: Record<string, string> | null, { payment, tenant }: PaymentAsked) => {
  const mark = markOf(metadata);
  return mark?.payment === payment && mark.tenant === tenant;
};

/** What another account's keys do not know was never asked with these. */
async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const find = (stripe: Stripe, one: PaymentAsked) => orNull(foundBy(stripe, one));

async function foundBy(stripe: Stripe, one: PaymentAsked): Promise<PaymentOutcome | null> {
  const { customer } = one;
  const created = { gte: Math.floor(one.createdAt.getTime() / 1000) - SKEW_S };
  if (one.kind === "charge") {
    if (one.reference) {
      const intent = await stripe.paymentIntents.retrieve(one.reference);
      return sameMark(intent.metadata, one) ? ofIntent(intent) : null;
    }
    const intents = await stripe.paymentIntents
      .list({ customer, created, limit: 100 })
      .autoPagingToArray({ limit: MOST_FOUND });
    const intent = intents.find((candidate) => sameMark(candidate.metadata, one));
    return intent ? ofIntent(intent) : null;
  }
  const sessions = one.page
    ? [await stripe.checkout.sessions.retrieve(one.page, { expand: EXPAND })]
    : await stripe.checkout.sessions
        .list({ customer, created, limit: 100, expand: EXPAND.map((key) => `data.${key}`) })
        .autoPagingToArray({ limit: MOST_FOUND });
  const session = sessions.find((candidate) => sameMark(candidate.metadata, one));
  return session ? ofSession(session) : null;
}

async function refundsOf(stripe: Stripe, reference: string): Promise<RefundFound[]> {
  const refunds = await stripe.refunds
    .list({ payment_intent: reference, limit: 100 })
    .autoPagingToArray({ limit: MOST_FOUND });
  return refunds.map((refund) => ({
    ...{ reference: refund.id, mark: markOf(refund.metadata), outcome: ofRefund(refund) },
    amount: fromStripe(refund.amount, refund.currency.toUpperCase()),
    at: new Date(refund.created * 1000),
  }));
}
