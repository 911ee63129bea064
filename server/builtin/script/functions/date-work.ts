import type { CallContext, FunctionDefinition } from "../scope";
import { date, define, integer } from "./define";

/** A Monday before all dates. */
const MONDAY = "DATE '0001-01-01'";
const OPEN = Infinity;

/**
 * Working days, Monday to Friday but for the holidays named. Every working day has a number; holidays are taken out of
 * it.
 */
export const workDates: FunctionDefinition[] = [
  define(
    "date",
    "NetWorkDays(start, end [, holiday, …])",
    "DateAndTimeFunctions/networkdays",
    [2, OPEN],
    "Working days from one day to another, both included; 0 where the end is before the start.",
    (c) => {
      const [start, end] = [c.date(0), c.date(1)];
      const days = `(${upTo(end)} - ${upTo(`(${start} - 1)`)})`;
      const found = holidays(c);
      const free = found ? ` - len(list_filter(${found}, _h -> _h BETWEEN ${start} AND ${end}))` : "";
      return integer(
        `CASE WHEN ${start} <= ${end} THEN CAST(${days}${free} AS BIGINT) WHEN ${start} > ${end} THEN 0 END`,
      );
    },
  ),
  define(
    "date",
    "FirstWorkDate(end, n [, holiday, …])",
    "DateAndTimeFunctions/firstworkdate",
    [2, OPEN],
    "The latest day to start on for n working days up to the end; NULL where n is below 1.",
    (c) =>
      workDate(
        c,
        `${upTo(c.date(0))} - ${c.integer(1)} + 1`,
        "DESC",
        `_h <= ${c.date(0)}`,
        "_a - CAST(_b >= _a AS BIGINT)",
      ),
  ),
  define(
    "date",
    "LastWorkDate(start, n [, holiday, …])",
    "DateAndTimeFunctions/lastworkdate",
    [2, OPEN],
    "The earliest day on which n working days from the start are done; NULL where n is below 1.",
    (c) =>
      workDate(
        c,
        `${upTo(`(${c.date(0)} - 1)`)} + ${c.integer(1)}`,
        "ASC",
        `_h >= ${c.date(0)}`,
        "_a + CAST(_b <= _a AS BIGINT)",
      ),
  ),
];

/** SQL BIGINT: how many working days there are up to and including a day. */
function upTo(day: string): string {
  const days = `date_diff('day', ${MONDAY}, ${day})`;
  return `(${days} // 7 * 5 + least(${days} % 7 + 1, 5))`;
}

/** SQL DATE[] of the holidays that would be working days, each once; undefined where none is named. */
function holidays(c: CallContext): string | undefined {
  if (c.count < 3) return undefined;
  const days = c.args(2).map((_, i) => c.date(i + 2));
  return `list_filter(list_distinct([${days.join(", ")}]), _h -> isodow(_h) < 6)`;
}

/**
 * The working day of a number, which each holiday on the way moves on by one.
 * @param order that in which the holidays are met; `met` tells which of them (`_h`) can be
 * @param step next number of `_a` past the holiday numbered `_b`
 */
function workDate(c: CallContext, number: string, order: "ASC" | "DESC", met: string, step: string) {
  const found = holidays(c);
  const numbers =
    found &&
    `list_transform(list_sort(list_filter(${found}, _h -> ${met}), '${order}'), _h -> ${upTo("_h")})`;
  const moved = numbers
    ? `list_reduce(list_prepend(${number}, ${numbers}), (_a, _b) -> ${step})`
    : `(${number})`;
  const day = `(${MONDAY} + CAST((${moved} - 1) // 5 * 7 + (${moved} - 1) % 5 AS INTEGER))`;
  return date(`CASE WHEN ${c.integer(1)} > 0 THEN ${day} END`);
}
