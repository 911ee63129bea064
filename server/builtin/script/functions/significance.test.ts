import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

const OBSERVATIONS = "35 40 12 15 21 14 46 10 28 48 16 30 32 48 31 22 12 39 19 25".split(" ");
const COMPARISONS = "2 27 38 31 1 19 1 34 3 1 2 3 2 1 2 1 3 29 37 2".split(" ");
/** People by how they answered (A to D) in three places. */
const ANSWERS = { A: [15, 2, 2], B: [27, 20, 11], C: [5, 19, 26], D: [8, 17, 19] };

const SAMPLES = `
  Samples: NOCONCATENATE LOAD * INLINE [Type, Value
  ${[...OBSERVATIONS.map((v) => `Observation, ${v}`), ...COMPARISONS.map((v) => `Comparison, ${v}`)].join("\n")}];
  Answers: LOAD * INLINE [Answer, Place, Count
  ${Object.entries(ANSWERS)
    .flatMap(([answer, counts]) => counts.map((count, i) => `${answer}, P${i}, ${count}`))
    .join("\n")}];
  Dice: LOAD * INLINE [Side, One, Seen, Due
  a, x, 10, 15
  b, x, 20, 15
  c, x, 30, 30];
  Flows: LOAD * INLINE [Value, Day
  -10000, 2024-01-01
  3000, 2025-01-01
  4200, 2026-01-01
  6800, 2027-01-01
  x, 2020-01-01];
  Yearly: NOCONCATENATE LOAD * INLINE [Paid
  -70000
  12000
  15000
  18000
  21000
  26000];
`;
const ONE = "Samples WHERE Type = 'Observation'";

