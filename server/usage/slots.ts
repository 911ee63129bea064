/** Hours and days of UTC as whole numbers since 1970: the slots of roll-ups. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const HOURS_OF_DAY = 24;

export const slotOf = (time: number, size: number): number => Math.floor(time / size);

/** Two ends, the second not included. Times are milliseconds, or slots. */
export type Range = readonly [from: number, to: number];

export interface Cover {
  /** Slots of days. */
  days: Range[];
  /** Slots of hours. */
  hours: Range[];
  /** Times no whole hour covers. */
  edges: Range[];
}

const some = (...ranges: Range[]) => ranges.filter(([from, to]) => from < to);

/** Takes [from, to) apart into whole days, whole hours beside them, and what is left at both ends. */
export function cover(from: number, to: number): Cover {
  const firstHour = Math.ceil(from / HOUR_MS);
  const endHour = slotOf(to, HOUR_MS);
  if (firstHour >= endHour) return { days: [], hours: [], edges: some([from, to]) };
  const edges = some([from, firstHour * HOUR_MS], [endHour * HOUR_MS, to]);
  const firstDay = Math.ceil(firstHour / HOURS_OF_DAY);
  const endDay = Math.floor(endHour / HOURS_OF_DAY);
  if (firstDay >= endDay) return { days: [], hours: [[firstHour, endHour]], edges };
  const hours = some([firstHour, firstDay * HOURS_OF_DAY], [endDay * HOURS_OF_DAY, endHour]);
  return { days: [[firstDay, endDay]], hours, edges };
}
