import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

// Over fields a function must give what it gives over the same values written out.
const PAIRS: [fields: string, written: string][] = [
  ["Combin(N, K)", "Combin(5, 2)"],
  ["Permut(N, K)", "Permut(5, 2)"],
  ["Fact(N)", "Fact(5)"],
  ["FindOneOf(T, 'cx')", "FindOneOf('a,b;c', 'cx')"],
  ["KeepChar(T, 'abc')", "KeepChar('a,b;c', 'abc')"],
  ["Capitalize(T)", "Capitalize('a,b;c')"],
  ["Index(T, ',', K - 1)", "Index('a,b;c', ',', 1)"],
  ["LevenshteinDist(T, 'äb')", "LevenshteinDist('a,b;c', 'äb')"],
  ["RangeMode(N, K, K)", "RangeMode(5, 2, 2)"],
  ["RangeOnly(N, N)", "RangeOnly(5, 5)"],
  ["RangeCorrel(N, K, K, N, 1, 1)", "RangeCorrel(5, 2, 2, 5, 1, 1)"],
  ["RangeFractileExc(0.5, N, K, 9)", "RangeFractileExc(0.5, 5, 2, 9)"],
  ["NetWorkDays(D, D + 30, '2024-12-25')", "NetWorkDays('2024-12-20', MakeDate(2025, 1, 19), '2024-12-25')"],
  ["LastWorkDate(D, N, '2024-12-25')", "LastWorkDate('2024-12-20', 5, '2024-12-25')"],
  ["FirstWorkDate(D, N, '2024-12-19')", "FirstWorkDate('2024-12-20', 5, '2024-12-19')"],
  ["WeekName(D, K)", "WeekName('2024-12-20', 2)"],
  ["LunarWeekEnd(D, K)", "LunarWeekEnd('2024-12-20', 2)"],
  ["InQuarterToDate(D, D + K, 0)", "InQuarterToDate('2024-12-20', '2024-12-22', 0)"],
  ["MonthsName(4, D, -K)", "MonthsName(4, '2024-12-20', -2)"],
  ["Interval(N / K, 'D hh')", "Interval(2.5, 'D hh')"],
  ["ColorMix1(K / N, Red(), RGB(N, K, 0))", "ColorMix1(0.4, Red(), RGB(5, 2, 0))"],
  ["ConvertToLocalTime(D, 'Paris')", "ConvertToLocalTime('2024-12-20', 'Paris')"],
  ["JsonGet('{\"a\":' & N & '}', '/a')", "5"],
];

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
  const list = (side: 0 | 1) => PAIRS.map((p, i) => `Text(${p[side]}) AS F${i}`).join(", ");
  await run.run(`S: LOAD 5 AS N, 2 AS K, 'a,b;c' AS T, MakeDate(2024, 12, 20) AS D AUTOGENERATE 1;
    Fields: NOCONCATENATE LOAD ${list(0)} RESIDENT S;
    Written: NOCONCATENATE LOAD ${list(1)} RESIDENT S;
    Grouped: NOCONCATENATE LOAD Concat(DISTINCT T, '|', N) AS C, Mode(N) AS M, Max(K, 1) AS X RESIDENT S GROUP BY D;`);
});
afterAll(() => run.close());

it("gives the same over fields as over values written out", async () => {
  const named = (rows: unknown[][]) => Object.fromEntries(PAIRS.map(([e], i) => [e, rows[0]?.[i]]));
  const written = named(await run.rows("Written"));
  expect(named(await run.rows("Fields"))).toEqual(written);
  expect(Object.values(written)).not.toContain(null);
});

it("aggregates over fields", async () => {
  expect(await run.rows("Grouped")).toEqual([["a,b;c", "5", "2"]]);
});