/** An aggregation, the rows it runs over, and its result by other software. */
const CASES: [expression: string, rows: string, value: number | null][] = [
  ["TTest_t(Type, Value)", "Samples", -3.534053897639228],
  ["TTest_sig(Type, Value)", "Samples", 0.0010941492203960712],
  ["TTest_df(Type, Value)", "Samples", 38],
  ["TTest_dif(Type, Value)", "Samples", -15.2],
  ["TTest_sterr(Type, Value)", "Samples", 15.2 / 3.534053897639228],
  ["TTest_lower(Type, Value)", "Samples", -23.906938881723626],
  ["TTest_upper(Type, Value)", "Samples", -6.493061118276371],
  ["TTest_conf(Type, Value, 0.025)", "Samples", 23.906938881723626 - 15.2],
  ["TTest_df(Type, Value, 0)", "Samples", 37.1167173358231],
  ["TTest_df(Type, Value, True())", "Samples", 38],
  ["TTest_sig(Type, Value, False())", "Samples", 0.0011156000193385677],
  ["TTest_dif(Type, Value, 0)", "Samples", -15.2],
  ["TTest_upper(Type, Value, 0.025, 1)", "Samples", -6.493061118276371],
  ["TTest_upper(Type, Value, 0.025, 0)", "Samples", -6.486251544671111],
  ["TTest_t(Type, Value)", ONE, null],
  ["TTest1_t(Value)", ONE, 9.707268629113733],
  ["TTest1_sig(Value)", ONE, 8.47500148095234e-9],
  ["TTest1_df(Value)", ONE, 19],
  ["TTest1_dif(Value)", ONE, 27.15],
  ["TTest1_sterr(Value)", ONE, 2.7968732541893995],
  ["TTest1_lower(Value)", ONE, 21.296077001850342],
  ["TTest1_upper(Value, 0.025)", ONE, 33.003922998149655],
  ["TTest1_conf(Value)", ONE, 33.003922998149655 - 27.15],
  ["ZTest_z(Value, 13)", ONE, 9.339883936787583],
  ["ZTest_sig(Value, 13)", ONE, 9.643977563129357e-21],
  ["ZTest_dif(Value)", ONE, 27.15],
  ["ZTest_sterr(Value)", ONE, 2.7968732541893995],
  ["ZTest_lower(Value, 13)", ONE, 21.45260348625222],
  ["ZTest_upper(Value, 13)", ONE, 2 * 27.15 - 21.45260348625222],
  ["ZTest_conf(Value, 13, 0.025)", ONE, 27.15 - 21.45260348625222],
  ["Chi2Test_chi2(Answer, Place, Count)", "Answers", 43.39944408958246],
  ["Chi2Test_df(Answer, Place, Count)", "Answers", 6],
  ["Chi2Test_p(Answer, Place, Count)", "Answers", 9.722625542650463e-8],
  // Counts below zero are no counts: there is no probability.
  ["Chi2Test_p(Answer, Place, -Count)", "Answers", null],
  ["Chi2Test_chi2(Side, One, Seen, Due)", "Dice", 10 / 3],
  ["Irr(Paid)", "Yearly", 0.08663094803653155],
  ["XIrr(Value, Day)", "Flows", 0.1631840000582018],
  ["Irr(Value)", "Flows WHERE Value > 0", null],
  ["RangeIrr(-70000, 12000, 15000, 18000, 21000, 26000)", "Dice WHERE Side = 'a'", 0.08663094803653155],
  [
    "RangeXirr(-10000, '2024-01-01', 3000, '2025-01-01', 4200, '2026-01-01', 6800, '2027-01-01')",
    "Dice WHERE Side = 'a'",
    0.1631840000582018,
  ],
  ["RangeNpv(0.1, -10000, 3000, 4200, 6800)", "Dice WHERE Side = 'a'", 1188.4434123352207],
  ["RangeXnpv(0.1, 100, '2024-01-01', 110, '2024-12-31')", "Dice WHERE Side = 'a'", 200],
  ["Rate(60, -200, 10000)", "Dice WHERE Side = 'a'", 0.00618341316125375],
  ["Rate(10, -100, 1000)", "Dice WHERE Side = 'a'", 0],
  ["BlackAndSchole(70, 0.5, 68.5, 0.2, 0.04, 1)", "Dice WHERE Side = 'a'", 3.808003770033224],
  ["BlackAndSchole(70, 0.5, 68.5, 0.2, 0.04, 0)", "Dice WHERE Side = 'a'", 3.921910901506102],
];

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
  const loads = CASES.map(
    ([expression, rows], i) => `R${i}: NOCONCATENATE LOAD ${expression} AS V RESIDENT ${rows};`,
  );
  await run.run(SAMPLES + loads.join("\n"));
});
afterAll(() => run.close());

it.each(CASES.map(([expression, rows, value], i) => [expression, rows, value, i] as const))(
  "%s over %s is %s",
  async (_expression, _rows, value, i) => {
    const found = (await run.rows(`R${i}`))[0]?.[0];
    if (value === null) return expect(found).toBeNull();
    const far =
      Math.abs(Number(found) - value) > 1e-10 * Math.max(Math.abs(value), Math.abs(value) < 1e-6 ? 0 : 1e-3);
    expect([found, far]).toEqual([found, false]);
  },
);

it.each([
  ["TTestW_t(1, 'a', 2)", /TTestW_t\(\) is not supported/],
  ["GeoProject('[1,2]', 'mercator')", /GeoProject\(\) is not supported/],
  ["TTest_lower('a', 1, 0.7)", /above 0 and below 0\.5/],
  ["TTest1_t(1, 0.025)", /TTest1_t\(\)/],
])("%s is refused by name, with its line", async (expression, message) => {
  await expect(run.run(`\nX: LOAD ${expression} AS V AUTOGENERATE 1;`)).rejects.toMatchObject({
    message: expect.stringMatching(message),
    options: { params: expect.objectContaining({ line: 2 }) },
  });
});

it("a point is longitude and latitude", async () => {
  await run.run(
    "P: NOCONCATENATE LOAD GeoMakePoint(48.2, 16) AS P, GeoMakePoint(1, Null()) AS N AUTOGENERATE 1;",
  );
  expect(await run.rows("P")).toEqual([["[16,48.2]", null]]);
});
