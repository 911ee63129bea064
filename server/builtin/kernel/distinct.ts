import type { CubeSources } from "./cube-counts";
import type { Crossing } from "./cubes";
import type { HeldPart } from "./measures";
import type { Mark } from "./scan";

/** More pairs of a group and a value than this are left to SQL. */
export const MOST_PAIRS = 4_000_000;

/** How many different values of a field the rows of each group have: a pass marks the pairs of group and value. */
export class DistinctValues {
  private readonly pairs: Mark;
  private readonly codeCount: number;

  constructor(
    { field, table }: HeldPart,
    dimensions: readonly Crossing[],
    { codesOf, crossOf, gatherer, variants }: CubeSources,
    variant: number,
  ) {
    const routes = new Map([[table.name, { entry: field.name, hops: [], home: table }]]);
    const pairs = crossOf(table, [...dimensions, { field: field.name, routes }]);
    this.codeCount = codesOf(field.name).size + 1;
    this.pairs = gatherer.mark(table, pairs, variant, variants.all);
  }

  /** After the pass. NULL is no value. */
  counts(): Uint32Array {
    const { bits } = this.pairs;
    const counts = new Uint32Array(bits.length / this.codeCount);
    for (let group = 0, pair = 0; group < counts.length; group++, pair++)
      for (const end = pair + this.codeCount - 1; pair < end; pair++)
        if (bits[pair] !== 0) counts[group] = (counts[group] ?? 0) + 1;
    return counts;
  }
}
