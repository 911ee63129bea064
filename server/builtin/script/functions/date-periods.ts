import { dateToText } from "../date-format";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { weekStart } from "./date-parts";
import { date, define, timestamp } from "./define";

type Unit = "day" | "week" | "month" | "quarter" | "year";

const MONTHS: Record<Unit, number> = { day: 0, week: 0, month: 1, quarter: 3, year: 12 };

function period(unit: Unit, name: string, args: string): FunctionDefinition[] {
  const most = unit === "month" || unit === "day" ? 2 : 3;
  return [
    define(
      "date",
      `${name}Start(date${args})`,
      [1, most],
      `The first day of the ${unit}, n ${unit}s on.`,
      (c) => date(start(c, unit)),
    ),
    define(
      "date",
      `${name}End(date${args})`,
      [1, most],
      `The last millisecond of the ${unit}, n ${unit}s on.`,
      (c) => timestamp(`(${start(c, unit, 1)} - INTERVAL 1 MILLISECOND)`, c.settings.dateFormat),
    ),
  ];
}

export const periods: FunctionDefinition[] = [
  ...period("day", "Day", " [, n]"),
  ...period("week", "Week", " [, n [, firstDay]]"),
  ...period("month", "Month", " [, n]"),
  ...period("quarter", "Quarter", " [, n [, firstMonth]]"),
  ...period("year", "Year", " [, n [, firstMonth]]"),
  define("date", "DayName(date [, n])", [1, 2], "The day, n days on, without its time.", (c) =>
    date(start(c, "day"), c.settings.dateFormat),
  ),
  define("date", "MonthName(date [, n])", [1, 2], "Month and year, counting as the month's first day.", (c) =>
    named(start(c, "month"), (day) => dateToText(day, "MMM YYYY", c.settings)),
  ),
  define(
    "date",
    "QuarterName(date [, n])",
    [1, 2],
    "First and last month and the year, counting as the first day.",
    (c) =>
      named(start(c, "quarter"), (day) => {
        const last = `(${day} + INTERVAL 2 MONTH)`;
        return `${dateToText(day, "MMM", c.settings)} || '-' || ${dateToText(last, "MMM YYYY", c.settings)}`;
      }),
  ),
  define("date", "YearName(date [, n [, firstMonth]])", [1, 3], "The year, counting as its first day.", (c) =>
    named(start(c, "year"), (day) => yearText(c, day)),
  ),
];

function yearText(c: CallContext, day: string): string {
  const year = `CAST(year(${day}) AS VARCHAR)`;
  return firstMonth(c) === 1 ? year : `${year} || '-' || CAST(year(${day}) + 1 AS VARCHAR)`;
}

function firstMonth(c: CallContext): number {
  return c.count > 2 ? c.literalNumber(2) : c.settings.firstMonthOfYear;
}

/** SQL DATE of the first day of the period a date is in, shifted by the second argument and `later`. */
function start(c: CallContext, unit: Unit, later = 0): string {
  const shift = c.count > 1 ? `CAST(${c.integer(1)} + ${later} AS INTEGER)` : String(later);
  const day = c.date(0);
  if (unit === "day") return `(${day} + ${shift})`;
  if (unit === "week") {
    const first = c.count > 2 ? c.literalNumber(2) : c.settings.firstWeekDay;
    return `(${weekStart(day, first)} + ${shift} * 7)`;
  }
  const moved = `to_months((${shift}) * ${MONTHS[unit]})`;
  if (unit === "month") return `CAST(date_trunc('month', ${day}) + ${moved} AS DATE)`;
  const offset = `to_months(${(firstMonth(c) - 1) % MONTHS[unit]})`;
  return `CAST(date_trunc('${unit}', ${day} - ${offset}) + ${offset} + ${moved} AS DATE)`;
}

function named(day: string, write: (day: string) => string) {
  const sql = `CASE WHEN ${day} IS NOT NULL THEN {'num': CAST(date_diff('day', DATE '1899-12-30', ${day}) AS DOUBLE), 'txt': ${write(day)}} END`;
  return { sql, type: TYPES.dual };
}
