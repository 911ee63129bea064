import { divideHalfEven } from "./scaled";

/** One event, for arithmetic. Quantities are whole numbers of 10⁻¹², times milliseconds since 1970. */
export interface Sample {
  time: number;
  quantity: bigint;
}

/**
 * What is kept of the events of some time. Of two events at the same instant the larger one counts as the later, so
 * that nothing depends on the order in which events came.
 */
export interface Rollup {
  /** At least one. */
  count: number;
  sum: bigint;
  max: bigint;
  firstAt: number;
  lastAt: number;
  last: bigint;
  /** Quantity x milliseconds between the first event and the last: the area under the steps. */
  area: bigint;
}

const inOrder = (a: Sample, b: Sample) =>
  a.time - b.time || (a.quantity < b.quantity ? -1 : a.quantity > b.quantity ? 1 : 0);

const one = ({ time, quantity }: Sample): Rollup => ({
  count: 1,
  sum: quantity,
  max: quantity,
  firstAt: time,
  lastAt: time,
  last: quantity,
  area: 0n,
});

/** Rolls events up, in whatever order they are given. @returns null for none */
export function rollUp(samples: readonly Sample[]): Rollup | null {
  let all: Rollup | null = null;
  for (const sample of [...samples].sort(inOrder)) all = all ? concat(all, one(sample)) : one(sample);
  return all;
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/** Two stretches of time, the first one over when the second begins. */
export function concat(a: Rollup, b: Rollup): Rollup {
  return { ...merge(a, b), area: a.area + a.last * BigInt(b.firstAt - a.lastAt) + b.area };
}

/** Any two sets of events: all but the area, which needs them in order. */
export function merge(a: Rollup, b: Rollup): Rollup {
  const later = b.lastAt > a.lastAt || (b.lastAt === a.lastAt && b.last > a.last) ? b : a;
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    max: larger(a.max, b.max),
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: later.lastAt,
    last: later.last,
    area: 0n,
  };
}

/**
 * The time-weighted average over [from, to), half-even to 12 decimals. What was the value before counts until the first
 * event; the last event's value counts until the end. Nothing known counts as 0.
 * @param carried the value before `from`
 */
export function timeWeighted(kept: Rollup | null, carried: bigint, from: number, to: number): bigint {
  const area = kept
    ? carried * BigInt(kept.firstAt - from) + kept.area + kept.last * BigInt(to - kept.lastAt)
    : carried * BigInt(to - from);
  return divideHalfEven(area, BigInt(to - from));
}
