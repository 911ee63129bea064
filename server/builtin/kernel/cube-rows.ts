import type { Catalog } from "@/server/builtin/associative/catalog";
import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import type { HeldCube } from "./cubes";
import type { Gatherer } from "./gather";
import type { FieldStates } from "./lists";
import { cellOf, type Figure, figureOf, type HeldMeasure, wantedFold } from "./measures";
import { type Compare, firstInOrder } from "./order";
import { rollup } from "./rollup";
import type { Accumulator, Fold } from "./scan";
import { type FieldCodes, type FieldValues, type Numbers, rowsOf } from "./tables";
import { CURRENT, type Variants } from "./variants";

const DEFAULT_ROWS = 1_000;

export interface CubeSources {
  catalog: Catalog;
  variants: Variants;
  gatherer: Gatherer;
  codesOf(field: string): FieldCodes;
  /** Of the measure's field. */
  numbersOf(measure: HeldMeasure): Numbers;
}

/** A measure in the pass: by the dimension, and over everything. */
interface Counted {
  measure: HeldMeasure;
  scale: number | null;
  grouped: { accumulator: Accumulator; fold: Fold } | null;
  total: { accumulator: Accumulator; fold: Fold } | null;
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
    const { gatherer, codesOf, numbersOf, variants } = this.sources;
    const { dimension, keepsAlternatives, measures } = this.cube;
    const variant = dimension && keepsAlternatives ? variants.without(dimension.field) : CURRENT;
    this.counted = measures.map((measure) => {
      const numbers = numbersOf(measure);
      const counted: Counted = { measure, scale: numbers.scale, grouped: null, total: null };
      const route = dimension?.routes.get(measure.table.name);
      if (!route) return counted;
      const accumulator = gatherer.count(measure.table, route.entry, codesOf(route.entry), variant);
      counted.grouped = { accumulator, fold: gatherer.fold(accumulator, wantedFold(measure, numbers)) };
      return counted;
    });
  }

  /** Then, of all cubes: what is over everything, from what is counted anyway. */
  wantTotals(): void {
    const { gatherer, catalog, numbersOf } = this.sources;
    if (this.cube.dimension && !this.cube.question.totals) return;
    for (const counted of this.counted) {
      const { measure } = counted;
      const rows = rowsOf(catalog, measure.table.name);
      const accumulator = gatherer.total(measure.table, rows, CURRENT);
      counted.total = {
        accumulator,
        fold: gatherer.fold(accumulator, wantedFold(measure, numbersOf(measure))),
      };
    }
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
    const cells = (group: number) =>
      this.counted.map((c, i) => cellOf(c.measure, groups.figures[i]?.[group] ?? null, c.scale));
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

  private totals(): CellValue[] {
    return this.counted.map(({ measure, scale, total }) => {
      const whole = empty();
      if (total)
        for (let code = 0; code < total.accumulator.counts.length; code++) add(whole, total.fold, code);
      return cellOf(measure, figureOf(measure, whole, scale), scale);
    });
  }

  private groups(none: number): Groups {
    const { codesOf } = this.sources;
    const { dimension } = this.cube;
    const rows = new Uint8Array(none + 1);
    const folded = this.counted.map(({ measure, grouped }) => {
      const figures = Array.from({ length: none + 1 }, () => null as Figure | null);
      const route = dimension?.routes.get(measure.table.name);
      if (!grouped || !dimension || !route) return figures;
      const lookup = rollup(route, dimension.field, codesOf);
      const { counts } = grouped.accumulator;
      for (let code = 0; code < counts.length; code++) {
        if (counts[code] === 0) continue;
        const group = lookup ? (lookup[code] ?? none) : code;
        rows[group] = 1;
        const figure = figures[group] ?? empty();
        figures[group] = figure;
        add(figure, grouped.fold, code);
      }
      return figures;
    });
    const figures = this.counted.map(({ measure, scale }, i) =>
      (folded[i] ?? []).map((figure) => figureOf(measure, figure ?? empty(), scale)),
    );
    const last = dimension?.asked.hidesNull ? none : none + 1;
    const present: number[] = [];
    for (let group = 0; group < last; group++) if (rows[group] === 1) present.push(group);
    return { none, present, figures, folded };
  }

  /** Everything not shown, anew from counts and sums. */
  private rest({ present, folded }: Groups, shown: readonly number[]): CellValue[] {
    const isShown = new Set(shown);
    return this.counted.map(({ measure, scale }, i) => {
      const whole = empty();
      for (const group of present) {
        const figure = folded[i]?.[group];
        if (figure && !isShown.has(group)) merge(whole, figure);
      }
      return cellOf(measure, figureOf(measure, whole, scale), scale);
    });
  }

  private compare({ none, figures }: Groups): Compare {
    const by = (this.cube.question.sort ?? []).map(({ column, order }): Compare => {
      const direction = order === "desc" ? -1 : 1;
      if (column === 0) return (a, b) => (a === none || b === none ? a - b : (a - b) * direction);
      const of = figures[column - 1] ?? [];
      return (a, b) => {
        const [x, y] = [of[a] ?? null, of[b] ?? null];
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
  /** By measure, by group: what groups are sorted by. */
  figures: (number | null)[][];
  folded: (Figure | null)[][];
}

function empty(): Figure {
  return { count: 0, sum: 0, least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
}

function add(figure: Figure, fold: Fold, code: number): void {
  figure.count += fold.counts[code] ?? 0;
  figure.sum += fold.sums?.[code] ?? 0;
  figure.least = Math.min(figure.least, fold.least?.[code] ?? figure.least);
  figure.most = Math.max(figure.most, fold.most?.[code] ?? figure.most);
}

function merge(figure: Figure, other: Figure): void {
  figure.count += other.count;
  figure.sum += other.sum;
  figure.least = Math.min(figure.least, other.least);
  figure.most = Math.max(figure.most, other.most);
}
