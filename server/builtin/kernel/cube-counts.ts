import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Crossing, HeldCube } from "./cubes";
import { DistinctValues } from "./distinct";
import { Figures } from "./figures";
import type { Gatherer } from "./gather";
import { type HeldPart, presence, wantedFold } from "./measures";
import type { Route } from "./rollup";
import type { Accumulator, Fold } from "./scan";
import type { FieldCodes, Numbers } from "./tables";
import { CURRENT, type Variants } from "./variants";

export interface CubeSources {
  catalog: Catalog;
  variants: Variants;
  gatherer: Gatherer;
  codesOf(field: string): FieldCodes;
  /** For each code of the route's entry that of the field; null where they are the same. */
  rollupOf(from: GraphTable, route: Route, field: string): Uint32Array | null;
  /** Each row's group, of a cube of several dimensions. */
  crossOf(from: GraphTable, dimensions: readonly Crossing[]): FieldCodes;
  /** The same, of groups that occur. */
  occurringOf(from: GraphTable, dimensions: readonly Crossing[]): FieldCodes;
  /** For each group that occurs the group it is part of. */
  viewOf(from: GraphTable, finest: readonly Crossing[], dimensions: readonly Crossing[]): Uint32Array;
  /** Of a table: codes that are the same for all rows. */
  alikeOf(table: GraphTable): FieldCodes;
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
export interface Counted {
  part: HeldPart;
  scale: number | null;
  /** By the dimension; of `TOTAL` over everything. */
  grouped: Gathered | null;
  /** Over everything selected. */
  total: Gathered | null;
  /** Of different values, by the dimensions. */
  distinct: DistinctValues | null;
}

/** What one cube wants of the pass. */
export class CubeCounts {
  /** By aggregation. */
  counted: readonly Counted[] = [];

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
    const { dimensions, finest } = this.cube;
    const [route, other] = finest.map((d) => d.routes.get(table.name));
    if (!route || dimensions.length === 0) return null;
    if (!other) return { name: route.entry, codes: this.sources.codesOf(route.entry) };
    const fields = finest.map((d) => d.field);
    // No field has such a name.
    return { name: `\0${JSON.stringify(fields)}`, codes: this.sources.occurringOf(table, finest) };
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
    const { gatherer, alikeOf, numbersOf } = this.sources;
    const accumulator = by
      ? gatherer.count(part.table, by.name, by.codes, variant)
      : gatherer.total(part.table, alikeOf(part.table), variant);
    return { accumulator, fold: gatherer.fold(accumulator, wantedFold(part, numbersOf(part))) };
  }
}

/** Where nothing but rows is counted. */
export const NOTHING = { name: "", numbers: presence([], 0), sums: null, least: null, most: null };

/** One figure of everything gathered. */
export function overall({ part, scale }: Counted, gathered: Gathered | null): number | null {
  if (!gathered) return null;
  if (part.aggregation === "distinct") {
    const { counts } = gathered.accumulator;
    // The last is that of NULL.
    return counts.subarray(0, -1).reduce((n, rows) => n + (rows > 0 ? 1 : 0), 0);
  }
  return Figures.whole(part.aggregation, scale, gathered.fold);
}
