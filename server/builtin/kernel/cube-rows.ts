import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import { Combinations } from "./cross";
import type { Crossing, HeldCube } from "./cubes";
import { DistinctValues } from "./distinct";
import { cellOf, Figures } from "./figures";
import type { FiguresAt } from "./formula";
import type { Gatherer } from "./gather";
import { compareCodes, hideNull, markRows, placesOf } from "./group-marks";
import type { FieldStates } from "./lists";
import { type HeldPart, presence, wantedFold } from "./measures";
import { type Compare, firstInOrder } from "./order";
import { RolledUp } from "./rolled-up";
import type { Route } from "./rollup";
import type { Accumulator, Fold } from "./scan";
import { type FieldCodes, type FieldValues, NotHeld, type Numbers, rowsOf } from "./tables";
import { CURRENT, type Variants } from "./variants";

const DEFAULT_ROWS = 1_000;

export interface CubeSources {
  catalog: Catalog;
  variants: Variants;
  gatherer: Gatherer;
  codesOf(field: string): FieldCodes;
  /** For each code of the route's entry that of the field; null where they are the same. */
  rollupOf(from: GraphTable, route: Route, field: string): Uint32Array | null;
  /** Each row's group, of a cube of several dimensions. */
  crossOf(from: GraphTable, dimensions: readonly Crossing[]): FieldCodes;
  /** Of the aggregation's field. */
  numbersOf(part: HeldPart): Numbers;
}

interface GroupedBy {
  /** The same for the same column. */
  name: string;
  codes: FieldCodes;
}

interface Gathered {
  accumulator: Accumulator;
  fold: Fold;
}

/** An aggregation in the pass. */
interface Counted {
  part: HeldPart;
  scale: number | null;
  /** By the dimension; of `TOTAL` over everything. */
  grouped: Gathered | null;
  /** Over everything selected. */
  total: Gathered | null;
  /** Of different values, by the dimensions. */
  distinct: DistinctValues | null;
}

/** One cube: what it wants of the pass, and its answer from what was gathered. */
export class CubeRows {
  private counted: Counted[] = [];

  constructor(
    private readonly cube: HeldCube,
    private readonly sources: CubeSources,
  ) {}

  /** Before the pass, of all cubes: what is split by the dimension. */
  wantGroups(): void {
    const { numbersOf } = this.sources;
    this.counted = this.cube.parts.map((part) => {
      const counted: Counted = { part, scale: null, grouped: null, total: null, distinct: null };
      if (part.aggregation === "distinct") return this.wantDistinct(part);
      counted.scale = numbersOf(part).scale;
      const by = part.isTotal ? null : this.groupedBy(part.table);
      if (by) counted.grouped = this.gather(part, this.variant(), by);
      return counted;
    });
  }

  private wantDistinct(part: HeldPart): Counted {
    const { codesOf, gatherer } = this.sources;
    const { dimensions, question } = this.cube;
    const counted: Counted = { part, scale: null, grouped: null, total: null, distinct: null };
    const count = ({ name, codes }: GroupedBy, otherwise: number): Gathered => {
      const accumulator = gatherer.count(part.table, name, codes, this.variantOf(part, otherwise));
      return { accumulator, fold: { ...NOTHING, counts: accumulator.counts } };
    };
    const by = this.groupedBy(part.table);
    if (by) {
      const variant = this.variant();
      counted.grouped = count(by, variant);
      counted.distinct = new DistinctValues(part, dimensions, this.sources, this.variantOf(part, variant));
    }
    if (!by || question.totals)
      counted.total = count({ name: part.field.name, codes: codesOf(part.field.name) }, CURRENT);
    return counted;
  }

  /** The column that rows of a table are grouped by. */
  private groupedBy(table: GraphTable): GroupedBy | null {
    const { dimensions } = this.cube;
    const [route, other] = dimensions.map((d) => d.routes.get(table.name));
    if (!route) return null;
    if (!other) return { name: route.entry, codes: this.sources.codesOf(route.entry) };
    const fields = dimensions.map((d) => d.field);
    // No field has such a name.
    return { name: `\0${JSON.stringify(fields)}`, codes: this.sources.crossOf(table, dimensions) };
  }

