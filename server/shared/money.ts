import { z } from "zod";
import { Decimal } from "./decimal";
import { AppError } from "./errors";

/** Currencies by their ISO 4217 code. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const currencyCode = z
  .string()
  .refine((code) => CURRENCIES.has(code), 'is no currency\'s code like "EUR"');

const exponents = new Map<string, number>();

/** Digits after the point by ISO 4217: EUR 2, JPY 0, KWD 3. */
export function exponent(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits as number;
  exponents.set(currency, digits);
  return digits;
}

/**
 * Whole minor units of an exact amount in major units, rounded half to even: the one rounding a line has.
 * @throws `money.too_large` above 2^53 minor units
 */
export function toMinor(amount: Decimal, currency: string): number {
  const minor = amount
    .times(new Decimal(10).pow(exponent(currency)))
    .toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
  const value = minor.toNumber();
  if (!Number.isSafeInteger(value))
    throw new AppError(
      "invalid",
      "money.too_large",
      `${amount.toFixed()} ${currency} is too large an amount.`,
      {
        advice: "Check the quantity and the price.",
      },
    );
  return value === 0 ? 0 : value;
}

/** The exact amount in major units: 1250 EUR cents are "12.50". */
export function majorText(minor: number, currency: string): string {
  const digits = exponent(currency);
  return new Decimal(minor).div(new Decimal(10).pow(digits)).toFixed(digits);
}

/** As people write it, digits as the currency has them. Exact at any size. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(majorText(minor, currency) as unknown as number);
}
