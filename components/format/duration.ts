const NBSP = "\u00a0";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function number(locale: string, value: number, digits: number): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/**
 * A length of time with SI symbols: `0.41 s`, `14.0 s`, `1 min 05 s`, `4 h 12 min`, `6 d`.
 * @param ms milliseconds; negative ones (clocks that differ) count as 0
 */
export function formatDuration(locale: string, ms: number): string {
  const span = Math.max(0, ms);
  if (span < 9.995 * SECOND) return `${number(locale, span / SECOND, 2)}${NBSP}s`;
  if (span < 59.95 * SECOND) return `${number(locale, span / SECOND, 1)}${NBSP}s`;
  const seconds = Math.round(span / SECOND);
  if (seconds < 3600) {
    const rest = String(seconds % 60).padStart(2, "0");
    return `${Math.floor(seconds / 60)}${NBSP}min${NBSP}${rest}${NBSP}s`;
  }
  return formatSpan(locale, span);
}

/** A rough length of time, for ages: `8 s`, `9 min`, `4 h 12 min`, `6 d`. */
export function formatSpan(locale: string, ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${number(locale, Math.floor(span / SECOND), 0)}${NBSP}s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)}${NBSP}min`;
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    const hours = `${Math.floor(span / HOUR)}${NBSP}h`;
    return minutes ? `${hours}${NBSP}${minutes}${NBSP}min` : hours;
  }
  return `${number(locale, Math.floor(span / DAY), 0)}${NBSP}d`;
}
