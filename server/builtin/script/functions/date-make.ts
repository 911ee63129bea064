import type { CallContext, FunctionDefinition } from "../scope";
import { weekRules, weekStart, whole } from "./calendar";
import { date, define, timestamp } from "./define";

/** Dates made of parts; NULL where there is no such day. */
export const madeDates: FunctionDefinition[] = [
  define(
    "date",
    "MakeDate(year [, month [, day]])",
    "DateAndTimeFunctions/makedate",
    [1, 3],
    "A day, of month 1 and day 1 unless given; NULL where there is no such day.",
    (c) => {
      const [month, day] = [c.count > 1 ? c.integer(1) : "1", c.count > 2 ? c.integer(2) : "1"];
      return date(`TRY_CAST(printf('%04d-%02d-%02d', ${c.integer(0)}, ${month}, ${day}) AS DATE)`);
    },
  ),
  define(
    "date",
    "MakeTime(hour [, minute [, second]])",
    "DateAndTimeFunctions/maketime",
    [1, 3],
    "A time of day, of minute 0 and second 0 unless given; NULL where there is no such time.",
    (c) => {
      const [minute, second] = [c.count > 1 ? c.integer(1) : "0", c.count > 2 ? c.integer(2) : "0"];
      const time = `TRY_CAST(printf('%02d:%02d:%02d', ${c.integer(0)}, ${minute}, ${second}) AS TIME)`;
      // DuckDB has a time of 24:00, which would be the next day's midnight.
      return timestamp(
        `(DATE '1899-12-30' + CASE WHEN ${c.integer(0)} < 24 THEN ${time} END)`,
        c.settings.timeFormat,
      );
    },
  ),
  define(
    "date",
    "MakeWeekDate(weekYear [, week [, weekday [, firstDay [, brokenWeeks [, referenceDay]]]]])",
    "DateAndTimeFunctions/makeweekdate",
    [1, 6],
    "A day of a week, by number (0 its first day); NULL where there is none.",
    makeWeekDate,
  ),
  define(
    "date",
    "SetDateYear(date, year)",
    "DateAndTimeFunctions/setdateyear",
    2,
    "The same day of another year; 29 February becomes the 28th.",
    (c) => moved(c, `(${c.integer(1)} - year(${c.timestamp(0)})) * 12`),
  ),
  define(
    "date",
    "SetDateYearMonth(date, year, month)",
    "DateAndTimeFunctions/setdateyearmonth",
    3,
    "The same day of another month; cut to the month's last.",
    (c) => {
      const months = `(${c.integer(1)} - year(${c.timestamp(0)})) * 12 + ${c.integer(2)} - month(${c.timestamp(0)})`;
      return moved(c, `CASE WHEN ${c.integer(2)} BETWEEN 1 AND 12 THEN ${months} END`);
    },
  ),
];

function makeWeekDate(c: CallContext) {
  const rules = weekRules(c, 3);
  const [week, weekday] = [c.count > 1 ? c.integer(1) : "1", c.count > 2 ? c.integer(2) : "0"];
  const inFirst = `TRY_CAST(printf('%04d-01-%02d', ${c.integer(0)}, ${rules.brokenWeeks ? 1 : rules.referenceDay}) AS DATE)`;
  const days = `CAST((${week} - 1) * 7 + ${weekday} AS INTEGER)`;
  const valid = `${week} BETWEEN 1 AND 54 AND ${weekday} BETWEEN 0 AND 6`;
  return date(`CASE WHEN ${valid} THEN ${weekStart(inFirst, rules.firstWeekDay)} + ${days} END`);
}

/** Keeps the time of day of a timestamp, and the display format. */
function moved(c: CallContext, months: string) {
  const { type, format } = c.arg(0);
  const interval = `to_months(${whole(months)})`;
  if (type.kind === "date") return date(`CAST(${c.date(0)} + ${interval} AS DATE)`, format);
  return timestamp(
    `(${c.timestamp(0)} + ${interval})`,
    type.kind === "timestamp" ? format : c.settings.dateFormat,
  );
}
