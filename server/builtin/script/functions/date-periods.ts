import { dateToText } from "../date-format";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { DAY, lunarWeeks, months, type Period, weekNumber, weekRules, weeks, weekYear } from "./calendar";
import { date, define, timestamp } from "./define";

/** Where a function of periods has its arguments: the date's index, then those of `n` and of the first day or month. */
interface Kind {
  name: string;
  /** What stands in the signature before and behind the date. */
  before?: string;
  after: string;
  what: string;
  period(c: CallContext): Period;
}

const KINDS: Kind[] = [
  {
    name: "Week",
    after: " [, n [, firstDay]]",
    what: "week",
    period: (c) => weeks(weekRules(c, 2).firstWeekDay),
  },
  { name: "Month", after: " [, n]", what: "month", period: () => months(1) },
  {
    name: "Quarter",
    after: " [, n [, firstMonth]]",
    what: "quarter",
    period: (c) => months(3, firstMonth(c, 2)),
  },
  { name: "Year", after: " [, n [, firstMonth]]", what: "year", period: (c) => months(12, firstMonth(c, 2)) },
  {
    name: "LunarWeek",
    after: " [, n [, offset]]",
    what: "week counted from 1 January",
    period: (c) => lunar(c),
  },
  {
    name: "Months",
    before: "months, ",
    after: " [, n [, firstMonth]]",
    what: "period of so many months (1, 2, 3, 4, 6, 12)",
    period: (c) => months(monthCount(c), firstMonth(c, 3)),
  },
];

/**
 * First and last points in time of periods, and their names: `MonthStart(d, -1)` is the first day of the
 * month before, `MonthEnd(d)` the last millisecond of the month.
 */
export const periods: FunctionDefinition[] = [
  ...KINDS.flatMap(startAndEnd),
  define(
    "date",
    "DayStart(date [, n [, dayStart]])",
    "DateAndTimeFunctions/daystart",
    [1, 3],
    "The start of the day, n days on.",
    (c) => {
      const part = dayPart(c, 2);
      return timestamp(`(${dayOf(c, part)} + ${interval(part)})`);
    },
  ),
  define(
    "date",
    "DayEnd(date [, n [, dayStart]])",
    "DateAndTimeFunctions/dayend",
    [1, 3],
    "The last millisecond of the day, n days on.",
    (c) => {
      const part = dayPart(c, 2);
      return timestamp(`(${dayOf(c, part)} + ${interval(part + 1)} - INTERVAL 1 MILLISECOND)`);
    },
  ),
  define(
    "date",
    "DayName(date [, n [, dayStart]])",
    "DateAndTimeFunctions/dayname",
    [1, 3],
    "The day, n days on, without its time.",
    (c) => {
      const part = dayPart(c, 2);
      const day = dayOf(c, part);
      if (part === 0) return date(day, c.settings.dateFormat);
      return named(day, dateToText(day, c.settings.dateFormat, c.settings), part);
    },
  ),
  define(
    "date",
    "WeekName(date [, n [, firstDay [, brokenWeeks [, referenceDay]]]])",
    "DateAndTimeFunctions/weekname",
    [1, 5],
    "Year and week such as 2024/05, counting as the week's first day.",
    weekName,
  ),
  define(
    "date",
    "MonthName(date [, n])",
    "DateAndTimeFunctions/monthname",
    [1, 2],
    "Month and year, counting as the month's first day.",
    (c) => {
      const day = start(c, months(1));
      return named(day, dateToText(day, "MMM YYYY", c.settings));
    },
  ),
  define(
    "date",
    "QuarterName(date [, n [, firstMonth]])",
    "DateAndTimeFunctions/quartername",
    [1, 3],
    "First and last month and the year, counting as the first day.",
    (c) => monthsName(c, start(c, months(3, firstMonth(c, 2))), 3),
  ),
  define(
    "date",
    "MonthsName(months, date [, n [, firstMonth]])",
    "DateAndTimeFunctions/monthsname",
    [2, 4],
    "First and last month of the period and the year, counting as the first day.",
    (c) => monthsName(c, start(c, months(monthCount(c), firstMonth(c, 3)), 1), monthCount(c)),
  ),
  define(
    "date",
    "YearName(date [, n [, firstMonth]])",
    "DateAndTimeFunctions/yearname",
    [1, 3],
    "The year, counting as its first day.",
    (c) => {
      const first = firstMonth(c, 2);
      const day = start(c, months(12, first));
      const year = `CAST(year(${day}) AS VARCHAR)`;
      return named(day, first === 1 ? year : `${year} || '-' || CAST(year(${day}) + 1 AS VARCHAR)`);
    },
  ),
  define(
    "date",
    "LunarWeekName(date [, n [, offset]])",
    "DateAndTimeFunctions/lunarweekname",
    [1, 3],
    "Year and week counted from 1 January, such as 2024/05.",
    (c) => {
      const period = lunar(c);
      const day = start(c, period);
      return named(day, `printf('%d/%02d', ${period.year(day)}, ${period.week(day)})`);
    },
  ),
];

