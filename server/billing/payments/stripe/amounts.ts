import { AppError } from "@/server/shared/errors";
import { exponent, majorText } from "@/server/shared/money";

/** Currencies whose amounts Stripe takes with other digits than ISO 4217 has; all others are as there. */
const DIGITS: Readonly<Record<string, number>> = {
  // Without decimals at Stripe.
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, JPY: 0, KMF: 0, KRW: 0, MGA: 0, PYG: 0, RWF: 0, VND: 0, VUV: 0 },
  ...{ XAF: 0, XOF: 0, XPF: 0 },
  // Without decimals, but taken with two.
  ...{ ISK: 2, UGX: 2 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3, TND: 3 },
};
const USUAL = 2;
/** The last of three decimals has to be 0 there. */
const COARSE = 10;

const digitsOf = (currency: string) => DIGITS[currency] ?? USUAL;

/**
 * Stripe's amount of ours.
 * @throws `payments.currency` where Stripe cannot collect exactly this amount: nothing is rounded
 */
export function toStripe(amount: number, currency: string): number {
  const [ours, theirs] = [exponent(currency), digitsOf(currency)];
  const factor = 10 ** Math.abs(theirs - ours);
  const value = theirs >= ours ? amount * factor : amount / factor;
  const whole = Number.isSafeInteger(value) && (theirs < 3 || value % COARSE === 0);
  if (whole) return value;
  throw new AppError(
    "invalid",
    "payments.currency",
    `Stripe cannot collect exactly ${majorText(amount, currency)} ${currency}.`,
    {
      advice: "Pay it by bank.",
      params: { amount: majorText(amount, currency), currency },
    },
  );
}

/** Our minor units of an amount at Stripe; exact for all that `toStripe` gives. */
export function fromStripe(value: number, currency: string): number {
  const [ours, theirs] = [exponent(currency), digitsOf(currency)];
  const factor = 10 ** Math.abs(theirs - ours);
  return Math.round(theirs >= ours ? value / factor : value * factor);
}
