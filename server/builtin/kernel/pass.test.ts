import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "@/server/builtin/associative/testing/random";
import { bitsFor } from "./bits";
import { joined, jointOf, worthJoining } from "./joint";
import { type Accumulator, type Filter, type Fold, type Mark, type Pass, scan } from "./scan";
import { shortened } from "./shortened";
import { codesFor, NULL_INTEGER, type Numbers } from "./tables";

/** Several blocks of a pass, the last one not full. */
const ROWS = 40_000;
const VALUES = [1, 3, 4, 50, 3_000];
const unhurried = { take: () => null };

interface Column {
  field: string;
  codes: ReturnType<typeof codesFor>;
  codeCount: number;
}

/** Columns of some codes and numbers, and what is wanted of them. */
function randomPass(seed: number) {
  const random = new Random(seed);
  const upTo = (n: number) => random.int(0, n - 1);
  const all = [1, 7, 511][upTo(3)] ?? 1;
  const columns = VALUES.map((values, i): Column => {
    const codes = codesFor(ROWS, values);
    // A stretch of few values, so that some codes come late, and some never.
    const reach = upTo(2) === 0 ? values + 1 : 1 + upTo(values);
    for (let row = 0; row < ROWS; row++) codes[row] = upTo(row < ROWS / 2 ? reach : values + 1);
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
    randomNumbers(upTo, 0, false),
    randomNumbers(upTo, 2, true),
    randomNumbers(upTo, 0, false),
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
  return { columns, pass: { rows: ROWS, all, filters, marks, accumulators } satisfies Pass };
}

function randomNumbers(upTo: (n: number) => number, scale: number, hasNulls: boolean): Numbers {
  const rows = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++)
    rows[row] = hasNulls && upTo(9) === 0 ? NULL_INTEGER : upTo(1_000) - 500;
  return { rows, scale, hasNulls, bytes: rows.byteLength };
}

/** The same, row by row. */
function plainly({ rows, all, filters, marks, accumulators }: Pass) {
  const marked = marks.map((m) => bitsFor(all, m.bits.length));
  const found = accumulators.map(() => new Map<number, { rows: number; values: number[][] }>());
  for (let row = 0; row < rows; row++) {
    const bits = filters.reduce((left, f) => left & (f.pass[f.codes[row] ?? 0] ?? 0), all);
    for (const [i, { codes, wanted }] of marks.entries()) {
      const own = marked[i];
      if (own && (bits & wanted) !== 0) own[codes[row] ?? 0] = (own[codes[row] ?? 0] ?? 0) | bits;
    }
    for (const [i, { codes, variant, folds }] of accumulators.entries()) {
      if ((bits & variant) === 0) continue;
      const code = codes[row] ?? 0;
      const group = found[i]?.get(code) ?? { rows: 0, values: folds.map(() => []) };
      found[i]?.set(code, group);
      group.rows++;
      for (const [n, { numbers }] of folds.entries()) {
        const value = numbers.rows[row] ?? 0;
        if (value !== NULL_INTEGER) group.values[n]?.push(value);
      }
    }
  }
  return { marked, found };
}

/** What all rows come to, in accumulators of their own. */
async function wholesOf({ accumulators, ...pass }: Pass) {
  const made = new Map(accumulators.map((one) => [one, { ...one, ...emptied(one) }]));
  await scan({ ...pass, filters: [], marks: [], accumulators: [...made.values()] }, unhurried);
  return (one: Accumulator) => made.get(one) ?? null;
}

function emptied({ counts, folds }: Accumulator): Pick<Accumulator, "counts" | "folds"> {
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

test("a pass gathers what going through the rows one by one does, joined, shortened or neither", async () => {
  const booleans = fc.record({ isJoined: fc.boolean(), isShortened: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.nat(), booleans, async (seed, { isJoined, isShortened }) => {
      const { columns, pass } = randomPass(seed);
      const { marked, found } = plainly(pass);
      const chosen = worthJoining(columns, ROWS);
      expect(chosen.length).toBeGreaterThan(2);
      const together = isJoined ? joined(pass, jointOf(chosen, ROWS)) : { pass, spread: () => {} };
      const wholes = isShortened ? await wholesOf(together.pass) : () => null;
      const short = shortened(together.pass, wholes, seed % 2);
      await scan(short.pass, unhurried);
      short.finish();
      together.spread();
      // NULL's code, the last, meets nothing.
      for (const [i, { bits, wanted }] of pass.marks.entries())
        for (let code = 0; code < bits.length - 1; code++)
          expect((bits[code] ?? 0) & wanted).toBe((marked[i]?.[code] ?? 0) & wanted);
      for (const [i, { counts, folds }] of pass.accumulators.entries())
        for (let code = 0; code < counts.length; code++) {
          const group = found[i]?.get(code);
          expect(counts[code]).toBe(group?.rows ?? 0);
          for (const [n, fold] of folds.entries()) {
            const values = group?.values[n] ?? [];
            expect(fold.counts[code]).toBe(values.length);
            if (fold.sums) expect(fold.sums[code]).toBe(values.reduce((sum, v) => sum + v, 0));
            if (fold.least) expect(fold.least[code]).toBe(Math.min(...values));
            if (fold.most) expect(fold.most[code]).toBe(Math.max(...values));
          }
        }
    }),
    { numRuns: 16, endOnFailure: true },
  );
}, 60_000);
