import { Temporal } from "temporal-polyfill";

/** How a subscription's time is cut. Periods count from 0; each begins at the anchor's wall-clock time in the zone. */
export interface Calendar {
  zone: string;
  interval: "month" | "year";
  /** The first period begins here. A 31st meets shorter months on their last day, and the next long one on its 31st. */
  anchor: Date;
}

/** Half open; seconds since 1970. */
export interface Period {
  index: number;
  from: number;
  to: number;
}

function boundary({ zone, interval, anchor }: Calendar, index: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(anchor.getTime()).toZonedDateTimeISO(zone);
  const step = interval === "month" ? { months: index } : { years: index };
  return Math.floor(start.add(step, { overflow: "constrain" }).epochMilliseconds / 1000);
}

export function period(calendar: Calendar, index: number): Period {
  return { index, from: boundary(calendar, index), to: boundary(calendar, index + 1) };
}

/** The period an instant (seconds) lies in; negative indexes lie before the anchor. */
export function periodAt(calendar: Calendar, at: number): Period {
  const length = calendar.interval === "month" ? 2_629_746 : 31_556_952;
  let index = Math.floor((at - boundary(calendar, 0)) / length);
  while (boundary(calendar, index) > at) index--;
  while (boundary(calendar, index + 1) <= at) index++;
  return period(calendar, index);
}

/** The anchor whose periods are calendar months or years: the first of the one `start` lies in, at midnight. */
export function calendarAnchor(start: Date, zone: string, interval: Calendar["interval"]): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(zone);
  const first = local.with(interval === "month" ? { day: 1 } : { month: 1, day: 1 }).startOfDay();
  return new Date(first.epochMilliseconds);
}
