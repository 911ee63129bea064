import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

// Samples and results of the documentation of these functions.
const OBSERVATIONS = "35 40 12 15 21 14 46 10 28 48 16 30 32 48 31 22 12 39 19 25".split(" ");
const COMPARISONS = "2 27 38 31 1 19 1 34 3 1 2 3 2 1 2 1 3 29 37 2".split(" ");

const SAMPLES = `
  Samples: NOCONCATENATE LOAD * INLINE [Type, Value
  ${[...OBSERVATIONS.map((v) => `Observation, ${v}`), ...COMPARISONS.map((v) => `Comparison, ${v}`)].join("\n")}];
  Points: LOAD * INLINE [X, Y
  1, 1
  2, 3
  3, 2
  4, 5
  5, 4
  , 9
  6, x];
  Mixed: LOAD If(V = '-', Null(), V) AS V INLINE [V
  4
  9
  x
  x
  9
  25
  -
  -];
`;

/** An aggregation, the rows it runs over, and its result. */
const CASES: [expression: string, rows: string, shown: string][] = [
  ["Round(Skew(Value), 0.00000001)", "Samples WHERE Type = 'Comparison'", "0.86414768"],
  ["Round(Skew(Value), 0.00000001)", "Samples WHERE Type = 'Observation'", "0.32625351"],
  ["Round(Kurtosis(Value), 0.0000001)", "Samples WHERE Type = 'Comparison'", "-1.1612957"],
  ["Round(Kurtosis(DISTINCT Value), 0.0000001)", "Samples WHERE Type = 'Comparison'", "-1.4982366"],
  ["Round(Kurtosis(Value), 0.0000001)", "Samples WHERE Type = 'Observation'", "-1.1148768"],
  ["Fractile(Value, 0.75)", "Samples WHERE Type = 'Comparison'", "27.5"],
  ["FractileExc(Value, 0.75)", "Samples WHERE Type = 'Comparison'", "28.5"],
  ["FractileExc(Value, 0.75)", "Samples WHERE Type = 'Observation'", "38"],
  ["FractileExc(Value, 0.01)", "Samples WHERE Type = 'Observation'", "null"],
  ["Round(Sterr(Value), 0.0000001)", "Samples WHERE Type = 'Comparison'", "3.2674431"],
  ["Round(Sterr(Value), 0.0000001)", "Samples WHERE Type = 'Observation'", "2.7968733"],
  ["Max(Value, 2)", "Samples WHERE Type = 'Observation'", "46"],
  ["Max(Value, 1)", "Samples WHERE Type = 'Observation'", "48"],
  ["Min(Value, 3)", "Samples WHERE Type = 'Comparison'", "3"],
  ["Max(Value, 99)", "Samples WHERE Type = 'Observation'", "null"],
  ["Round(Correl(X, Y), 0.0001)", "Points", "0.8"],
  ["Round(Linest_M(Y, X), 0.0001)", "Points", "0.8"],
  ["Round(Linest_B(Y, X), 0.0001)", "Points", "0.6"],
  ["Round(Linest_R2(Y, X), 0.0001)", "Points", "0.64"],
  ["Linest_DF(Y, X)", "Points", "3"],
  ["Round(Linest_SSReg(Y, X), 0.0001)", "Points", "6.4"],
  ["Round(Linest_SSResid(Y, X), 0.0001)", "Points", "3.6"],
  ["Round(Linest_SEY(Y, X), 0.0001)", "Points", "1.0954"],
  ["Round(STEYX(Y, X), 0.0001)", "Points", "1.0954"],
  ["Round(Linest_SEM(Y, X), 0.0001)", "Points", "0.3464"],
  ["Round(Linest_SEB(Y, X), 0.0001)", "Points", "1.1489"],
  ["Round(Linest_F(Y, X), 0.0001)", "Points", "5.3333"],
  ["MissingCount(V)", "Mixed", "4"],
  ["MissingCount(DISTINCT V)", "Mixed", "2"],
  ["NullCount(V)", "Mixed", "2"],
  ["NumericCount(V)", "Mixed", "4"],
  ["TextCount(V)", "Mixed", "2"],
  ["Round(Linest_M(Y, X, 0), 0.0001)", "Points", "0.9636"],
  ["Linest_B(Y, X, 0)", "Points", "0"],
  ["Linest_DF(Y, X, 0)", "Points", "4"],
  ["Round(Linest_SSReg(Y, X, 0), 0.0001)", "Points", "51.0727"],
  ["Round(Linest_SSResid(Y, X, 0), 0.0001)", "Points", "3.9273"],
  ["Round(Linest_R2(Y, X, 0), 0.0001)", "Points", "0.9286"],
  ["Round(Linest_SEY(Y, X, 0), 0.0001)", "Points", "0.9909"],
  ["Round(Linest_SEM(Y, X, 0), 0.0001)", "Points", "0.1336"],
  ["Linest_SEB(Y, X, 0)", "Points", "0"],
  ["Round(Linest_F(Y, X, 0), 0.0001)", "Points", "52.0185"],
  ["Round(Linest_M(Y, X, 1, 1), 0.0001)", "Points", "0.9333"],
  ["Round(Linest_B(Y, X, 1, 1), 0.0001)", "Points", "0.0667"],
  ["Round(Linest_SEB(Y, X, 1, 1) / Linest_SEM(Y, X, 1, 1), 0.0001)", "Points", "1"],
  ["Linest_M(Y, X, -1, 0)", "Points WHERE X = 2", "2"],
  ["Linest_M(Y, X)", "Points WHERE X = 2", "null"],
  ["JsonArray(V)", "Mixed", '[4,9,"x","x",9,25]'],
  ["JsonArray(DISTINCT V)", "Mixed", '[4,9,"x",25]'],
  ["JsonArray(Y, -X)", "Points WHERE X > 2", '["x",4,5,2]'],
  ["JsonArray(DISTINCT Y - Y, X)", "Points WHERE X < 4", "[0]"],
  [
    "JsonArray(JsonObject('x', X, 'y', Y))",
    "Points WHERE X > 4 OR Len(X) = 0",
    '[{"x":5,"y":4},{"y":9},{"x":6,"y":"x"}]',
  ],
  ["JsonArray(Null())", "Points", "[]"],
  ["JsonArray(1)", "Points WHERE X < 3", "[1,1]"],
  ["Max(V, 2)", "Mixed", "9"],
  ["Min(V, 2)", "Mixed", "9"],
];

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
  const loads = CASES.map(
    ([expression, rows], i) => `R${i}: NOCONCATENATE LOAD Text(${expression}) AS V RESIDENT ${rows};`,
  );
  await run.run(SAMPLES + loads.join("\n"));
});
afterAll(() => run.close());

it.each(CASES.map(([expression, rows, shown], i) => [expression, rows, shown, i] as const))(
  "%s over %s is %s",
  async (_expression, _rows, shown, i) => {
    expect(String((await run.rows(`R${i}`))[0]?.[0])).toBe(shown);
  },
);
