import type { GraphTable } from "@/server/builtin/associative/graph";
import { bitsFor } from "./bits";
import type { Wanted } from "./reduce";
import type { Accumulator, Fold, Mark } from "./scan";
import type { Codes, FieldCodes, Numbers } from "./tables";
import { codesIn } from "./variants";

/** What of a column of numbers is wanted: beside its count always. */
export interface WantedFold {
  /** The same for the same numbers. */
  name: string;
  numbers: Numbers;
  sum?: boolean;
  least?: boolean;
  most?: boolean;
}

interface Gathered extends Wanted {
  byKey: Map<string, Accumulator>;
}

/** Collects what all questions of a click want of each table, so that equal wishes are met once. */
export class Gatherer {
  readonly wanted = new Map<string, Gathered>();

  /** Counts of a table's rows by a field, possible under a variant. */
  count(table: GraphTable, name: string, field: FieldCodes, variant: number): Accumulator {
    return this.accumulator(table, name, codesIn(field, table), field.size, variant);
  }

  /** The values of a field that rows possible under a variant have. @param all bits of all variants */
  mark(table: GraphTable, field: FieldCodes, variant: number, all: number): Mark {
    const { marks } = this.wantedOf(table);
    const codes = codesIn(field, table);
    const known = marks.find((m) => m.codes === codes && m.wanted === variant);
    if (known) return known;
    const made = { codes, bits: bitsFor(all, field.size + 1), wanted: variant };
    marks.push(made);
    return made;
  }

  /**
   * An accumulator that can be summed up to one figure: the smallest there is, else one of its own.
   * @param alike codes that are the same for all rows
   */
  total(table: GraphTable, alike: FieldCodes, variant: number): Accumulator {
    const known = this.wanted.get(table.name)?.accumulators.filter((a) => a.variant === variant) ?? [];
    const [first, ...others] = known;
    if (first) return others.reduce((best, a) => (a.counts.length < best.counts.length ? a : best), first);
    return this.accumulator(table, null, codesIn(alike, table), 0, variant);
  }

  fold(into: Accumulator, { name, numbers, sum, least, most }: WantedFold): Fold {
    const length = into.counts.length;
    let fold = into.folds.find((f) => f.name === name);
    if (!fold) {
      const counts = numbers.hasNulls ? new Uint32Array(length) : into.counts;
      fold = { name, numbers, counts, sums: null, least: null, most: null };
      into.folds.push(fold);
    }
    if (sum) fold.sums ??= new Float64Array(length);
    if (least) fold.least ??= new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    if (most) fold.most ??= new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    return fold;
  }

  private accumulator(
    table: GraphTable,
    field: string | null,
    codes: Codes,
    size: number,
    variant: number,
  ): Accumulator {
    const wanted = this.wantedOf(table);
    const key = JSON.stringify([field, variant]);
    const known = wanted.byKey.get(key);
    if (known) return known;
    const made: Accumulator = { field, codes, variant, counts: new Uint32Array(size + 1), folds: [] };
    wanted.byKey.set(key, made);
    wanted.accumulators.push(made);
    return made;
  }

  private wantedOf(table: GraphTable): Gathered {
    const known = this.wanted.get(table.name);
    if (known) return known;
    const made: Gathered = { marks: [], accumulators: [], byKey: new Map() };
    this.wanted.set(table.name, made);
    return made;
  }
}
