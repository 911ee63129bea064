import { numberIfExact } from "@/server/builtin/associative/numbers";
import type { CellValue } from "@/server/platform/model";
import type { HeldPart } from "./measures";
import type { Fold } from "./scan";

/** An aggregation by group, from counts and sums by the codes that groups are made of. */
export class Figures {
  private counts: Uint32Array;
  /** Sums, least or greatest numbers: what the measure is made of; as good as empty where it is a count. */
  private values: Float64Array;

  constructor(
    private readonly part: Pick<HeldPart, "aggregation">,
    private readonly scale: number | null,
    groups: number,
  ) {
    this.counts = new Uint32Array(groups);
    this.values = new Float64Array(groups).fill(startOf(part.aggregation));
  }

  /** Groups are the codes themselves. */
  take(fold: Fold): void {
    this.counts = fold.counts;
    this.values = partsOf(fold, this.part.aggregation) ?? this.values;
  }

  /** @param groupOf the group of each code; null: all are of the first */
  add(fold: Fold, groupOf: Uint32Array | null): void {
    const { counts, values } = this;
    const parts = partsOf(fold, this.part.aggregation);
    for (let code = 0; code < fold.counts.length; code++) {
      const n = fold.counts[code] ?? 0;
      if (n === 0) continue;
      const group = groupOf ? (groupOf[code] ?? 0) : 0;
      counts[group] = (counts[group] ?? 0) + n;
      if (parts) values[group] = this.joined(values[group] ?? 0, parts[code] ?? 0);
    }
  }

  /** Whole numbers without their point; null where there is no number. */
  at(group: number): number | null {
    return this.figure(this.counts[group] ?? 0, this.values[group] ?? 0);
  }

  /** Over several groups as if they were one. */
  over(groups: readonly number[]): number | null {
    let [count, value] = [0, startOf(this.part.aggregation)];
    for (const group of groups) {
      count += this.counts[group] ?? 0;
      value = this.joined(value, this.values[group] ?? 0);
    }
    return this.figure(count, value);
  }

  private figure(count: number, value: number): number | null {
    switch (this.part.aggregation) {
      case "count":
      case "distinct":
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
    switch (this.part.aggregation) {
      case "min":
        return Math.min(a, b);
      case "max":
        return Math.max(a, b);
      default:
        return a + b;
    }
  }
}

/** A figure as a cell: whole numbers get their point. @param scale digits behind it; null for doubles */
export function cellOf(figure: number | null, scale: number | null): CellValue {
  if (figure === null) return null;
  if (!scale) return Number.isFinite(figure) ? figure : null;
  return numberIfExact(withPoint(figure, scale));
}

function startOf(aggregation: HeldPart["aggregation"]): number {
  if (aggregation === "min") return Number.POSITIVE_INFINITY;
  return aggregation === "max" ? Number.NEGATIVE_INFINITY : 0;
}

function partsOf(fold: Fold, aggregation: HeldPart["aggregation"]): Float64Array | null {
  if (aggregation === "min") return fold.least;
  return aggregation === "max" ? fold.most : fold.sums;
}

function withPoint(scaled: number, scale: number): string {
  const digits = String(Math.abs(scaled)).padStart(scale + 1, "0");
  return `${scaled < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
