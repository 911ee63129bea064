import { textList } from "../date-format";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { weekNumber, weekRules, weekYear } from "./calendar";
import { define, integer } from "./define";

const WEEK_RULES = " [, firstDay [, brokenWeeks [, referenceDay]]]";

const part = (name: string, summary: string, sql: string) =>
  define("date", `${name}(date)`, `DateAndTimeFunctions/${name.toLowerCase()}`, 1, summary, (c) =>
    integer(`${sql}(${c.timestamp(0)})`),
  );

/** Parts of dates. */
export const dateParts: FunctionDefinition[] = [
  part("Year", "The year.", "year"),
  part("Day", "The day of the month.", "day"),
  part("Hour", "The hour.", "hour"),
  part("Minute", "The minute.", "minute"),
  part("Second", "The second.", "second"),
  define(
    "date",
    "Month(date)",
    "DateAndTimeFunctions/month",
    1,
    "The month: its short name, counting as 1 to 12.",
    (c) => pickDual(c.settings.monthNames, (i) => i + 1, `month(${c.timestamp(0)})`),
  ),
  define(
    "date",
    "WeekDay(date [, firstDay])",
    "DateAndTimeFunctions/weekday",
    [1, 2],
    "The day's short name, counting as 0 to 6 from the week's first (FirstWeekDay unless given).",
    (c) => {
      const first = c.count > 1 ? c.literalNumber(1) : c.settings.firstWeekDay;
      if (!Number.isInteger(first) || first < 0 || first > 6)
        throw c.error("the first day must be a whole number from 0 (Monday) to 6", 1);
      return pickDual(c.settings.dayNames, (i) => (i - first + 7) % 7, `isodow(${c.timestamp(0)})`);
    },
  ),
  define(
    "date",
    `Week(date${WEEK_RULES})`,
    "DateAndTimeFunctions/week",
    [1, 4],
    "The week's number; unless given, by FirstWeekDay, BrokenWeeks and ReferenceDay.",
    (c) => integer(weekNumber(c.date(0), weekRules(c, 1))),
  ),
  define(
    "date",
    `WeekYear(date${WEEK_RULES})`,
    "DateAndTimeFunctions/weekyear",
    [1, 4],
    "The year the week's number belongs to.",
    (c) => integer(weekYear(c.date(0), weekRules(c, 1))),
  ),
  define(
    "date",
    "DayNumberOfYear(date [, firstMonth])",
    "DateAndTimeFunctions/daynumberofyear",
    [1, 2],
    "1 to 366; every year counted as a leap year.",
    (c) => dayNumber(c.date(0), String(firstMonth(c))),
  ),
  define(
    "date",
    "DayNumberOfQuarter(date [, firstMonth])",
    "DateAndTimeFunctions/daynumberofquarter",
    [1, 2],
    "1 to 92; February counted with 29 days.",
    (c) => {
      const day = c.date(0);
      const into = `((month(${day}) + ${12 - firstMonth(c)}) % 3)`;
      return dayNumber(day, `((month(${day}) - ${into} + 11) % 12 + 1)`);
    },
  ),
];

/** A leap year's days from the first of a month on (SQL 1 to 12). */
function dayNumber(day: string, month: string) {
  const ofLeapYear = (m: string, d: string) => `dayofyear(make_date(2000, ${m}, ${d}))`;
  const days = `(${ofLeapYear(`month(${day})`, `day(${day})`)} - ${ofLeapYear(month, "1")})`;
  return integer(`((${days} + 366) % 366 + 1)`);
}

function firstMonth(c: CallContext): number {
  const value = c.count > 1 ? c.literalNumber(1) : 1;
  if (Number.isInteger(value) && value >= 1 && value <= 12) return value;
  throw c.error("the first month must be a whole number from 1 to 12", 1);
}

function pickDual(names: string[], number: (index: number) => number, index: string) {
  const duals = names.map(
    (name, i) => `{'num': ${number(i)}.0::DOUBLE, 'txt': ${textList([name]).slice(1, -1)}}`,
  );
  return { sql: `([${duals.join(", ")}])[${index}]`, type: TYPES.dual };
}
