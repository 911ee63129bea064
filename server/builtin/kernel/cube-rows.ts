import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import type { HeldCube } from "./cubes";
import { Figures } from "./figures";
import type { Gatherer } from "./gather";
import type { FieldStates } from "./lists";
import { type HeldMeasure, wantedFold } from "./measures";
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
    const cells = (group: number) => groups.figures.map((f) => f.cell(group));
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
      const whole = new Figures(measure, scale, 1);
      if (total) whole.add(total.fold, null);
      return whole.cell(0);
    });
  }

  private groups(none: number): Groups {
    const { rollupOf } = this.sources;
    const { dimension } = this.cube;
    const rows = new Uint8Array(none + 1);
    const figures = this.counted.map(({ measure, scale, grouped }) => {
      const found = new Figures(measure, scale, none + 1);
      const route = dimension?.routes.get(measure.table.name);
      if (!grouped || !dimension || !route) return found;
      const lookup = rollupOf(measure.table, route, dimension.field);
      markRows(rows, grouped.accumulator.counts, lookup);
      if (lookup) found.add(grouped.fold, lookup);
      else found.take(grouped.fold);
      return found;
    });
    const last = dimension?.asked.hidesNull ? none : none + 1;
    const present: number[] = [];
    for (let group = 0; group < last; group++) if (rows[group] === 1) present.push(group);
    return { none, present, figures };
  }

  /** Everything not shown, anew from counts and sums. */
  private rest({ present, figures }: Groups, shown: readonly number[]): CellValue[] {
    const isShown = new Set(shown);
    const left = present.filter((group) => !isShown.has(group));
    return figures.map((f) => f.over(left));
  }

  private compare({ none, figures }: Groups): Compare {
    const by = (this.cube.question.sort ?? []).map(({ column, order }): Compare => {
      const direction = order === "desc" ? -1 : 1;
      if (column === 0) return (a, b) => (a === none || b === none ? a - b : (a - b) * direction);
      const of = figures[column - 1];
      return (a, b) => {
        const [x, y] = [of?.at(a) ?? null, of?.at(b) ?? null];
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
  /** By measure. */
  figures: Figures[];
}

/** Notes the groups that have rows at all. */
function markRows(rows: Uint8Array, counts: Uint32Array, lookup: Uint32Array | null): void {
  for (let code = 0; code < counts.length; code++)
    if (counts[code] !== 0) rows[lookup ? (lookup[code] ?? 0) : code] = 1;
}
