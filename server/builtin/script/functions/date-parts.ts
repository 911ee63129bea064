import { textList } from "../date-format";
import type { CallContext, FunctionDefinition } from "../scope";
import type { Settings } from "../settings";
import { TYPES } from "../types";
import { define, integer } from "./define";

const part = (name: string, summary: string, sql: string) =>
  define("date", `${name}(date)`, 1, summary, (c) => integer(`${sql}(${c.timestamp(0)})`));

export const dateParts: FunctionDefinition[] = [
  part("Year", "The year.", "year"),
  part("Day", "The day of the month.", "day"),
  part("Hour", "The hour.", "hour"),
  part("Minute", "The minute.", "minute"),
  part("Second", "The second.", "second"),
  define("date", "Month(date)", 1, "The month: its short name, counting as 1 to 12.", (c) =>
    pickDual(c.settings.monthNames, (i) => i + 1, `month(${c.timestamp(0)})`),
  ),
  define(
    "date",
    "WeekDay(date [, firstDay])",
    [1, 2],
    "The day's short name, counting as 0 to 6 from the week's first.",
    (c) => {
      const first = c.count > 1 ? c.literalNumber(1) : c.settings.firstWeekDay;
      return pickDual(c.settings.dayNames, (i) => (i - first + 7) % 7, `isodow(${c.timestamp(0)})`);
    },
  ),
  define("date", "Week(date)", 1, "The week's number by FirstWeekDay, BrokenWeeks and ReferenceDay.", week),
  define("date", "WeekYear(date)", 1, "The year the week's number belongs to.", (c) => {
    const day = c.date(0);
    if (c.settings.brokenWeeks) return integer(`year(${day})`);
    return integer(`year(${anchor(day, c.settings)})`);
  }),
  define("date", "DayNumberOfYear(date)", 1, "1 to 366; every year counted as a leap year.", (c) => {
    const day = c.date(0);
    const skip = `(month(${day}) > 2 AND NOT (year(${day}) % 4 = 0 AND (year(${day}) % 100 <> 0 OR year(${day}) % 400 = 0)))`;
    return integer(`(dayofyear(${day}) + CAST(${skip} AS BIGINT))`);
  }),
];

function pickDual(names: string[], number: (index: number) => number, index: string) {
  const duals = names.map(
    (name, i) => `{'num': ${number(i)}.0::DOUBLE, 'txt': ${textList([name]).slice(1, -1)}}`,
  );
  return { sql: `([${duals.join(", ")}])[${index}]`, type: TYPES.dual };
}

/** SQL DATE of the first day of a day's week. */
export function weekStart(day: string, firstDay: number): string {
  return `(${day} - CAST((isodow(${day}) + ${6 - firstDay}) % 7 AS INTEGER))`;
}

/** The day of the week that decides to which year the week belongs: in ISO weeks the Thursday. */
function anchor(day: string, settings: Settings): string {
  return `(${weekStart(day, settings.firstWeekDay)} + ${7 - settings.referenceDay})`;
}

function week(c: CallContext) {
  const { settings } = c;
  const day = c.date(0);
  if (settings.brokenWeeks) {
    const first = weekStart(`CAST(date_trunc('year', ${day}) AS DATE)`, settings.firstWeekDay);
    return integer(`(date_diff('day', ${first}, ${weekStart(day, settings.firstWeekDay)}) // 7 + 1)`);
  }
  const iso = settings.firstWeekDay === 0 && settings.referenceDay === 4;
  return integer(iso ? `week(${day})` : `((dayofyear(${anchor(day, settings)}) - 1) // 7 + 1)`);
}