function startAndEnd({ name, before = "", after, what, period }: Kind): FunctionDefinition[] {
  const at = before ? 1 : 0;
  const counts: [number, number] = [1 + at, 1 + at + (after.match(/,/g)?.length ?? 0)];
  const page = `DateAndTimeFunctions/${name.toLowerCase()}` as const;
  const write = (end: string) => `${name}${end}(${before}date${after})`;
  return [
    define(
      "date",
      write("Start"),
      `${page}start`,
      counts,
      `The first day of the ${what}, n (0 unless given) on.`,
      (c) => date(start(c, period(c), at)),
    ),
    define(
      "date",
      write("End"),
      `${page}end`,
      counts,
      `The last millisecond of the ${what}, n (0 unless given) on.`,
      (c) => {
        const end = name === "LunarWeek" ? lunarEnd(c) : start(c, period(c), at, 1);
        return timestamp(`(${end} - INTERVAL 1 MILLISECOND)`, c.settings.dateFormat);
      },
    ),
  ];
}

/** SQL DATE of the first day of the period of argument `at`, moved by the argument behind it and `later`. */
function start(c: CallContext, period: Period, at = 0, later = 0): string {
  const shift = c.count > at + 1 ? `${c.integer(at + 1)} + ${later}` : String(later);
  return period.start(c.date(at), shift);
}

function lunar(c: CallContext) {
  return lunarWeeks(dayOffset(c, 2));
}

export function dayOffset(c: CallContext, at: number): number {
  const value = c.count > at ? c.literalNumber(at) : 0;
  if (Number.isInteger(value) && Math.abs(value) <= 366) return value;
  throw c.error("the offset must be a whole number of days, no more than a year", at);
}

/** The last week of a year ends with it. */
function lunarEnd(c: CallContext): string {
  const period = lunar(c);
  const first = start(c, period);
  return `CASE WHEN ${period.year(first)} = ${period.year(`(${first} + 6)`)} THEN ${first} + 7 ELSE ${period.start(`(${first} + 6)`, "0")} END`;
}

function weekName(c: CallContext) {
  const rules = weekRules(c, 2);
  const first = start(c, weeks(rules.firstWeekDay));
  if (!rules.brokenWeeks) {
    const text = `printf('%d/%02d', ${weekYear(first, rules)}, ${weekNumber(first, rules)})`;
    return named(first, text);
  }
  // A broken week starts anew on 1 January.
  const moved = c.count > 1 ? weeks(0).moved(c.date(0), c.integer(1)) : c.date(0);
  const text = `printf('%d/%02d', ${weekYear(moved, rules)}, ${weekNumber(moved, rules)})`;
  return named(`greatest(${first}, CAST(date_trunc('year', ${moved}) AS DATE))`, text);
}

function monthsName(c: CallContext, day: string, count: number) {
  const last = `(${day} + INTERVAL ${count - 1} MONTH)`;
  const end = dateToText(last, "MMM YYYY", c.settings);
  return named(day, count === 1 ? end : `${dateToText(day, "MMM", c.settings)} || '-' || ${end}`);
}

export function monthCount(c: CallContext): number {
  const value = c.literalNumber(0);
  if ([1, 2, 3, 4, 6, 12].includes(value)) return value;
  throw c.error("a period has 1, 2, 3, 4, 6 or 12 months", 0);
}

export function firstMonth(c: CallContext, at: number): number {
  const value = c.count > at ? c.literalNumber(at) : c.settings.firstMonthOfYear;
  if (Number.isInteger(value) && value >= 1 && value <= 12) return value;
  throw c.error("the first month must be a whole number from 1 to 12", at);
}

/** The part of a day after midnight at which days start. */
export function dayPart(c: CallContext, at: number): number {
  return c.count > at ? c.literalNumber(at) : 0;
}

/** SQL INTERVAL of a part of a day. */
export function interval(days: number): string {
  return `to_milliseconds(${Math.round(days * 86_400_000)})`;
}

/** SQL DATE of the day a point in time is in, where days start `part` after midnight. */
function dayOf(c: CallContext, part: number): string {
  const day = part === 0 ? c.date(0) : `CAST(${c.timestamp(0)} - ${interval(part)} AS DATE)`;
  return DAY.start(day, c.count > 1 ? c.integer(1) : "0");
}

function named(day: string, text: string, part = 0) {
  const num = `CAST(date_diff('day', DATE '1899-12-30', ${day}) AS DOUBLE)${part ? ` + ${part}` : ""}`;
  return {
    sql: `CASE WHEN ${day} IS NOT NULL THEN {'num': ${num}, 'txt': ${text}} END`,
    type: TYPES.dual,
  };
}
