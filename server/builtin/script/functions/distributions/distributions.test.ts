import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { times } from "@/server/testing/deep";
import { compileExpression } from "../../compile";
import { parseExpression } from "../../expression-parser";
import { defaultSettings } from "../../settings";
import { NOW, openTestDb } from "../../testing/evaluate";
import { typeOf } from "../../types";

/**
 * To all digits of a number, by two libraries of numerics that agree. Rounded, many of them are found in print: the
 * documentation (ChiDist(8, 15), TDist(1, 30, 2)) and the tables of Abramowitz and Stegun, chapter 26.
 */
const KNOWN: [expression: string, value: number][] = [
  ["NormDist(0.5, 1, 2)", 0.4012936743170763],
  ["NormDist(-8)", 6.22096057427174e-16],
  ["NormDist(1)", 0.8413447460685429],
  ["NormDist(0)", 0.5],
  ["NormDist(0.5, 1, 2, 0)", 0.19333405840142465],
  ["NormDist(0.5, 1, 2, True())", 0.4012936743170763],
  ["NormInv(0.975, 0, 1)", 1.959963984540054],
  ["NormInv(0.1, 10, 3)", 6.1553453033661985],
  ["NormInv(1e-12)", -7.034483825301131],
  ["ChiDist(8, 15)", 0.9237827033154676],
  ["ChiDist(100, 1)", 1.5239706048320995e-23],
  ["ChiInv(0.05, 3)", 7.814727903251178],
  ["ChiInv(0.99, 30)", 14.953456528455447],
  ["ChiDensity(2, 3)", 0.2075537487102974],
  ["GammaDist(5, 2.5, 1.5)", 0.7533658478139476],
  ["GammaInv(0.25, 2.5, 1.5)", 2.0059521070741226],
  ["GammaDensity(5, 2.5, 1.5)", 0.1088785644499002],
  ["BetaDist(0.3, 2, 5)", 0.579825],
  ["BetaDist(0, 2, 5)", 0],
  ["BetaDist(1, 2, 5)", 1],
  ["BetaInv(0.9, 2, 5)", 0.5103163065514917],
  ["BetaDensity(0.3, 2, 5)", 2.1609],
  ["BetaDist(0.02, 0.5, 0.5)", 0.0903344706017331],
  ["FDist(3.5, 4, 10)", 0.04918814032493142],
  ["FInv(0.05, 4, 10)", 3.4780496907652294],
  ["FDensity(1.2, 4, 10)", 0.370331347717333],
  ["FInv(0.01, 1, 1)", 4052.1806954768217],
  ["TDist(1, 30, 2)", 0.3253086154260302],
  ["TDist(2.5, 7, 1)", 0.020496109292876444],
  ["TDist(0, 7, 2)", 1],
  ["TInv(0.05, 10)", 2.2281388519862753],
  ["TInv(0.001, 1)", 636.6192487687196],
  ["TDensity(-1.5, 4)", 0.12288],
  ["BinomDist(3, 10, 0.25)", 0.7758750915527344],
  ["BinomDist(10, 10, 0.25)", 1],
  ["BinomDist(480, 1000, 0.5)", 0.10872414660207075],
  ["BinomFrequency(3, 10, 0.25)", 0.2502822875976561],
  ["BinomFrequency(0, 10, 0)", 1],
  ["BinomInv(0.5, 10, 0.25)", 2],
  ["BinomInv(0.975, 1000, 0.5)", 531],
  ["BinomInv(1, 10, 0.5)", 10],
  ["PoissonDist(2, 4.5)", 0.17357807091003602],
  ["PoissonFrequency(2, 4.5)", 0.11247858994970336],
  ["PoissonInv(0.5, 4.5)", 4],
  ["PoissonInv(0.999, 100)", 132],
];

/** Where there is no value: NULL, never an error of the whole column. */
const NOTHING = [
  "NormDist(1, 0, 0)",
  "NormInv(0)",
  "NormInv(1.5)",
  "ChiDist(-1, 3)",
  "ChiDist(1, 0)",
  "ChiDist('x', 3)",
  "ChiInv(0.5, Null())",
  "ChiDensity(0, 1)",
  "TDist(-1, 3, 2)",
  "TDist(1, 3, 3)",
  "BetaDist(2, 1, 1)",
  "FInv(0.5, -1, 2)",
  "BinomDist(11, 10, 0.5)",
  "BinomDist(1, 10, 2)",
  "PoissonDist(1, 0)",
];

