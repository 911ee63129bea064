import type { CellValue, CubeAnswer, ValueState } from "@/server/platform/model";
import { Combinations } from "./cross";
import { CubeCounts, type CubeSources, overall } from "./cube-counts";
import { CubeGroups, type Groups } from "./cube-groups";
import type { HeldCube } from "./cubes";
import { cellOf } from "./figures";
import type { FiguresAt } from "./formula";
import type { FieldStates } from "./lists";
import { type Compare, firstInOrder } from "./order";
import type { FieldValues } from "./tables";

const DEFAULT_ROWS = 1_000;

/** One cube: what it wants of the pass, and its answer from what was gathered. */
export class CubeRows {
  private readonly counts: CubeCounts;

  constructor(
    private readonly cube: HeldCube,
    private readonly sources: CubeSources,
  ) {
    this.counts = new CubeCounts(cube, sources);
  }

  /** Before the pass, of all cubes: what is split by the dimension. */
  wantGroups(): void {
    this.counts.wantGroups();
  }

  /** Then, of all cubes: what is over everything, from what is counted anyway. */
  wantTotals(): void {
    this.counts.wantTotals();
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
    const made = this.groups();
    const groups = made.of(combinations);
    const { limit = DEFAULT_ROWS, offset = 0, others, totals } = question;
    const shown = firstInOrder(groups.present, offset + limit, made.compare(groups)).slice(offset);
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
    const made = this.groups();
    const groups = made.of(new Combinations(values));
    return {
      ...groups,
      compare: made.compare(groups),
      figuresOf: (group) => this.cells((part) => groups.figures[part]?.(group) ?? null),
    };
  }

  private groups(): CubeGroups {
    return new CubeGroups(this.cube, this.sources, this.counts.counted);
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
      const counted = this.counts.counted[i];
      return counted ? overall(counted, counted.total) : null;
    });
  }

  /** Everything not shown, anew from counts and sums. */
  private rest({ withZeros, figures, split }: Groups, shown: readonly number[]): CellValue[] {
    const isShown = new Set(shown);
    const left = withZeros.filter((group) => !isShown.has(group));
    return this.cells((i) => (split[i] ? split[i].over(left) : (figures[i]?.(0) ?? null)));
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
