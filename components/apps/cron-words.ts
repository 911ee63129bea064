/** The simple schedules, which have words; `weekday` is 1 for Monday to 7. */
export type Rhythm =
  | { every: "minutes"; count: number }
  | { every: "hour"; minute: number }
  | { every: "day"; at: string }
  | { every: "week"; at: string; weekday: number };

const NUMBER = /^\d{1,2}$/;

/** What a cron expression of five parts says, where it is a simple one; else null. */
export function rhythmOf(cron: string): Rhythm | null {
  const [minute = "", hour = "", day, month, weekday = "", more] = cron.trim().split(/\s+/);
  if (day !== "*" || month !== "*" || more !== undefined) return null;
  const step = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  const always = hour === "*" && weekday === "*";
  if (step && always && 60 % Number(step) === 0) return { every: "minutes", count: Number(step) };
  if (!NUMBER.test(minute)) return null;
  if (always) return { every: "hour", minute: Number(minute) };
  if (!NUMBER.test(hour)) return null;
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (weekday === "*") return { every: "day", at };
  return /^[0-7]$/.test(weekday) ? { every: "week", at, weekday: Number(weekday) || 7 } : null;
}
