import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
});
afterAll(() => run.close());

const ROWS = `T: LOAD *, Date(Number) AS Day INLINE [Text, Part, Place, Number, Pattern
  a-b-c, -, 2, 2, [
  x+y, +, 1, 0.5, b];`;

/** Values of an expression over the rows of T. */
async function values(expression: string): Promise<unknown[]> {
  try {
    await run.run(`${ROWS} R: NOCONCATENATE LOAD ${expression} AS V RESIDENT T;`);
    return (await run.rows("R")).map(([value]) => value);
  } finally {
    for (const table of ["T", "R"]) await run.db.run(`DROP TABLE IF EXISTS "${table}"`);
  }
}

const CASES: [expression: string, rows: (string | null)[]][] = [
  ["Text(Round(Asin(Number), 0.001))", [null, "0.524"]],
  ["Text(Index(Text, Part, Place))", ["4", "2"]],
  ["Text(Index(Text, Part, -1))", ["4", "2"]],
  ["TextBetween(Text, Part, Part)", ["b", null]],
  ["Text(Year(Number * 1e12))", [null, null]],
  ["Text(Date(Place * 99999999999))", [null, null]],
  ["Text(MonthStart(Day, Place * 1000000000))", [null, null]],
  ["Text(AddYears(Day, Place * 1000000000))", [null, null]],
  ["Text(Date#(Text, ''))", [null, null]],
];

it.each(CASES)("%s of rows", async (expression, rows) => {
  expect(await values(expression)).toEqual(rows);
});

it.each([
  ["Concat(Text, Chr(10))", "a-b-c\nx+y"],
  ["Concat('a', ',')", "a,a"],
  ["Concat('a', ',', Number)", "a,a"],
  ["Text(Linest_DF(Number, If(Place = 1, Number)))", "-1"],
  ["Text(STEYX(Number, If(Place = 1, Number)))", null],
])("%s of all rows", async (expression, value) => {
  expect(await values(expression)).toEqual([value]);
});

it.each([
  ["Concat(Text, Part)", "script.syntax"],
  ["Fractile(Number, 2)", "script.syntax"],
  ["Max(Number, 1e30)", "script.syntax"],
  ["FirstSortedValue(Text, Number, 1e30)", "script.syntax"],
  ["WeekDay(Number, 1.5)", "script.syntax"],
  ["LunarWeekStart(Number, 0, 1e30)", "script.syntax"],
  ["CountRegEx(Text, Pattern)", "script.value"],
])("%s is refused by name", async (expression, code) => {
  await expect(values(expression)).rejects.toMatchObject({ code });
});
