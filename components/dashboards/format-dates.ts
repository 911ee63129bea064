import type { CellValue } from "@/server/platform/model";

type Kind = "date" | "timestamp" | "time";

/** Days from the epoch of scripts (30 December 1899) to that of the browser. */
const SCRIPT_EPOCH_DAYS = 25_569;

/** Which parts a script's format asks for, in the reader's own order and words. */
const SHAPES: [RegExp, Intl.DateTimeFormatOptions][] = [
  [/^Y{4}$/, { year: "numeric" }],
  [/^Y{4}.?M{2,4}$|^M{2,4}.?Y{4}$/, { year: "numeric", month: "short" }],
  [/^M{3}$/, { month: "short" }],
  [/^M{4}$/, { month: "long" }],
  [/^M{1,4}.?D{1,2}\.?$|^D{1,2}.{0,2}M{1,4}\.?$/, { month: "short", day: "numeric" }],
  [/^W{3}$|^E{3}$/, { weekday: "short" }],
  [/^W{4}$|^E{4}$/, { weekday: "long" }],
];

const WHOLE: Record<Kind, Intl.DateTimeFormatOptions> = {
  date: { year: "numeric", month: "short", day: "numeric" },
  timestamp: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit" },
};

const made = new Map<string, Intl.DateTimeFormat>();

/**
 * A date of the data: ISO text, or days since 30 December 1899. Wall-clock time, never moved by a zone. Text that is
 * no date is shown as it is.
 */
export function dateText(cell: CellValue, pattern: string | undefined, kind: Kind, locale: string): string {
  const at = instantOf(cell, kind);
  if (at === null) return String(cell);
  const shape = SHAPES.find(([form]) => pattern !== undefined && form.test(pattern))?.[1] ?? WHOLE[kind];
  const key = `${locale}${JSON.stringify(shape)}`;
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...shape, timeZone: "UTC" });
  made.set(key, format);
  return format.format(at);
}

function instantOf(cell: CellValue, kind: Kind): number | null {
  if (typeof cell === "number") return (cell - SCRIPT_EPOCH_DAYS) * 86_400_000;
  if (typeof cell !== "string") return null;
  const iso = kind === "time" ? `1970-01-01T${cell}` : cell.replace(" ", "T");
  const found = iso.match(/^(\d{4})-(\d{2})(?:-(\d{2}))?(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/);
  if (!found) return null;
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = found
    .slice(1)
    .map((part) => Number(part ?? Number.NaN) || 0);
  return Date.UTC(y, mo - 1, d || 1, h, mi, s);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Seconds as the two largest units that count: "2 hr 5 min". */
export function durationText(seconds: number, locale: string): string {
  const size = Math.abs(seconds);
  const from = Math.max(
    0,
    UNITS.findIndex(([, length], i) => size >= length || i === UNITS.length - 1),
  );
  let rest = Math.round(size);
  const parts = UNITS.slice(from, from + 2).flatMap(([unit, length], i) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count === 0 && i > 0) return [];
    return [new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count)];
  });
  return `${seconds < 0 ? "\u2212" : ""}${parts.join("\u00a0")}`;
}
