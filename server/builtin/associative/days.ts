const DAY_MS = 86_400_000;
const ZERO = Date.UTC(1899, 11, 30);
const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?$/;

/** Days since 1899-12-30 of an ISO day or timestamp without zone; null for anything else. */
export function dayOfIso(text: string): number | null {
  if (!ISO.test(text)) return null;
  const ms = Date.parse(`${text.replace(" ", "T")}${text.length > 10 ? "Z" : "T00:00Z"}`);
  return Number.isNaN(ms) ? null : (ms - ZERO) / DAY_MS;
}

/** The ISO day or timestamp a number of days stands for. */
export function isoOfDay(days: number): string | null {
  const time = new Date(ZERO + Math.round(days * DAY_MS));
  if (Number.isNaN(time.getTime())) return null;
  const iso = time.toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, -1);
}
