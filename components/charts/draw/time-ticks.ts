const DAY = 86_400_000;
const STEPS: { unit: "hour" | "day" | "month" | "year"; every: number; ms: number }[] = [
  { unit: "hour", every: 1, ms: DAY / 24 },
  { unit: "hour", every: 6, ms: DAY / 4 },
  { unit: "day", every: 1, ms: DAY },
  { unit: "day", every: 7, ms: 7 * DAY },
  { unit: "day", every: 14, ms: 14 * DAY },
  { unit: "month", every: 1, ms: 30.4 * DAY },
  { unit: "month", every: 3, ms: 91.3 * DAY },
  { unit: "month", every: 6, ms: 182.6 * DAY },
  { unit: "year", every: 1, ms: 365.25 * DAY },
  { unit: "year", every: 2, ms: 2 * 365.25 * DAY },
  { unit: "year", every: 5, ms: 5 * 365.25 * DAY },
  { unit: "year", every: 10, ms: 10 * 365.25 * DAY },
];

/** Milliseconds of an ISO date or timestamp without zone (read as UTC); null for anything else. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return null;
  const time = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : `${value}Z`);
  return Number.isNaN(time) ? null : time;
}

/**
 * At most `count` round points of time between two, with their words: hours, days, months or years as the span asks.
 * A year is written where it begins.
 */
export function timeTicks(
  from: number,
  to: number,
  count: number,
  locale: string,
): { at: number; text: string }[] {
  const wanted = (to - from) / Math.max(1, count);
  const step = STEPS.find(({ ms }) => ms >= wanted) ?? {
    unit: "year" as const,
    every: 50,
    ms: 50 * 365.25 * DAY,
  };
  const found: number[] = [];
  for (let at = firstTick(from, step); at <= to && found.length < 100; at = nextTick(at, step))
    if (at >= from) found.push(at);
  return found.map((at) => ({ at, text: tickText(at, step.unit, locale) }));
}

function firstTick(from: number, { unit, every }: (typeof STEPS)[number]): number {
  const date = new Date(from);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "year") return Date.UTC(Math.floor(year / every) * every, 0);
  if (unit === "month") return Date.UTC(year, Math.floor(month / every) * every);
  const size = unit === "day" ? DAY * every : (DAY / 24) * every;
  return Math.ceil(from / size) * size;
}

function nextTick(at: number, { unit, every, ms }: (typeof STEPS)[number]): number {
  const date = new Date(at);
  if (unit === "year") return Date.UTC(date.getUTCFullYear() + every, 0);
  if (unit === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + every);
  return at + ms;
}

function tickText(at: number, unit: string, locale: string): string {
  const date = new Date(at);
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(date);
  if (unit === "year" || (unit === "month" && date.getUTCMonth() === 0)) return write({ year: "numeric" });
  if (unit === "month") return write({ month: "short" });
  if (unit === "hour" && date.getUTCHours() > 0) return write({ hour: "2-digit", minute: "2-digit" });
  return write({ day: "numeric", month: "short" });
}
