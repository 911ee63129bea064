import type { CallContext } from "../scope";
import type { Settings } from "../settings";

/** SQL builders of calendar periods. A `day` is SQL of type DATE, a `shift` of a whole number. */

/** SQL DATE of the first day of a day's week; `firstDay` 0 is Monday. */
export function weekStart(day: string, firstDay: number): string {
  return `(${day} - CAST((isodow(${day}) + ${6 - firstDay}) % 7 AS INTEGER))`;
}

/** The day of the week that decides to which year the week belongs: in ISO weeks the Thursday. */
export function weekAnchor(day: string, { firstWeekDay, referenceDay }: WeekRules): string {
  return `(${weekStart(day, firstWeekDay)} + ${7 - referenceDay})`;
}

/** How weeks are counted. */
export type WeekRules = Pick<Settings, "firstWeekDay" | "brokenWeeks" | "referenceDay">;

/** The script's rules, or those of the arguments from `from` on: first day, broken weeks, reference day. */
export function weekRules(c: CallContext, from: number): WeekRules {
  const { firstWeekDay, brokenWeeks, referenceDay } = c.settings;
  const given = (i: number, low: number, high: number, otherwise: number) => {
    if (from + i >= c.count) return otherwise;
    const value = c.literalNumber(from + i);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw c.error(`argument ${from + i + 1} must be a whole number from ${low} to ${high}`, from + i);
  };
  return {
    firstWeekDay: given(0, 0, 6, firstWeekDay),
    brokenWeeks: given(1, 0, 1, brokenWeeks ? 1 : 0) === 1,
    referenceDay: given(2, 1, 7, referenceDay),
  };
}

/** SQL BIGINT of the number of a day's week. */
export function weekNumber(day: string, rules: WeekRules): string {
  if (rules.brokenWeeks) {
    const first = weekStart(`CAST(date_trunc('year', ${day}) AS DATE)`, rules.firstWeekDay);
    return `(date_diff('day', ${first}, ${weekStart(day, rules.firstWeekDay)}) // 7 + 1)`;
  }
  const iso = rules.firstWeekDay === 0 && rules.referenceDay === 4;
  return iso ? `week(${day})` : `((dayofyear(${weekAnchor(day, rules)}) - 1) // 7 + 1)`;
}

/** SQL BIGINT of the year a day's week is counted in. */
export function weekYear(day: string, rules: WeekRules): string {
  return `year(${rules.brokenWeeks ? day : weekAnchor(day, rules)})`;
}

/** A kind of period: its first day for a day in it, some periods on, and a day moved by so many periods. */
export interface Period {
  start(day: string, shift: string): string;
  moved(day: string, shift: string): string;
}

/** SQL INTEGER of how far to move; NULL where no calendar reaches so far. */
export const whole = (shift: string) => `CAST(TRY_CAST(${shift} AS DECIMAL(6,0)) AS INTEGER)`;

export const DAY: Period = {
  start: (day, shift) => `(${day} + ${whole(shift)})`,
  moved: (day, shift) => `(${day} + ${whole(shift)})`,
};

export function weeks(firstDay: number): Period {
  return {
    start: (day, shift) => `(${weekStart(day, firstDay)} + ${whole(shift)} * 7)`,
    moved: (day, shift) => `(${day} + ${whole(shift)} * 7)`,
  };
}

/** Periods of 1, 2, 3, 4, 6 or 12 months, one of which starts with `firstMonth` (1 to 12). */
export function months(count: number, firstMonth = 1): Period {
  const on = (shift: string) => `to_months(${whole(`(${shift}) * ${count}`)})`;
  return {
    start: (day, shift) => {
      const into =
        count === 1 ? "" : ` - to_months(CAST((month(${day}) + ${12 - firstMonth}) % ${count} AS INTEGER))`;
      return `CAST(date_trunc('month', ${day})${into} + ${on(shift)} AS DATE)`;
    },
    moved: (day, shift) => `CAST(${day} + ${on(shift)} AS DATE)`,
  };
}

/** Weeks counted from 1 January (`days` later); the last of a year is shorter. */
export function lunarWeeks(days: number): Period & { week(day: string): string; year(day: string): string } {
  const first = (day: string) => `(CAST(date_trunc('year', ${day} - ${days}) AS DATE) + ${days})`;
  const into = (day: string) => `CAST(date_diff('day', ${first(day)}, ${day}) AS INTEGER)`;
  const start = (day: string) => `(${first(day)} + ${into(day)} // 7 * 7)`;
  const moved = (day: string, shift: string) => `(${day} + ${whole(shift)} * 7)`;
  return {
    moved,
    start: (day, shift) => (shift === "0" ? start(day) : start(moved(start(day), shift))),
    week: (day) => `(${into(day)} // 7 + 1)`,
    year: (day) => `year(${day} - ${days})`,
  };
}
