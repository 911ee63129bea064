import type { CallContext, FunctionDefinition } from "../scope";
import { lunarWeeks, months, type Period, weekRules, weeks, whole } from "./calendar";
import { localTime } from "./date";
import { dayOffset, dayPart, firstMonth, interval, monthCount } from "./date-periods";
import { boolean, define } from "./define";

interface Kind {
  name: string;
  what: string;
  /** Name of the last, optional argument. */
  last?: string;
  /** 1 where the number of months comes first. */
  at?: number;
  period(c: CallContext, last: number): Period;
}

const KINDS: Kind[] = [
  {
    name: "InWeek",
    what: "week",
    last: "firstDay",
    period: (c, last) => weeks(weekRules(c, last).firstWeekDay),
  },
  { name: "InMonth", what: "month", period: () => months(1) },
  {
    name: "InMonths",
    what: "months",
    last: "firstMonth",
    at: 1,
    period: (c, last) => months(monthCount(c), firstMonth(c, last)),
  },
  {
    name: "InQuarter",
    what: "quarter",
    last: "firstMonth",
    period: (c, last) => months(3, firstMonth(c, last)),
  },
  { name: "InYear", what: "year", last: "firstMonth", period: (c, last) => months(12, firstMonth(c, last)) },
  {
    name: "InLunarWeek",
    what: "week counted from 1 January",
    last: "offset",
    period: (c, last) => lunarWeeks(dayOffset(c, last)),
  },
];

/**
 * Whether a point in time is in the period around a base date, or in its part up to that day. NULL where one of the dates is.
 */
export const inPeriods: FunctionDefinition[] = [
  ...KINDS.flatMap(both),
  define(
    "date",
    "InDay(date, base, n [, dayStart])",
    "DateAndTimeFunctions/inday",
    [3, 4],
    "Whether in the base's day, n days on.",
    (c) => {
      const start = dayStart(c);
      return boolean(`(${c.timestamp(0)} >= ${start} AND ${c.timestamp(0)} < ${start} + INTERVAL 1 DAY)`);
    },
  ),
  define(
    "date",
    "InDayToTime(date, base, n [, dayStart])",
    "DateAndTimeFunctions/indaytotime",
    [3, 4],
    "Whether in the base's day up to its time, n days on.",
    (c) => {
      const end = `(${c.timestamp(1)} + to_days(${whole(c.integer(2))}))`;
      return boolean(`(${c.timestamp(0)} >= ${dayStart(c)} AND ${c.timestamp(0)} <= ${end})`);
    },
  ),
  define(
    "date",
    "YearToDate(date [, years [, firstMonth [, today]]])",
    "DateAndTimeFunctions/yeartodate",
    [1, 4],
    "Whether in the year up to the day of the reload.",
    (c) => {
      const today = c.count > 3 ? c.date(3) : `DATE '${localTime(c.settings).slice(0, 10)}'`;
      const shift = c.count > 1 ? c.integer(1) : "0";
      const period = months(12, c.count > 2 ? firstMonth(c, 2) : 1);
      return boolean(upTo(c.timestamp(0), period.start(today, shift), period.moved(today, shift)));
    },
  ),
];

function both({ name, what, last, at = 0, period }: Kind): FunctionDefinition[] {
  const args = `(${at ? "months, " : ""}date, base, n${last ? ` [, ${last}]` : ""})`;
  const page = name.toLowerCase();
  const counts: [number, number] = [3 + at, 3 + at + (last ? 1 : 0)];
  return [
    define(
      "date",
      name + args,
      `DateAndTimeFunctions/${page}`,
      counts,
      `Whether in the base's ${what}, n on.`,
      (c) => {
        const [time, base, shift] = [c.timestamp(at), c.date(at + 1), c.integer(at + 2)];
        const found = period(c, at + 3);
        const [start, end] = [found.start(base, shift), found.start(base, `${shift} + 1`)];
        // One week on may be the same week once more where the year ends.
        if (name === "InLunarWeek")
          return boolean(`(${found.start(`CAST(${time} AS DATE)`, "0")} = ${start})`);
        return boolean(`(${time} >= ${start} AND ${time} < ${end})`);
      },
    ),
    define(
      "date",
      `${name}ToDate${args}`,
      `DateAndTimeFunctions/${page}todate`,
      counts,
      `Whether in the base's ${what} up to its day, n on.`,
      (c) => {
        const [base, shift] = [c.date(at + 1), c.integer(at + 2)];
        const found = period(c, at + 3);
        return boolean(upTo(c.timestamp(at), found.start(base, shift), found.moved(base, shift)));
      },
    ),
  ];
}

/** Up to and including the last millisecond of a day. */
function upTo(time: string, start: string, day: string): string {
  return `(${time} >= ${start} AND ${time} < ${day} + 1)`;
}

function dayStart(c: CallContext): string {
  const part = dayPart(c, 3);
  const day = `CAST(${c.timestamp(1)} - ${interval(part)} AS DATE)`;
  return `(${day} + ${whole(c.integer(2))} + ${interval(part)})`;
}
