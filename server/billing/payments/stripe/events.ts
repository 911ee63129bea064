import type Stripe from "stripe";
import { z } from "zod";
import { AppError } from "@/server/shared/errors";
import type { PaymentNotice } from "../port";
import { markOf } from "./read";

/** What is listened to. Set the webhook up with these; others are acknowledged and noted. */
export const STRIPE_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
] as const;

const KNOWN: ReadonlySet<string> = new Set(STRIPE_EVENTS);
/** Seconds an event's signature is good for. */
const TOLERANCE_S = 300;
/** No more than are asked for are looked at: what is older was told long ago. */
const MOST_LISTED = 2000;

const reference = z
  .union([z.string(), z.object({ id: z.string() })])
  .nullish()
  .transform((value) => (typeof value === "string" ? value : (value?.id ?? null)));

/** Only what is needed to ask: the account's own API version may write the rest differently. */
const event = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  created: z.number(),
  data: z.object({
    object: z.object({
      id: z.string().min(1).max(300),
      object: z.string(),
      mode: z.string().optional(),
      metadata: z.record(z.string(), z.string()).nullish(),
      payment_intent: reference,
    }),
  }),
});

function noticeOf({ id, type, created, data: { object } }: z.output<typeof event>): PaymentNotice {
  const base = { id, type, at: new Date(created * 1000) };
  if (!KNOWN.has(type)) return { ...base, about: null };
  if (object.object !== "checkout.session" && object.object !== "payment_intent")
    return {
      ...base,
      about: object.payment_intent ? { kind: "reference", reference: object.payment_intent } : null,
    };
  const mark = markOf(object.metadata);
  if (!mark) return { ...base, about: null };
  if (object.mode === "setup") return { ...base, about: { kind: "setup", setup: object.id, mark } };
  return { ...base, about: { kind: "payment", mark } };
}

/** @throws `payments.signature` where it is forged or too old, `payments.event_malformed` */
export function readEvent(
  stripe: Stripe,
  secret: string | null,
  { body, signature, now }: { body: Uint8Array; signature: string; now: Date },
): PaymentNotice {
  let raw: unknown;
  try {
    if (!secret) throw new Error("no secret");
    const crypto = undefined;
    raw = stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S, crypto, now.getTime());
  } catch {
    throw new AppError("malformed", "payments.signature", "The event's signature is wrong or too old.", {
      advice: "Copy the webhook's signing secret again, and check both clocks.",
    });
  }
  const parsed = event.safeParse(raw);
  if (!parsed.success)
    throw new AppError("malformed", "payments.event_malformed", "This is no event of Stripe's.");
  return noticeOf(parsed.data);
}

/** Events of the kinds that are listened to, the oldest first. */
export async function eventsSince(stripe: Stripe, at: Date): Promise<PaymentNotice[]> {
  const params = {
    ...{ limit: 100, types: [...STRIPE_EVENTS] },
    created: { gte: Math.floor(at.getTime() / 1000) },
  };
  const found = await stripe.events.list(params).autoPagingToArray({ limit: MOST_LISTED });
  return found
    .flatMap((one) => {
      const parsed = event.safeParse(one);
      return parsed.success ? [noticeOf(parsed.data)] : [];
    })
    .reverse();
}
