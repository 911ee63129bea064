import { Random } from "@/server/builtin/associative/testing/random";
import { bitsFor } from "../bits";
import type { Accumulator, Filter, Fold, Mark, Pass } from "../scan";
import { type Codes, codesFor, NULL_INTEGER, type Numbers } from "../tables";

const VALUES = [1, 3, 4, 50, 3_000];

interface Column {
  field: string;
  codes: Codes;
  codeCount: number;
}

/** A table's columns of some codes and numbers, and what is wanted of them. */
export function randomPass(seed: number, rows: number) {
  const random = new Random(seed);
  const upTo = (n: number) => random.int(0, n - 1);
  const all = [1, 7, 511][upTo(3)] ?? 1;
  const columns = VALUES.map((values, i): Column => {
    const codes = codesFor(rows, values);
    // A stretch of few values, so that some codes come late, and some never.
    const reach = upTo(2) === 0 ? values + 1 : 1 + upTo(values);
    for (let row = 0; row < rows; row++) codes[row] = upTo(row < rows / 2 ? reach : values + 1);
    return { field: `f${i}`, codes, codeCount: values + 1 };
  });
  const anyOf = <T>(items: readonly T[]) => items[upTo(items.length)] as T;
  const bits = () => 1 + upTo(all);
  const filters = columns
    .filter(() => upTo(3) === 0)
    .map(({ field, codes, codeCount }): Filter => {
      const pass = bitsFor(all, codeCount);
      for (let code = 0; code < codeCount; code++) pass[code] = upTo(3) === 0 ? 0 : bits();
      return { field, codes, pass };
    });
  const marks = Array.from({ length: upTo(4) }, (): Mark => {
    const { codes, codeCount } = anyOf(columns);
    const reachable = filters.find((f) => f.codes === codes)?.pass;
    return { codes, bits: bitsFor(all, codeCount), wanted: bits(), ...(reachable ? { reachable } : {}) };
  });
  const numbers = [
    randomNumbers(upTo, rows, 0, false),
    randomNumbers(upTo, rows, 2, true),
    randomNumbers(upTo, rows, 0, false),
  ];
  const accumulators = columns
    .filter(() => upTo(2) === 0)
    .map(({ field, codes, codeCount }): Accumulator => {
      const counts = new Uint32Array(codeCount);
      const figures = (fill = 0) => (upTo(2) === 0 ? new Float64Array(codeCount).fill(fill) : null);
      const folds = numbers
        .map(
          (one, i): Fold => ({
            name: `n${i}`,
            numbers: one,
            counts: one.hasNulls ? new Uint32Array(codeCount) : counts,
            sums: figures(),
            least: figures(Number.POSITIVE_INFINITY),
            most: figures(Number.NEGATIVE_INFINITY),
          }),
        )
        .filter(() => upTo(3) > 0);
      return { field, codes, variant: anyOf([1, 2, 4].filter((v) => v <= all)), counts, folds };
    });
  return { columns, pass: { rows, all, filters, marks, accumulators } satisfies Pass };
}

function randomNumbers(
  upTo: (n: number) => number,
  count: number,
  scale: number,
  hasNulls: boolean,
): Numbers {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++)
    rows[row] = hasNulls && upTo(9) === 0 ? NULL_INTEGER : upTo(1_000) - 500;
  return { rows, scale, hasNulls, bytes: rows.byteLength };
}

/** The same wishes, nothing gathered yet. */
export function emptied({ counts, folds }: Accumulator): Pick<Accumulator, "counts" | "folds"> {
  const own = counts.slice();
  const copies = folds.map((fold) => ({
    ...fold,
    counts: fold.counts === counts ? own : fold.counts.slice(),
    sums: fold.sums?.slice() ?? null,
    least: fold.least?.slice() ?? null,
    most: fold.most?.slice() ?? null,
  }));
  return { counts: own, folds: copies };
}
