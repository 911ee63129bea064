import { Cron } from "croner";
import type { DeliveryRow } from "./delivery";
import { LAST_DAY } from "./schemas";

type Timing = Pick<DeliveryRow, "every" | "weekday" | "day" | "at" | "zone">;

/** Five parts of a cron expression, by the clock of the delivery's zone. */
export function cronOf({ every, weekday, day, at }: Omit<Timing, "zone">): string {
  const [hour = "0", minute = "0"] = at.split(":").map((part) => String(Number(part)));
  if (every === "weekly") return `${minute} ${hour} * * ${weekday ?? 1}`;
  if (every === "monthly") return `${minute} ${hour} ${day === LAST_DAY ? "L" : (day ?? 1)} * *`;
  return `${minute} ${hour} * * *`;
}

/** When it is due next after `from`; a time that the clock skips comes when it has jumped, a repeated one once. */
export function nextDue(timing: Timing, from: Date): Date | null {
  return new Cron(cronOf(timing), { timezone: timing.zone, paused: true }).nextRun(from);
}
