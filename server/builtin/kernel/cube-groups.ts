import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Combinations } from "./cross";
import { type Counted, type CubeSources, NOTHING, overall } from "./cube-counts";
import type { HeldCube } from "./cubes";
import { Figures } from "./figures";
import { compareCodes, markRows, placesOf, withoutNull } from "./group-marks";
import type { Compare } from "./order";
import { RolledUp } from "./rolled-up";
import { NotHeld } from "./tables";
import { isFilled } from "./zeros";

export interface Groups {
  combinations: Combinations;
  /** By group, 1 where it has rows and is shown. */
  isPresent: Uint8Array;
  /** Groups that have rows and are shown, in order. */
  present: Uint32Array;
  /** The same, with those that are not shown because they come to nothing. */
  withZeros: Uint32Array;
  /** By aggregation: its figure of a group. */
  figures: ((group: number) => number | null)[];
  /** By aggregation, where it is split by the dimension. */
  split: (Figures | null)[];
}

/** The rows of a cube, after the pass. */
export class CubeGroups {
  constructor(
    private readonly cube: HeldCube,
    private readonly sources: Pick<CubeSources, "rollupOf" | "viewOf">,
    private readonly counted: readonly Counted[],
  ) {}

  of(combinations: Combinations): Groups {
    const { dimensions, question } = this.cube;
    const rows = new Uint8Array(combinations.groups);
    const byLookup = new Map<Uint32Array, RolledUp>();
    const rolledBy = (lookup: Uint32Array) => {
      const known = byLookup.get(lookup) ?? new RolledUp(lookup, rows.length);
      byLookup.set(lookup, known);
      return known;
    };
    const marked = new Set<Uint32Array>();
    const split = this.counted.map(({ part, scale, grouped, distinct }) => {
      if (!grouped || part.isTotal) return null;
      const lookup = this.lookupOf(part.table);
      const rolled = lookup && rolledBy(lookup);
      const { counts } = grouped.accumulator;
      if (!marked.has(counts)) markRows(rows, rolled ? rolled.counts(counts) : counts);
      marked.add(counts);
      if (distinct) return Figures.of("distinct", null, { ...NOTHING, counts: distinct.counts() }, null);
      return Figures.of(part.aggregation, scale, grouped.fold, rolled);
    });
    const figures = split.map((found, i) => {
      if (found) return (group: number) => found.at(group);
      const counted = this.counted[i];
      const whole = counted ? overall(counted, counted.grouped) : null;
      return () => whole;
    });
    let present = placesOf(rows);
    for (const [d, { asked }] of dimensions.entries())
      if (asked.hidesNull) present = withoutNull(rows, present, combinations, d);
    const groups = { combinations, isPresent: rows, present, withZeros: present, figures, split };
    return question.zeros === "hide" ? this.withoutZeros(groups) : groups;
  }

  /** Rows in which all measures are 0 or NULL are left out. */
  private withoutZeros(groups: Groups): Groups {
    const isPresent = new Uint8Array(groups.isPresent.length);
    for (const group of groups.present)
      if (isFilled(group, this.cube.measures, this.counted, groups)) isPresent[group] = 1;
    return { ...groups, isPresent, present: placesOf(isPresent) };
  }

  /** From the codes that rows are gathered by to groups; null where they are the same. */
  private lookupOf(table: GraphTable): Uint32Array | null {
    const { dimensions, finest } = this.cube;
    if (finest.length > 1) return this.sources.viewOf(table, finest, dimensions);
    const [first] = dimensions;
    const route = first?.routes.get(table.name);
    return first && route ? this.sources.rollupOf(table, route, first.field) : null;
  }

  compare(groups: Groups): Compare {
    const { combinations } = groups;
    const { length } = this.cube.dimensions;
    const by = (this.cube.question.sort ?? []).map(({ column, order }): Compare => {
      const direction = order === "desc" ? -1 : 1;
      if (column < length) return compareCodes(combinations, column, direction);
      const values = this.sortValues(column - length, groups);
      return (a, b) => {
        const [x, y] = [values[a] ?? 0, values[b] ?? 0];
        // NULL is last both ways.
        if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
        return (x - y) * direction;
      };
    });
    const [first, ...others] = by;
    return (a, b) => {
      let difference = first ? first(a, b) : 0;
      for (let i = 0; difference === 0 && i < others.length; i++) difference = others[i]?.(a, b) ?? 0;
      return difference || a - b;
    };
  }

  /** A measure of every group, NULL as NaN. */
  private sortValues(measure: number, { combinations, present, figures, split }: Groups): Float64Array {
    const { formula } = this.cube.measures[measure] ?? {};
    const first = this.cube.measures.slice(0, measure).reduce((sum, m) => sum + m.parts.length, 0);
    const values = new Float64Array(combinations.groups).fill(Number.NaN);
    const leaf = formula?.leaf === undefined ? null : split[first + formula.leaf];
    if (leaf) {
      leaf.write(present, values);
      return values;
    }
    for (const group of present) {
      const value = formula?.value((part) => figures[first + part]?.(group) ?? null) ?? null;
      if (value === null) continue;
      if (Number.isNaN(value)) throw new NotHeld("A figure that is no number.");
      values[group] = value;
    }
    return values;
  }
}
