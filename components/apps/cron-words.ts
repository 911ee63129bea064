/** The schedules that have words; `at` is a time or several ("05:00, 17:00"), weekdays are 1 for Monday to 7. */
export type Rhythm =
  | { every: "minutes"; count: number }
  | { every: "hour"; minute: number }
  | { every: "hours"; count: number; minute: number }
  | { every: "day"; at: string }
  | { every: "week"; at: string; weekdays: number[] }
  | { every: "month"; at: string; day: number };

const NUMBER = /^\d{1,2}$/;
const HOURS = /^\d{1,2}(,\d{1,2})*$/;
const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** What a cron expression of five parts says, where it is of a common shape; else null. */
export function rhythmOf(cron: string): Rhythm | null {
  const [minute = "", hour = "", day = "", month, weekday = "", more] = cron.trim().split(/\s+/);
  if (month !== "*" || more !== undefined) return null;
  const always = hour === "*" && day === "*" && weekday === "*";
  const minutes = stepOf(minute, 60);
  if (minutes && always) return { every: "minutes", count: minutes };
  if (!NUMBER.test(minute)) return null;
  if (always) return { every: "hour", minute: Number(minute) };
  const hours = stepOf(hour, 24);
  if (hours && day === "*" && weekday === "*")
    return { every: "hours", count: hours, minute: Number(minute) };
  if (!HOURS.test(hour)) return null;
  const at = hour.split(",").map((h) => `${h.padStart(2, "0")}:${minute.padStart(2, "0")}`);
  return onDays(at.join(", "), day, weekday);
}

function onDays(at: string, day: string, weekday: string): Rhythm | null {
  if (weekday === "*") {
    if (day === "*") return { every: "day", at };
    return NUMBER.test(day) ? { every: "month", at, day: Number(day) } : null;
  }
  const weekdays = day === "*" ? weekdaysOf(weekday) : null;
  if (!weekdays) return null;
  return weekdays.length === 7 ? { every: "day", at } : { every: "week", at, weekdays };
}

/** The step of a field that divides its whole: only then is it the same all day long. */
function stepOf(field: string, whole: number): number | null {
  const step = Number(/^\*\/(\d{1,2})$/.exec(field)?.[1] ?? 0);
  return step > 0 && step < whole && whole % step === 0 ? step : null;
}

/** Of "1-5", "1,3", "MON-FRI"; null for anything else. */
function weekdaysOf(field: string): number[] | null {
  const found = field.split(",").flatMap((part) => {
    const [from = Number.NaN, to = from, more] = part.split("-").map(weekdayOf);
    if (!(from <= to) || more !== undefined) return [Number.NaN];
    return Array.from({ length: to - from + 1 }, (_, i) => (from + i) % 7 || 7);
  });
  return found.some(Number.isNaN) ? null : [...new Set(found)].sort((a, b) => a - b);
}

/** 0 to 7, both ends being Sunday. */
function weekdayOf(word: string): number {
  if (/^[0-7]$/.test(word)) return Number(word);
  const name = NAMES.indexOf(word.toLowerCase());
  return name < 0 ? Number.NaN : name;
}
