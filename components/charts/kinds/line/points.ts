import { timeOf } from "../../draw/time-ticks";
import type { Bar, BarFigures } from "../bar/figures";

/** Where the points of a line lie along x: by time where the dimension tells it, else one place per value. */
export interface Along {
  time: { from: number; to: number } | null;
  /** Of the i-th bar, px. */
  at(i: number): number;
  /** Width of one value's place, px. */
  band: number;
}

/** Places of the values between two x; time keeps its gaps. */
export function alongOf({ bars }: Pick<BarFigures, "bars">, from: number, to: number): Along {
  const times = bars.map(({ key }) => timeOf(key));
  const known = times.filter((time) => time !== null);
  if (known.length === bars.length && bars.length > 1) {
    const [first, last] = [Math.min(...known), Math.max(...known)];
    const px = (time: number) => from + 6 + ((time - first) / Math.max(1, last - first)) * (to - from - 12);
    return {
      time: { from: first, to: last },
      at: (i) => px(times[i] ?? first),
      band: Math.max(1, (to - from) / bars.length),
    };
  }
  const band = (to - from) / Math.max(1, bars.length);
  return { time: null, at: (i) => from + (i + 0.5) * band, band };
}

/** Runs of points without a gap: a missing figure ends a line. */
export function runsOf(
  bars: readonly Bar[],
  series: number,
  x: (i: number) => number,
  y: (value: number) => number,
) {
  const runs: { i: number; x: number; y: number }[][] = [];
  let open: { i: number; x: number; y: number }[] | null = null;
  bars.forEach((bar, i) => {
    const value = bar.values[series] ?? null;
    if (value === null) {
      open = null;
      return;
    }
    if (!open) {
      open = [];
      runs.push(open);
    }
    open.push({ i, x: x(i), y: y(value) });
  });
  return runs;
}

/** At most four points per px column: first, lowest, highest, last, so that no extreme is lost. */
export function thinned<P extends { x: number; y: number }>(
  points: readonly P[],
  most: number,
): readonly P[] {
  if (points.length <= most) return points;
  const kept: P[] = [];
  for (let start = 0; start < points.length; ) {
    const first = points[start] as P;
    let end = start;
    let [low, high] = [first, first];
    while (end + 1 < points.length && Math.floor((points[end + 1] as P).x) === Math.floor(first.x)) {
      end++;
      const point = points[end] as P;
      if (point.y < low.y) low = point;
      if (point.y > high.y) high = point;
    }
    const last = points[end] as P;
    const between = [low, high].sort((a, b) => points.indexOf(a, start) - points.indexOf(b, start));
    for (const point of [first, ...between, last]) if (kept.at(-1) !== point) kept.push(point);
    start = end + 1;
  }
  return kept;
}
