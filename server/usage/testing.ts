import { Decimal } from "decimal.js";
import type { Aggregation } from "./model";

/** A plain second implementation for tests: Decimal arithmetic over all events, no roll-ups, nothing kept. */
export interface PlainEvent {
  time: number;
  quantity: string;
  key?: string | null;
}

const Exact = Decimal.clone({
  precision: 80,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpPos: 60,
  toExpNeg: -40,
});

/** What `quantity` must answer for the events of one tenant and meter. */
export function plainQuantity(
  kind: Aggregation,
  events: readonly PlainEvent[],
  from: number,
  to: number,
): string {
  const inside = events.filter((event) => event.time >= from && event.time < to);
  switch (kind) {
    case "sum":
      return inside.reduce((sum, event) => sum.plus(event.quantity), new Exact(0)).toString();
    case "max":
      return Exact.max(0, ...inside.map((event) => event.quantity)).toString();
    case "unique":
      return String(new Set(inside.map((event) => event.key)).size);
    case "last":
      return valueAt(inside, to).toString();
    case "time-weighted":
      return average(events, from, to).toDecimalPlaces(12).toString();
  }
}

/** The newest value before an instant; of two at the same instant the larger. */
function valueAt(events: readonly PlainEvent[], before: number): Decimal {
  const earlier = events.filter((event) => event.time < before);
  const newest = Math.max(...earlier.map((event) => event.time));
  const values = earlier.filter((event) => event.time === newest).map((event) => event.quantity);
  return Exact.max(0, ...values);
}

function average(events: readonly PlainEvent[], from: number, to: number): Decimal {
  const changes = events.map((event) => event.time).filter((time) => time > from && time < to);
  const cuts = [...new Set([from, ...changes, to])].sort((a, b) => a - b);
  const area = cuts.slice(1).reduce((sum, end, i) => {
    const start = cuts[i] ?? from;
    return sum.plus(valueAt(events, start + 1).times(end - start));
  }, new Exact(0));
  return area.div(to - from);
}