  /** Then, of all cubes: what is over everything, from what is counted anyway. */
  wantTotals(): void {
    const { dimensions, question } = this.cube;
    const isSplit = dimensions.length > 0;
    for (const counted of this.counted) {
      const { part } = counted;
      if (part.aggregation === "distinct") continue;
      if (isSplit && part.isTotal) counted.grouped = this.gather(part, this.variant(), null);
      if (!isSplit || question.totals) counted.total = this.gather(part, CURRENT, null);
    }
  }

  /** Under which the rows of the groups are possible. */
  private variant(): number {
    const { dimensions, keepsAlternatives } = this.cube;
    const [first] = dimensions;
    return first && keepsAlternatives ? this.sources.variants.without(first.field) : CURRENT;
  }

  private variantOf({ set }: HeldPart, otherwise: number): number {
    return set ? this.sources.variants.ofSet(set.key) : otherwise;
  }

  private gather(part: HeldPart, otherwise: number, by: GroupedBy | null): Gathered {
    const variant = this.variantOf(part, otherwise);
    const { gatherer, catalog, numbersOf } = this.sources;
    const accumulator = by
      ? gatherer.count(part.table, by.name, by.codes, variant)
      : gatherer.total(part.table, rowsOf(catalog, part.table.name), variant);
    return { accumulator, fold: gatherer.fold(accumulator, wantedFold(part, numbersOf(part))) };
  }

  /** After the pass. @param values of the dimensions @param states of the first one's field, where they differ by row */
  answer(values: readonly FieldValues[], state: ValueState, states: FieldStates | null): CubeAnswer {
    const { dimensions, question, measures } = this.cube;
    const columns = [...dimensions.map((d) => d.column), ...measures.map((m) => m.column)];
    if (dimensions.length === 0) {
      const rows = [this.totals()].slice(question.offset ?? 0);
      const totals = question.totals ? { totals: rows[0] ?? [] } : {};
      return { kind: "cube", columns, rows, rowCount: 1, ...totals };
    }
    const combinations = new Combinations(values);
    const groups = this.groups(combinations);
    const { limit = DEFAULT_ROWS, offset = 0, others, totals } = question;
    const shown = firstInOrder(groups.present, offset + limit, this.compare(groups)).slice(offset);
    const cells = (group: number) => this.cells((part) => groups.figures[part]?.(group) ?? null);
    const answer: CubeAnswer = {
      kind: "cube",
      columns,
      rows: shown.map((group) => [...combinations.cells(group), ...cells(group)]),
      rowCount: groups.present.length,
      states: shown.map((group) =>
        states && group < combinations.none(0) ? states.stateOf(group) : states ? "O" : state,
      ),
    };
    if (others && groups.present.length > shown.length)
      answer.others = { count: groups.present.length - shown.length, measures: this.rest(groups, shown) };
    if (totals) answer.totals = this.totals();
    return answer;
  }

  /** After the pass, of a cube without dimensions: its one row. */
  whole(): CellValue[] {
    return this.totals();
  }

  /** After the pass: every row there is. @param values of the dimensions */
  table(values: readonly FieldValues[]): CubeTable {
    const groups = this.groups(new Combinations(values));
    return {
      ...groups,
      compare: this.compare(groups),
      figuresOf: (group) => this.cells((part) => groups.figures[part]?.(group) ?? null),
    };
  }

  /** The measures' cells from figures of all aggregations. */
  private cells(figures: FiguresAt): CellValue[] {
    return this.values(figures).map((value, i) =>
      cellOf(value, this.cube.measures[i]?.formula.scale ?? null),
    );
  }

  private values(figures: FiguresAt): (number | null)[] {
    let first = 0;
    return this.cube.measures.map(({ parts, formula }) => {
      const from = first;
      first += parts.length;
      return formula.value((part) => figures(from + part));
    });
  }

  private totals(): CellValue[] {
    return this.cells((i) => {
      const counted = this.counted[i];
      return counted ? overall(counted, counted.total) : null;
    });
  }

