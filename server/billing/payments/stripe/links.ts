export const STRIPE = "stripe";

/** Stripe's own page about a payment, for operators. */
export const stripePage = (reference: string, live: boolean): string =>
  `https://dashboard.stripe.com/${live ? "" : "test/"}payments/${encodeURIComponent(reference)}`;