let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.closeSync());

const sqlOf = (expression: string) =>
  compileExpression(parseExpression(expression), {
    field: (name) => (/^[a-z]$/.test(name) ? { sql: `t.${name}`, type: typeOf("DOUBLE") } : undefined),
    fieldNames: () => [],
    settings: defaultSettings(NOW),
  }).sql;

async function numbers(expressions: readonly string[]): Promise<(number | null)[]> {
  const read = await db.runAndReadAll(`SELECT ${expressions.map(sqlOf).join(", ")}`);
  return (read.getRows()[0] ?? []).map((v) => (v === null ? null : Number(v)));
}

const closely = (value: number | null, wanted: number) =>
  value !== null && Math.abs(value - wanted) <= 1e-12 * Math.abs(wanted) + 1e-300;

describe("values known to all digits", () => {
  it.each(KNOWN)("%s is %d, to twelve digits", async (expression, wanted) => {
    const [value] = await numbers([expression]);
    expect([value, closely(value ?? null, wanted)]).toEqual([value, true]);
  });

  it("is NULL where there is no value", async () => {
    expect(await numbers(NOTHING)).toEqual(NOTHING.map(() => null));
  });
});

const shape = fc.double({ min: 0.05, max: 500, noNaN: true });
const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const count = fc.integer({ min: 1, max: 500 });

/** A distribution and its inverse, of a probability `p` and two parameters. */
const PAIRS: [name: string, expression: string][] = [
  ["normal", "NormDist(NormInv(p, a, b), a, b)"],
  ["chi2", "ChiDist(ChiInv(p, a), a)"],
  ["gamma", "GammaDist(GammaInv(p, a, b), a, b)"],
  ["beta", "BetaDist(BetaInv(p, a, b), a, b)"],
  ["F", "FDist(FInv(p, a, b), a, b)"],
  ["t", "TDist(TInv(p, a), a, 2)"],
];

describe("inverses", () => {
  it.each(PAIRS)("%s: leads back to the probability", async (name, expression) => {
    // Degrees of freedom are counts; a beta distribution of tiny shapes crowds at 1, where the next number is far away.
    const from = name === "normal" || name === "gamma" ? 0.05 : 1;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(probability, shape, shape), { minLength: 8, maxLength: 8 }),
        async (rows) => {
          const list = rows.map(
            ([p, a, b]) => `(${p}::DOUBLE, ${Math.max(a, from)}::DOUBLE, ${Math.max(b, from)}::DOUBLE)`,
          );
          const read = await db.runAndReadAll(
            `SELECT p, a, b, ${sqlOf(expression)} FROM (VALUES ${list.join(", ")}) AS t(p, a, b)`,
          );
          for (const [p, a, b, back] of read.getRows())
            expect([a, b, p, Math.abs(Number(back) - Number(p)) < 1e-10]).toEqual([a, b, p, true]);
        },
      ),
      { numRuns: times(2) },
    );
  });

  it("counts lead back to the count", async () => {
    const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    const cases = fc.array(fc.tuple(count, count, chance), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cases, async (rows) => {
        const list = rows.map(([k, n, p]) => `(${Math.min(k, n)}::DOUBLE, ${n}::DOUBLE, ${p}::DOUBLE)`);
        const frequent = `CASE WHEN ${sqlOf("BinomFrequency(k, n, p)")} > 1e-9 AND ${sqlOf("BinomDist(k, n, p)")} < 1 - 1e-9 THEN ${sqlOf("BinomInv(BinomDist(k, n, p), n, p)")} ELSE k END`;
        const read = await db.runAndReadAll(
          `SELECT k, n, p, ${frequent}, ${sqlOf("PoissonInv(PoissonDist(k, k), k)")} FROM (VALUES ${list.join(", ")}) AS t(k, n, p)`,
        );
        for (const [k, n, p, binomial, poisson] of read.getRows())
          expect([n, p, binomial, poisson]).toEqual([n, p, k, k]);
      }),
      { numRuns: times(2) },
    );
  });
});
