/** A value axis: where its lines are, and where a value lies between `from` and `to` (px). */
export interface Axis {
  min: number;
  max: number;
  ticks: number[];
  px(value: number): number;
}

/** Steps of 1, 2, 2.5 or 5 that cover `low` to `high` with about `count` intervals. */
export function niceTicks(
  low: number,
  high: number,
  count: number,
): { min: number; max: number; ticks: number[] } {
  if (!(high > low)) {
    const pad = Math.abs(low) || 1;
    return low === 0
      ? niceTicks(0, 1, count)
      : low > 0
        ? niceTicks(0, low + pad * 0.05, count)
        : niceTicks(low, 0, count);
  }
  const power = 10 ** Math.floor(Math.log10((high - low) / Math.max(1, count)));
  const lines = (step: number) => [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)] as const;
  const fits = (factor: number) => {
    const [first, last] = lines(factor * power);
    return last - first <= count + 1;
  };
  const step = ([1, 2, 2.5, 5, 10, 20].find(fits) ?? 50) * power;
  const [first, last] = lines(step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => cleaned((first + i) * step, step));
  return { min: ticks[0] ?? low, max: ticks.at(-1) ?? high, ticks };
}

/** Without the noise of binary fractions: 0.30000000000000004 → 0.3. */
const cleaned = (value: number, step: number): number => {
  const digits = Math.max(0, Math.min(15, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits));
};

/** A linear axis over values; `zero` keeps zero on it (lengths). Ends lie on ticks unless `tight`. */
export function linearAxis(
  values: readonly number[],
  from: number,
  to: number,
  { zero = false, tight = false, count = 4 } = {},
): Axis {
  let [low, high] = extent(values);
  if (zero) [low, high] = [Math.min(0, low), Math.max(0, high)];
  const nice = niceTicks(low, high, count);
  const [min, max] = tight && high > low ? [low, high] : [nice.min, nice.max];
  const px = (value: number) => from + ((value - min) / (max - min)) * (to - from);
  return { min, max, ticks: nice.ticks.filter((tick) => tick >= min && tick <= max), px };
}

/** A logarithmic axis, ends on powers of two or ten; values of zero and below lie at its start. */
export function logAxis(values: readonly number[], from: number, to: number): Axis {
  const positive = values.filter((value) => value > 0);
  const [low, high] = extent(positive.length ? positive : [1, 10]);
  const base = high / low > 64 ? 10 : 2;
  const ln = Math.log(base);
  const first = Math.floor(Math.log(low) / ln + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log(high) / ln - 1e-9));
  const [min, max] = [base ** first, base ** last];
  const px = (value: number) =>
    from + ((Math.log(Math.max(min, value)) / ln - first) / (last - first)) * (to - from);
  return { min, max, ticks: Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i)), px };
}

/** Smallest and largest; 0 and 0 of nothing. Safe for long arrays. */
export function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Equal places for `count` values between `from` and `to` (px). */
export function bands(
  count: number,
  from: number,
  to: number,
): { size: number; start(i: number): number; middle(i: number): number } {
  const size = (to - from) / Math.max(1, count);
  return { size, start: (i) => from + i * size, middle: (i) => from + (i + 0.5) * size };
}
