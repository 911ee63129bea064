import { numberIfExact } from "@/server/builtin/associative/numbers";
import type { CellValue } from "@/server/platform/model";
import type { HeldMeasure } from "./measures";
import type { Fold } from "./scan";

/** A measure by group, from counts and sums by the codes that groups are made of. */
export class Figures {
  private counts: Uint32Array;
  /** Sums, least or greatest numbers: what the measure is made of; as good as empty where it is a count. */
  private values: Float64Array;

  constructor(
    private readonly measure: Pick<HeldMeasure, "aggregation">,
    private readonly scale: number | null,
    groups: number,
  ) {
    this.counts = new Uint32Array(groups);
    this.values = new Float64Array(groups).fill(startOf(measure.aggregation));
  }

  /** Groups are the codes themselves. */
  take(fold: Fold): void {
    this.counts = fold.counts;
    this.values = partsOf(fold, this.measure.aggregation) ?? this.values;
  }

  /** @param groupOf the group of each code; null: all are of the first */
  add(fold: Fold, groupOf: Uint32Array | null): void {
    const { counts, values } = this;
    const parts = partsOf(fold, this.measure.aggregation);
    for (let code = 0; code < fold.counts.length; code++) {
      const n = fold.counts[code] ?? 0;
      if (n === 0) continue;
      const group = groupOf ? (groupOf[code] ?? 0) : 0;
      counts[group] = (counts[group] ?? 0) + n;
      if (parts) values[group] = this.joined(values[group] ?? 0, parts[code] ?? 0);
    }
  }

  /** The figure groups are sorted by, whole numbers without their point; null where there is no number. */
  at(group: number): number | null {
    return this.figure(this.counts[group] ?? 0, this.values[group] ?? 0);
  }

  cell(group: number): CellValue {
    return this.shown(this.at(group));
  }

  /** Over several groups as if they were one. */
  over(groups: readonly number[]): CellValue {
    let [count, value] = [0, startOf(this.measure.aggregation)];
    for (const group of groups) {
      count += this.counts[group] ?? 0;
      value = this.joined(value, this.values[group] ?? 0);
    }
    return this.shown(this.figure(count, value));
  }

  private figure(count: number, value: number): number | null {
    switch (this.measure.aggregation) {
      case "count":
        return count;
      case "sum":
        return value;
      case "avg":
        return count > 0 ? value / 10 ** (this.scale ?? 0) / count : null;
      case "min":
      case "max":
        return count > 0 ? value : null;
    }
  }

  private joined(a: number, b: number): number {
    switch (this.measure.aggregation) {
      case "min":
        return Math.min(a, b);
      case "max":
        return Math.max(a, b);
      default:
        return a + b;
    }
  }

  /** Whole numbers get their point. */
  private shown(figure: number | null): CellValue {
    const { aggregation } = this.measure;
    if (figure === null) return null;
    if (aggregation === "count" || aggregation === "avg" || !this.scale)
      return Number.isFinite(figure) ? figure : null;
    return numberIfExact(withPoint(figure, this.scale));
  }
}

function startOf(aggregation: HeldMeasure["aggregation"]): number {
  if (aggregation === "min") return Number.POSITIVE_INFINITY;
  return aggregation === "max" ? Number.NEGATIVE_INFINITY : 0;
}

function partsOf(fold: Fold, aggregation: HeldMeasure["aggregation"]): Float64Array | null {
  if (aggregation === "min") return fold.least;
  return aggregation === "max" ? fold.most : fold.sums;
}

function withPoint(scaled: number, scale: number): string {
  const digits = String(Math.abs(scaled)).padStart(scale + 1, "0");
  return `${scaled < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
