import type { CallContext, FunctionDefinition } from "../scope";
import type { Settings } from "../settings";
import { whole } from "./calendar";
import { date, define, number, timestamp } from "./define";

/** Points in time: of the reload, and moved by months and years. */
export const dates: FunctionDefinition[] = [
  define(
    "date",
    "Today([mode])",
    "DateAndTimeFunctions/today",
    [0, 1],
    "The day the reload started, in its zone, whatever the mode.",
    (c) => date(`DATE '${localTime(c.settings).slice(0, 10)}'`),
  ),
  define(
    "date",
    "Now([mode])",
    "DateAndTimeFunctions/now",
    [0, 1],
    "The point in time the reload started, in its zone, whatever the mode.",
    (c) => timestamp(`TIMESTAMP '${localTime(c.settings)}'`),
  ),
  define(
    "date",
    "AddMonths(date, n [, mode])",
    "DateAndTimeFunctions/addmonths",
    [2, 3],
    "n months later, cut to the month's last day; by mode 1 (0 unless given) as far from the month's end.",
    addMonths,
  ),
  define(
    "date",
    "AddYears(date, n)",
    "DateAndTimeFunctions/addyears",
    2,
    "n years later; 29 February becomes the 28th.",
    (c) => shifted(c, `to_months(${whole(`${c.integer(1)} * 12`)})`),
  ),
  define(
    "date",
    "Age(timestamp, birth)",
    "DateAndTimeFunctions/age",
    2,
    "Whole years between two days.",
    (c) => number(`CAST(date_sub('year', ${c.timestamp(1)}, ${c.timestamp(0)}) AS DOUBLE)`),
  ),
];

/** By mode 1 as many days before the end of the month as the date is. */
function addMonths(c: CallContext) {
  const months = `to_months(${whole(c.integer(1))})`;
  const mode = c.count > 2 ? c.literalNumber(2) : 0;
  if (mode === 0) return shifted(c, months);
  if (mode !== 1) throw c.error("the mode must be 0 or 1", 2);
  const [time, day] = [c.timestamp(0), c.date(0)];
  const last = `last_day(${day} + ${months})`;
  return shifted(
    c,
    `to_days(CAST(date_diff('day', ${day}, ${last}) - date_diff('day', ${day}, last_day(${time})) AS INTEGER))`,
  );
}

/** Keeps the time of day of a timestamp, and the display format. */
function shifted(c: CallContext, interval: string) {
  const { type, format } = c.arg(0);
  if (type.kind === "timestamp") return timestamp(`(${c.timestamp(0)} + ${interval})`, format);
  return date(`CAST(${c.date(0)} + ${interval} AS DATE)`, format);
}

/** `2026-01-31 14:05:09` in the zone. */
export function localTime({ now, zone }: Settings, other = zone): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: other,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(now);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")}`;
}
