import { bitsFor } from "./bits";
import { isExact } from "./exact";
import type { Accumulator, Filter, Fold, Pass } from "./scan";
import type { Whole } from "./wholes";

/** Above this share of rows kept, it is less work to gather what is left out. */
export const SUBTRACT_ABOVE = 0.6;
/** Rows looked at to tell that share. */
const SAMPLED = 4_096;
/** Bits that a variant may have. */
const MOST_BITS = 31;

/**
 * The same pass with less to gather, where it is known what all rows come to and one column alone decides which are
 * possible: by that column's own codes everything is known already, and of mostly possible rows those left out are
 * gathered and subtracted. `finish` completes the accumulators after the pass.
 * @param wholeOf what all rows come to by the accumulator's codes, with all it asks for
 */
export function shortened(
  pass: Pass,
  wholeOf: (accumulator: Accumulator) => Whole | null,
  subtractAbove = SUBTRACT_ABOVE,
): { pass: Pass; finish(): void } {
  const accumulators: Accumulator[] = [];
  const finishing: (() => void)[] = [];
  const leftOut = new LeftOut(pass, subtractAbove);
  for (const own of pass.accumulators) {
    const deciding = pass.filters.filter((f) => decides(f, own.variant));
    const [filter, ...others] = deciding;
    const whole = others.length === 0 ? wholeOf(own) : null;
    const bit = whole && filter && isSubtractable(own) ? leftOut.bitOf(filter, own.variant) : null;
    if (whole && (!filter || filter.codes === own.codes))
      finishing.push(() => takeWhole(own, whole, (code) => keeps(filter, code, own.variant)));
    else if (whole && bit) {
      const twin = twinOf(own, bit);
      accumulators.push(twin);
      finishing.push(() => subtract(own, whole, twin));
    } else accumulators.push(own);
  }
  return {
    pass: { ...leftOut.pass(), accumulators },
    finish: () => {
      for (const finish of finishing) finish();
    },
  };
}

/** Variants of the rows that others leave out: a bit more for each. */
class LeftOut {
  private readonly bits = new Map<number, { bit: number; filter: Filter }>();
  private readonly few = new Set<number>();
  private all: number;

  constructor(
    private readonly original: Pass,
    private readonly above: number,
  ) {
    this.all = original.all;
  }

  /** The bit of rows that the variant's only filter stops; null where these are too many to be worth it. */
  bitOf(filter: Filter, variant: number): number | null {
    const known = this.bits.get(variant);
    if (known) return known.bit;
    if (this.few.has(variant) || this.all >= 2 ** (MOST_BITS - 1)) return null;
    if (keptShare(filter, variant, this.original.rows) < this.above) {
      this.few.add(variant);
      return null;
    }
    const bit = this.all + 1;
    this.all += bit;
    this.bits.set(variant, { bit, filter });
    return bit;
  }

  /** With filters that tell the bits. */
  pass(): Pass {
    if (this.bits.size === 0) return this.original;
    const filters = this.original.filters.map((filter): Filter => {
      const pass = bitsFor(this.all, filter.pass.length);
      for (let code = 0; code < pass.length; code++) pass[code] = this.bitsAt(filter, code);
      return { ...filter, pass };
    });
    return { ...this.original, all: this.all, filters };
  }

  private bitsAt(filter: Filter, code: number): number {
    // A table before may have left such bits of its own.
    let own = (filter.pass[code] ?? 0) & this.original.all;
    for (const [variant, { bit, filter: deciding }] of this.bits)
      if (filter !== deciding || (own & variant) === 0) own |= bit;
    return own;
  }
}

function decides({ pass }: Filter, variant: number): boolean {
  for (let code = 0; code < pass.length; code++) if (((pass[code] ?? 0) & variant) === 0) return true;
  return false;
}

function keeps(filter: Filter | undefined, code: number, variant: number): boolean {
  return !filter || ((filter.pass[code] ?? 0) & variant) !== 0;
}

/** The share of rows that a filter lets through, from some all over the table. */
function keptShare({ codes, pass }: Filter, variant: number, rows: number): number {
  const step = Math.max(1, Math.floor(rows / SAMPLED));
  let [seen, kept] = [0, 0];
  for (let row = 0; row < rows; row += step) {
    seen++;
    if (((pass[codes[row] ?? 0] ?? 0) & variant) !== 0) kept++;
  }
  return seen === 0 ? 0 : kept / seen;
}

/** Differences are exact: of whole numbers and of doubles that add up without rounding; no least or greatest number. */
function isSubtractable({ folds }: Accumulator): boolean {
  return folds.every(({ numbers, sums, least, most }) => !least && !most && (!sums || isExact(numbers)));
}

function twinOf({ field, codes, counts: { length }, folds }: Accumulator, variant: number): Accumulator {
  const counts = new Uint32Array(length);
  const twins = folds.map(
    (fold): Fold => ({
      ...fold,
      counts: fold.numbers.hasNulls ? new Uint32Array(length) : counts,
      sums: fold.sums && new Float64Array(length),
    }),
  );
  return { field, codes, variant, counts, folds: twins };
}

function takeWhole(own: Accumulator, whole: Whole, isKept: (code: number) => boolean): void {
  const pairs: [Uint32Array | Float64Array, Uint32Array | Float64Array | null | undefined][] = [
    [own.counts, whole.counts],
  ];
  for (const fold of own.folds) {
    const from = whole.folds.find((f) => f.name === fold.name);
    if (fold.counts !== own.counts) pairs.push([fold.counts, from?.counts]);
    for (const kind of ["sums", "least", "most"] as const) {
      const to = fold[kind];
      if (to) pairs.push([to, from?.[kind]]);
    }
  }
  // What no row belongs to stays as it was made.
  for (let code = 0; code < own.counts.length; code++)
    if (isKept(code)) for (const [to, from] of pairs) if (from) to[code] = from[code] ?? 0;
}

function subtract(own: Accumulator, whole: Whole, left: Accumulator): void {
  difference(whole.counts, left.counts, own.counts);
  for (const [i, fold] of own.folds.entries()) {
    const all = whole.folds.find((f) => f.name === fold.name);
    const twin = left.folds[i];
    if (!all || !twin) continue;
    if (fold.counts !== own.counts) difference(all.counts, twin.counts, fold.counts);
    if (fold.sums && all.sums && twin.sums) difference(all.sums, twin.sums, fold.sums);
  }
}

function difference<T extends Uint32Array | Float64Array>(all: T, left: T, into: T): void {
  for (let code = 0; code < into.length; code++) into[code] = (all[code] ?? 0) - (left[code] ?? 0);
}
