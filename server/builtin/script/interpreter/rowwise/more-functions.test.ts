import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRun, testRun } from "../../testing/host";

// Functions of x (a field) and y; both ways of running a LOAD must give the same.
const EXPRESSIONS = [
  "Pick(x, 'a', 'b', 3)",
  "MixMatch(x, y, 'AB', 2)",
  "WildMatch(x, 'a*', '?b', '*')",
  "IsText(x)",
  "Sign(x)",
  "Sqrt(x)",
  "Sqr(x)",
  "Pow(x, 2)",
  "Exp(x)",
  "Log(x)",
  "Log10(x)",
  "Round(Frac(x), 0.0001)",
  "Fmod(x, 2)",
  "Mod(x, 3)",
  "Div(x, 2)",
  "Even(x)",
  "Odd(x)",
  "RangeNumericCount(x, y)",
  "RangeMissingCount(x, y)",
  "RangeNullCount(x, y)",
  "RangeTextCount(x, y)",
  "RangeOnly(x, y)",
  "Replace(x, 'b', 'cc')",
  "SubField(x, '-', 2)",
  "SubField(x, '-', -1)",
  "KeepChar(x, 'ab1')",
  "PurgeChar(x, 'ab1')",
  "KeepChar('ab1', Left(x, 9))",
  "PurgeChar('ab1', Left(x, 9))",
  "Left('abc-d', x)",
  "Right('abc-d', x)",
  "Mid('abc-d', x)",
  "Mid('abc-d', 2, x)",
  "Left(x, y)",
  "LTrim(x)",
  "RTrim(x)",
  "SubStringCount(x, 'b')",
  "Dual(x, 7)",
  "Upper(x) & '|' & y",
  "If(x > 1, 'more', 'less')",
  "Match(x, 2, 'ab')",
];

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
  const fields = (x: string) =>
    EXPRESSIONS.map((e, i) => `Text(${e.replace(/\bx\b/g, x)}) AS F${i}`).join(", ");
  // What needs a field of this LOAD itself is run row by row.
  const byRow = "If(Len(Peek('F0')) < 0, x, x)";
  await run.run(`Texts: LOAD If(a = 'null', Null(), a) AS x, b AS y INLINE [a, b
      1, 1
      2, ab
      -3, x
      2.5, 2.5
      ab, AB
      a-b-c, x
      null, 0
      1b, b1
      0, 9];
    Numbers: NOCONCATENATE LOAD If(a <> 99, a) AS x, b AS y INLINE [a, b
      1, 1
      2, ab
      -3, x
      2.5, 2.5
      99, 0
      0, 9];
    ${["Texts", "Numbers"]
      .map(
        (t) => `Sql${t}: NOCONCATENATE LOAD ${fields("x")} RESIDENT ${t};
                Rows${t}: NOCONCATENATE LOAD ${fields(byRow)} RESIDENT ${t};`,
      )
      .join("\n")}`);
});
afterAll(() => run.close());

it.each(["Texts", "Numbers"])("gives the same as SQL for every function of %s", async (table) => {
  const named = (rows: unknown[][]) =>
    rows.map((row) => Object.fromEntries(EXPRESSIONS.map((e, i) => [e, row[i]])));
  expect(named(await run.rows(`Rows${table}`))).toEqual(named(await run.rows(`Sql${table}`)));
});

it.each([
  ["the text of a date", "LOAD Peek('D') & 'x' AS T, If(Len(Peek('T')) < 0, 0, Day) AS D"],
  ["a date beside a text", "LOAD If(Peek('D') > '2024-01-01', Peek('D'), Day) AS D"],
])("%s from Peek is refused, not wrong", async (_, load) => {
  const other = await testRun();
  const days =
    "Days: LOAD MakeDate(2024) + RecNo() AS N, Date(MakeDate(2024) + RecNo()) AS Day AUTOGENERATE 3;";
  await expect(other.run(`${days} T: ${load} RESIDENT Days;`)).rejects.toMatchObject({
    code: "script.unsupported",
  });
  await other.close();
});

it("a date that SQL computes is written with its format beside a text from Peek", async () => {
  const other = await testRun();
  await other.run(
    `Days: LOAD Date(MakeDate(2024) + RecNo(), 'D.M.') AS Day AUTOGENERATE 2;
     T: LOAD Peek('S') & Day AS S RESIDENT Days;`,
  );
  expect(await other.rows("T")).toEqual([["2.1."], ["2.1.3.1."]]);
  await other.close();
});
