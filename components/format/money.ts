const digitsOf = new Map<string, number>();

/** Digits after the point: EUR 2, JPY 0, KWD 3. */
export function currencyDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  digitsOf.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}

/** The exact amount in major units: 1250 EUR cents are `12.50`. */
export function majorText(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  const rest = digits > 0 ? `.${figures.slice(-digits)}` : "";
  return `${minor < 0 ? "-" : ""}${whole}${rest}`;
}

/** Whole minor units of what somebody typed, `12,50` or `12.50`; null where it is no such amount. */
export function minorOf(text: string, currency: string): number | null {
  const digits = currencyDigits(currency);
  const parts = /^(\d{1,13})(?:[.,](\d*))?$/.exec(text.trim());
  const rest = parts?.[2] ?? "";
  if (!parts || rest.length > digits) return null;
  return Number(`${parts[1]}${rest.padEnd(digits, "0")}`);
}

/** As people write it, digits as the currency has them. */
export function formatMoney(locale: string, minor: number, currency: string): string {
  const text = majorText(minor, currency) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(text);
}

/** A price as exact as it is written, in major units: `0.4` EUR is `€0.40`, `0.0025` stays so. */
export function formatPrice(locale: string, amount: string, currency: string): string {
  const digits = currencyDigits(currency);
  const written = amount.split(".")[1]?.length ?? 0;
  const shown = written === 0 ? 0 : Math.max(written, digits);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(amount as Intl.StringNumericLiteral);
}
