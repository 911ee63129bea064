import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import type { HeldCube } from "./cubes";
import { cellOf, Figures } from "./figures";
import type { FiguresAt } from "./formula";
import type { Gatherer } from "./gather";
import type { FieldStates } from "./lists";
import { type HeldPart, presence, wantedFold } from "./measures";
import { type Compare, firstInOrder } from "./order";
import type { Route } from "./rollup";
import type { Accumulator, Fold } from "./scan";
import { type FieldCodes, type FieldValues, type Numbers, rowsOf } from "./tables";
import { CURRENT, type Variants } from "./variants";

const DEFAULT_ROWS = 1_000;

export interface CubeSources {
  catalog: Catalog;
  variants: Variants;
  gatherer: Gatherer;
  codesOf(field: string): FieldCodes;
  /** For each code of the route's entry that of the field; null where they are the same. */
  rollupOf(from: GraphTable, route: Route, field: string): Uint32Array | null;
  /** Of the aggregation's field. */
  numbersOf(part: HeldPart): Numbers;
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
    const { codesOf, numbersOf } = this.sources;
    this.counted = this.cube.parts.map((part) => {
      const counted: Counted = { part, scale: null, grouped: null, total: null };
      if (part.aggregation === "distinct") {
        const { gatherer } = this.sources;
        const variant = this.variantOf(part, CURRENT);
        const accumulator = gatherer.count(part.table, part.field.name, codesOf(part.field.name), variant);
        const { counts } = accumulator;
        counted.total = { accumulator, fold: { ...NOTHING, counts } };
        return counted;
      }
      counted.scale = numbersOf(part).scale;
      const route = part.isTotal ? undefined : this.cube.dimension?.routes.get(part.table.name);
      if (route) counted.grouped = this.gather(part, this.variant(), { entry: route.entry });
      return counted;
    });
  }

  /** Then, of all cubes: what is over everything, from what is counted anyway. */
  wantTotals(): void {
    const { dimension, question } = this.cube;
    for (const counted of this.counted) {
      const { part } = counted;
      if (part.aggregation === "distinct") continue;
      if (dimension && part.isTotal) counted.grouped = this.gather(part, this.variant(), null);
      if (!dimension || question.totals) counted.total = this.gather(part, CURRENT, null);
    }
  }

  /** Under which the rows of the groups are possible. */
  private variant(): number {
    const { dimension, keepsAlternatives } = this.cube;
    return dimension && keepsAlternatives ? this.sources.variants.without(dimension.field) : CURRENT;
  }

  private variantOf({ set }: HeldPart, otherwise: number): number {
    return set ? this.sources.variants.ofSet(set.key) : otherwise;
  }

  private gather(part: HeldPart, otherwise: number, by: { entry: string } | null): Gathered {
    const variant = this.variantOf(part, otherwise);
    const { gatherer, catalog, codesOf, numbersOf } = this.sources;
    const accumulator = by
      ? gatherer.count(part.table, by.entry, codesOf(by.entry), variant)
      : gatherer.total(part.table, rowsOf(catalog, part.table.name), variant);
    return { accumulator, fold: gatherer.fold(accumulator, wantedFold(part, numbersOf(part))) };
  }

  /** After the pass. @param states of the dimension's field, where alternatives are kept */
  answer(values: FieldValues | null, state: ValueState, states: FieldStates | null): CubeAnswer {
    const { dimension, question, measures } = this.cube;
    const columns = [...(dimension ? [dimension.column] : []), ...measures.map((m) => m.column)];
    if (!dimension || !values) {
      const rows = [this.totals()].slice(question.offset ?? 0);
      const totals = question.totals ? { totals: rows[0] ?? [] } : {};
      return { kind: "cube", columns, rows, rowCount: 1, ...totals };
    }
    const groups = this.groups(values.cells.length);
    const { limit = DEFAULT_ROWS, offset = 0, others, totals } = question;
    const shown = firstInOrder(groups.present, offset + limit, this.compare(groups)).slice(offset);
    const cells = (group: number) => this.cells((part) => groups.figures[part]?.(group) ?? null);
    const answer: CubeAnswer = {
      kind: "cube",
      columns,
      rows: shown.map((group) => [values.cells[group] ?? null, ...cells(group)]),
      rowCount: groups.present.length,
      states: shown.map((group) =>
        states && group < groups.none ? states.stateOf(group) : states ? "O" : state,
      ),
    };
    if (others && groups.present.length > shown.length)
      answer.others = { count: groups.present.length - shown.length, measures: this.rest(groups, shown) };
    if (totals) answer.totals = this.totals();
    return answer;
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

  private groups(none: number): Groups {
    const { rollupOf } = this.sources;
    const { dimension } = this.cube;
    const rows = new Uint8Array(none + 1);
    const split = this.counted.map((counted) => {
      const { part, scale, grouped } = counted;
      const found = new Figures(part, scale, none + 1);
      const route = dimension?.routes.get(part.table.name);
      if (!grouped || !dimension || !route || part.isTotal) return null;
      const lookup = rollupOf(part.table, route, dimension.field);
      markRows(rows, grouped.accumulator.counts, lookup);
      if (lookup) found.add(grouped.fold, lookup);
      else found.take(grouped.fold);
      return found;
    });
    const figures = split.map((found, i) => {
      if (found) return (group: number) => found.at(group);
      const counted = this.counted[i];
      const whole = counted ? overall(counted, counted.grouped) : null;
      return () => whole;
    });
    const last = dimension?.asked.hidesNull ? none : none + 1;
    const present: number[] = [];
    for (let group = 0; group < last; group++) if (rows[group] === 1) present.push(group);
    return { none, present, figures, split };
  }

  /** Everything not shown, anew from counts and sums. */
  private rest({ present, figures, split }: Groups, shown: readonly number[]): CellValue[] {
    const isShown = new Set(shown);
    const left = present.filter((group) => !isShown.has(group));
    return this.cells((i) => (split[i] ? split[i].over(left) : (figures[i]?.(0) ?? null)));
  }

  private compare({ none, figures }: Groups): Compare {
    const firsts = this.cube.measures.map((_, i, all) =>
      all.slice(0, i).reduce((sum, m) => sum + m.parts.length, 0),
    );
    const by = (this.cube.question.sort ?? []).map(({ column, order }): Compare => {
      const direction = order === "desc" ? -1 : 1;
      if (column === 0) return (a, b) => (a === none || b === none ? a - b : (a - b) * direction);
      const [formula, first = 0] = [this.cube.measures[column - 1]?.formula, firsts[column - 1]];
      const at = (group: number) => formula?.value((part) => figures[first + part]?.(group) ?? null) ?? null;
      return (a, b) => {
        const [x, y] = [at(a), at(b)];
        if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
        return (x - y) * direction;
      };
    });
    return (a, b) => {
      for (const compare of by) {
        const difference = compare(a, b);
        if (difference !== 0) return difference;
      }
      return a - b;
    };
  }
}

interface Groups {
  /** Group of rows without a value. */
  none: number;
  /** Groups that have rows and are shown, in order. */
  present: number[];
  /** By aggregation: its figure of a group. */
  figures: ((group: number) => number | null)[];
  /** By aggregation, where it is split by the dimension. */
  split: (Figures | null)[];
}

/** Where nothing but rows is counted. */
const NOTHING = { numbers: presence([], 0), sums: null, least: null, most: null };

/** One figure of everything gathered. */
function overall({ part, scale }: Counted, gathered: Gathered | null): number | null {
  if (!gathered) return null;
  if (part.aggregation === "distinct") {
    const { counts } = gathered.accumulator;
    // The last is that of NULL.
    return counts.subarray(0, -1).reduce((n, rows) => n + (rows > 0 ? 1 : 0), 0);
  }
  const whole = new Figures(part, scale, 1);
  whole.add(gathered.fold, null);
  return whole.at(0);
}

/** Notes the groups that have rows at all. */
function markRows(rows: Uint8Array, counts: Uint32Array, lookup: Uint32Array | null): void {
  for (let code = 0; code < counts.length; code++)
    if (counts[code] !== 0) rows[lookup ? (lookup[code] ?? 0) : code] = 1;
}
