import { numberIfExact } from "@/server/builtin/associative/numbers";
import type { CellValue } from "@/server/platform/model";
import type { HeldPart } from "./measures";
import type { RolledUp } from "./rolled-up";
import type { Fold } from "./scan";
import { NotHeld } from "./tables";

type Aggregation = HeldPart["aggregation"];

/** An aggregation by group, from counts and sums by the codes that groups are made of. */
export class Figures {
  private constructor(
    private readonly aggregation: Aggregation,
    private readonly scale: number | null,
    private readonly counts: Uint32Array,
    /** Sums, least or greatest numbers: what the measure is made of; null where it is a count. */
    private readonly values: Float64Array | null,
  ) {}

  /** @param rolledUp null where groups are the codes themselves */
  static of(aggregation: Aggregation, scale: number | null, fold: Fold, rolledUp: RolledUp | null): Figures {
    const values = valuesOf(fold, aggregation);
    if (!rolledUp) return new Figures(aggregation, scale, fold.counts, values);
    const rolled = values && rolledUp.values(values, howOf(aggregation));
    return new Figures(aggregation, scale, rolledUp.counts(fold.counts), rolled);
  }

  /** Of everything gathered. */
  static whole(aggregation: Aggregation, scale: number | null, fold: Fold): number | null {
    return Figures.of(aggregation, scale, fold, null).overAll();
  }

  /** Whole numbers without their point; null where there is no number. */
  at(group: number): number | null {
    return this.figure(this.counts[group] ?? 0, this.values?.[group] ?? 0);
  }

  /** Figures of some groups, where there is one. @throws NotHeld where one is no number */
  write(groups: Uint32Array, into: Float64Array): void {
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] as number;
      const figure = this.at(group);
      if (figure === null) continue;
      if (Number.isNaN(figure)) throw new NotHeld("A figure that is no number.");
      into[group] = figure;
    }
  }

  /** How many numbers a group's figure is made of. */
  countAt(group: number): number {
    return this.counts[group] ?? 0;
  }

  /** Over several groups as if they were one. */
  over(groups: ArrayLike<number>): number | null {
    let [count, value] = [0, startOf(this.aggregation)];
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] ?? 0;
      count += this.counts[group] ?? 0;
      value = this.joined(value, this.values?.[group] ?? 0);
    }
    return this.figure(count, value);
  }

  private overAll(): number | null {
    const { counts, values } = this;
    let [count, value] = [0, startOf(this.aggregation)];
    for (let group = 0; group < counts.length; group++) {
      const rows = counts[group] ?? 0;
      if (rows === 0) continue;
      count += rows;
      if (values) value = this.joined(value, values[group] ?? 0);
    }
    return this.figure(count, value);
  }

  private figure(count: number, value: number): number | null {
    switch (this.aggregation) {
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
    switch (this.aggregation) {
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
  // So few digits are exact as they are.
  if (scale <= 6 && Math.abs(figure) < 1e15) return figure / 10 ** scale + 0;
  return numberIfExact(withPoint(figure, scale));
}

function howOf(aggregation: Aggregation): "sum" | "least" | "most" {
  if (aggregation === "min") return "least";
  return aggregation === "max" ? "most" : "sum";
}

function startOf(aggregation: Aggregation): number {
  if (aggregation === "min") return Number.POSITIVE_INFINITY;
  return aggregation === "max" ? Number.NEGATIVE_INFINITY : 0;
}

function valuesOf(fold: Fold, aggregation: Aggregation): Float64Array | null {
  if (aggregation === "count" || aggregation === "distinct") return null;
  if (aggregation === "min") return fold.least;
  return aggregation === "max" ? fold.most : fold.sums;
}

function withPoint(scaled: number, scale: number): string {
  const digits = String(Math.abs(scaled)).padStart(scale + 1, "0");
  return `${scaled < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
