import type Stripe from "stripe";
import type { PaymentMethod } from "@/db/schema/billing";
import type { PaymentMark, PaymentOutcome } from "../port";
import { fromStripe } from "./amounts";

const PAYMENT = "tenantry_payment";
const TENANT = "tenantry_tenant";

export const metadataOf = ({ payment, tenant }: PaymentMark) => ({ [PAYMENT]: payment, [TENANT]: tenant });

/** Ours, where the object is; other things of the same account have no mark. */
export function markOf(metadata: Record<string, string> | null | undefined): PaymentMark | null {
  const [payment, tenant] = [metadata?.[PAYMENT], metadata?.[TENANT]];
  return payment && tenant ? { payment, tenant } : null;
}

export const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === "string" ? value : (value?.id ?? null);

const nothing = (currency: string) => ({
  reference: null,
  amount: 0,
  currency,
  problem: null,
  dispute: null,
});

export function ofIntent(intent: Stripe.PaymentIntent): PaymentOutcome {
  const currency = intent.currency.toUpperCase();
  const base = { ...nothing(currency), reference: intent.id };
  if (intent.status === "succeeded")
    return { ...base, state: "succeeded", amount: fromStripe(intent.amount_received, currency) };
  if (intent.status === "processing" || intent.status === "requires_capture")
    return { ...base, state: "pending" };
  const error = intent.last_payment_error;
  const needed = intent.status === "requires_action" ? "authentication_required" : intent.status;
  return { ...base, state: "failed", problem: error?.decline_code ?? error?.code ?? needed };
}

/** A page: open until it is paid or over; a payment on it that failed leaves it open. */
export function ofSession(session: Stripe.Checkout.Session): PaymentOutcome {
  const currency = (session.currency ?? "").toUpperCase();
  if (session.status === "expired") return { ...nothing(currency), state: "failed", problem: "expired" };
  const intent = session.payment_intent;
  if (session.status !== "complete") return { ...nothing(currency), state: "open", reference: null };
  if (!intent || typeof intent === "string")
    return { ...nothing(currency), state: "pending", reference: idOf(intent) };
  return ofIntent(intent);
}

export function ofRefund(refund: Stripe.Refund): PaymentOutcome {
  const currency = refund.currency.toUpperCase();
  const base = { ...nothing(currency), reference: refund.id };
  if (refund.status === "succeeded")
    return { ...base, state: "succeeded", amount: fromStripe(refund.amount, currency) };
  if (refund.status === "failed" || refund.status === "canceled")
    return { ...base, state: "failed", problem: refund.failure_reason ?? refund.status };
  return { ...base, state: "pending" };
}

export function ofMethod(method: Stripe.PaymentMethod): PaymentMethod {
  const { card, sepa_debit: sepa } = method;
  return {
    ...{ id: method.id, type: method.type, brand: card?.brand ?? null },
    last4: card?.last4 ?? sepa?.last4 ?? null,
    ...{ expMonth: card?.exp_month ?? null, expYear: card?.exp_year ?? null },
    savedAt: new Date(method.created * 1000).toISOString(),
  };
}
