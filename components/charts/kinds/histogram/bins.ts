import type { CellValue } from "@/server/platform/model";
import type { Bar, BarFigures } from "../bar/figures";

/** Bins drawn; the last takes all beyond. */
const MOST_BINS = 40;

export interface Bin {
  from: number;
  /** Exclusive; of the last bin with a rest: infinity. */
  to: number;
  value: number;
  bar: Bar;
}

const CLASS = /^\s*(-?[\d.]+)\s*<=\s*\S+\s*<\s*(-?[\d.]+)\s*$/;

/** Bins of `Class(Field, step)` ("20 <= x < 25") or of plain numbers, in order; empty ones between are left out. */
export function binsOf({ bars }: Pick<BarFigures, "bars">): { bins: Bin[]; step: number } {
  const parsed = bars.flatMap((bar) => {
    const place = placeOf(bar.key);
    return place && bar.total !== null ? [{ ...place, value: bar.total, bar }] : [];
  });
  const sorted = parsed.sort((a, b) => a.from - b.from);
  const step = stepOf(sorted);
  const bins = sorted.map((bin): Bin => ({ ...bin, to: bin.to ?? bin.from + step }));
  const [first] = bins;
  if (!first) return { bins, step };
  const end = first.from + MOST_BINS * step;
  const rest = bins.filter(({ from }) => from >= end);
  if (!rest.length) return { bins, step };
  const kept = bins.filter(({ from }) => from < end);
  const value = rest.reduce((all, bin) => all + bin.value, 0);
  const last: Bin = { ...(rest[0] as Bin), from: end, to: Number.POSITIVE_INFINITY, value };
  return { bins: [...kept, last], step };
}

/** Lower and upper end of a bin's key; no upper one for a plain number. Null for anything else. */
export function placeOf(key: CellValue): { from: number; to: number | null } | null {
  if (typeof key === "number") return { from: key, to: null };
  const found = typeof key === "string" ? key.match(CLASS) : null;
  if (found) return { from: Number(found[1]), to: Number(found[2]) };
  const number = typeof key === "string" && key.trim() !== "" ? Number(key) : Number.NaN;
  return Number.isFinite(number) ? { from: number, to: null } : null;
}

/** Width of a class, else the smallest distance of two values. */
function stepOf(sorted: readonly { from: number; to: number | null }[]): number {
  const [first] = sorted;
  if (first && first.to !== null) return Math.max(1e-9, first.to - first.from);
  const gaps = sorted.slice(1).map(({ from }, i) => from - (sorted[i]?.from ?? 0));
  return gaps.length ? Math.max(1e-9, Math.min(...gaps)) : 1;
}
