import type { Kept } from "./kept";
import type { Accumulator, Fold } from "./scan";

/** Counts, and what columns of numbers come to, by code. */
export type Whole = Pick<Accumulator, "counts"> & { folds: Omit<Fold, "numbers">[] };

/**
 * What all rows of a table come to by the codes of a field: where nothing is selected the same for every click, so it is
 * gathered once.
 */
export class Wholes {
  constructor(private readonly kept: Kept) {}

  /** With all that an accumulator asks for; null where anything is missing. */
  of(table: string, accumulator: Accumulator): Whole | null {
    const known = this.kept.get<Whole>(keyOf(table, accumulator));
    return known && accumulator.folds.every((fold) => sourceOf(known, fold)) ? known : null;
  }

  /** Fills an accumulator from what is known; false where anything is missing. */
  fill(table: string, accumulator: Accumulator): boolean {
    const known = this.of(table, accumulator);
    if (!known) return false;
    accumulator.counts = known.counts;
    for (const fold of accumulator.folds) Object.assign(fold, sourceOf(known, fold));
    return true;
  }

  keep(table: string, accumulator: Accumulator): void {
    const key = keyOf(table, accumulator);
    const known = this.kept.get<Whole>(key)?.folds ?? [];
    const { counts, folds: own } = accumulator;
    const folds = new Map(known.map((fold) => [fold.name, fold]));
    for (const { name, counts, sums, least, most } of own) {
      const before = folds.get(name);
      folds.set(name, {
        name,
        counts,
        sums: sums ?? before?.sums ?? null,
        least: least ?? before?.least ?? null,
        most: most ?? before?.most ?? null,
      });
    }
    const arrays = [...folds.values()].flatMap((f) => [f.counts, f.sums, f.least, f.most]);
    const all = new Set([counts, ...arrays]);
    const bytes = [...all].reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
    this.kept.set(key, { counts, folds: [...folds.values()] } satisfies Whole, bytes);
  }
}

function keyOf(table: string, { field }: Accumulator): string {
  return `whole ${JSON.stringify([table, field])}`;
}

function sourceOf({ folds }: Whole, { name, sums, least, most }: Fold): Whole["folds"][number] | undefined {
  return folds.find((f) => f.name === name && (!sums || f.sums) && (!least || f.least) && (!most || f.most));
}