  private groups(combinations: Combinations): Groups {
    const { dimensions } = this.cube;
    const rows = new Uint8Array(combinations.groups);
    const byLookup = new Map<Uint32Array, RolledUp>();
    const rolledBy = (lookup: Uint32Array) => {
      const known = byLookup.get(lookup) ?? new RolledUp(lookup, rows.length);
      byLookup.set(lookup, known);
      return known;
    };
    const split = this.counted.map(({ part, scale, grouped, distinct }) => {
      if (!grouped || part.isTotal) return null;
      const lookup = this.lookupOf(part.table);
      const rolled = lookup && rolledBy(lookup);
      const { counts } = grouped.accumulator;
      markRows(rows, rolled ? rolled.counts(counts) : counts);
      if (distinct) return Figures.of("distinct", null, { ...NOTHING, counts: distinct.counts() }, null);
      return Figures.of(part.aggregation, scale, grouped.fold, rolled);
    });
    const figures = split.map((found, i) => {
      if (found) return (group: number) => found.at(group);
      const counted = this.counted[i];
      const whole = counted ? overall(counted, counted.grouped) : null;
      return () => whole;
    });
    for (const [d, { asked }] of dimensions.entries()) if (asked.hidesNull) hideNull(rows, combinations, d);
    return { combinations, isPresent: rows, present: placesOf(rows), figures, split };
  }

  /** From the codes that rows are gathered by to groups; null where they are the same. */
  private lookupOf(table: GraphTable): Uint32Array | null {
    const [first, ...others] = this.cube.dimensions;
    const route = first?.routes.get(table.name);
    return first && route && others.length === 0 ? this.sources.rollupOf(table, route, first.field) : null;
  }

  /** Everything not shown, anew from counts and sums. */
  private rest({ present, figures, split }: Groups, shown: readonly number[]): CellValue[] {
    const isShown = new Set(shown);
    const left = present.filter((group) => !isShown.has(group));
    return this.cells((i) => (split[i] ? split[i].over(left) : (figures[i]?.(0) ?? null)));
  }

  private compare(groups: Groups): Compare {
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
  private sortValues(measure: number, { combinations, present, figures }: Groups): Float64Array {
    const { formula } = this.cube.measures[measure] ?? {};
    const first = this.cube.measures.slice(0, measure).reduce((sum, m) => sum + m.parts.length, 0);
    const values = new Float64Array(combinations.groups).fill(Number.NaN);
    const leaf = formula?.leaf === undefined ? undefined : figures[first + formula.leaf];
    for (const group of present) {
      const value = leaf ? leaf(group) : formula?.value((part) => figures[first + part]?.(group) ?? null);
      if (value === null || value === undefined) continue;
      if (Number.isNaN(value)) throw new NotHeld("A figure that is no number.");
      values[group] = value;
    }
    return values;
  }
}

/** All rows of a cube, told apart by their group. */
export interface CubeTable {
  combinations: Combinations;
  isPresent: Uint8Array;
  present: Uint32Array;
  /** The order that the question asks for. */
  compare: Compare;
  figuresOf(group: number): CellValue[];
}

interface Groups {
  combinations: Combinations;
  /** By group, 1 where it has rows and is shown. */
  isPresent: Uint8Array;
  /** Groups that have rows and are shown, in order. */
  present: Uint32Array;
  /** By aggregation: its figure of a group. */
  figures: ((group: number) => number | null)[];
  /** By aggregation, where it is split by the dimension. */
  split: (Figures | null)[];
}

/** Where nothing but rows is counted. */
const NOTHING = { name: "", numbers: presence([], 0), sums: null, least: null, most: null };

/** One figure of everything gathered. */
function overall({ part, scale }: Counted, gathered: Gathered | null): number | null {
  if (!gathered) return null;
  if (part.aggregation === "distinct") {
    const { counts } = gathered.accumulator;
    // The last is that of NULL.
    return counts.subarray(0, -1).reduce((n, rows) => n + (rows > 0 ? 1 : 0), 0);
  }
  return Figures.whole(part.aggregation, scale, gathered.fold);
}
