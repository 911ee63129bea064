import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsFor } from "./bits";
import { joined, jointOf, worthJoining } from "./joint";
import { type Accumulator, type Pass, scan } from "./scan";
import { shortened } from "./shortened";
import { NULL_INTEGER } from "./tables";
import { emptied, randomPass } from "./testing/passes";

/** Several blocks of a pass, the last one not full. */
const ROWS = 40_000;
const unhurried = { take: () => null };

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

test("a pass gathers what going through the rows one by one does, joined, shortened or neither", async () => {
  const booleans = fc.record({ isJoined: fc.boolean(), isShortened: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.nat(), booleans, async (seed, { isJoined, isShortened }) => {
      const { columns, pass } = randomPass(seed, ROWS);
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
