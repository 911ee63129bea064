/** `4,356,466` in the reader's way. */
export function formatCount(locale: string, value: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** `412k`: for rates and where room is short. */
export function formatCompact(locale: string, value: number): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** @param share 0 to 1; whole percent, and never 100 % before it is all */
export function formatPercent(locale: string, share: number): string {
  const shown = share < 1 ? Math.min(0.99, Math.max(0, share)) : 1;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(shown);
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;
const OCTETS = ["o", "ko", "Mo", "Go", "To"] as const;

/** Decimal units: `1.4 MB`, in French `1,4 Mo`. */
export function formatBytes(locale: string, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${text}\u00a0${(locale.startsWith("fr") ? OCTETS : BYTE_UNITS)[power]}`;
}
