/** Digits after the point of a currency, as it is written. */
export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** An amount as typed, with a point or comma, in whole minor units; null where it is none above zero. */
export function minorOf(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const found = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim());
  const [whole = "", part = ""] = found?.slice(1) ?? [];
  if (!found || part.length > digits) return null;
  const minor = Number(whole + part.padEnd(digits, "0"));
  return minor > 0 ? minor : null;
}

/** The same as an exact decimal in major units; null where it is none above zero. */
export function decimalOf(text: string): string | null {
  const clean = text.trim().replace(",", ".");
  return /^\d{1,12}(\.\d{1,12})?$/.test(clean) && Number(clean) > 0 ? clean : null;
}
