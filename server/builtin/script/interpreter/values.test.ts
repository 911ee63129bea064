import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

const DATA = `D: LOAD * INLINE [G, N, T, W, Day
  a, 1, x, 3, 2024-01-31
  a, 2, y, 1, 2024-02-01
  a, 2, y, 2, 2024-02-01
  b, , x, 1,
  b, 10, , 1, 2023-12-31];
`;

/** One aggregation, of group a and of group b. */
async function grouped(expression: string): Promise<unknown[]> {
  current = await testRun();
  await current.run(`${DATA} R: LOAD G, ${expression} AS V RESIDENT D GROUP BY G;`);
  return (await current.rows("R")).map((r) => r[1]);
}

type Row = [expression: string, a: unknown, b: unknown];

describe("aggregations", () => {
  it.each<Row>([
    ["Sum(N)", "5", "10"],
    ["Sum(DISTINCT N)", "3", "10"],
    ["Sum(T)", 0, 0],
    ["Count(N)", "3", "1"],
    ["Count(DISTINCT N)", "2", "1"],
    ["Count(*)", "3", "2"],
    ["NullCount(N)", "0", "1"],
    ["TextCount(T)", "3", "2"],
    ["NumericCount(T)", "0", "0"],
    ["Min(N)", "1", "10"],
    ["Max(Day)", "2024-02-01", "2023-12-31"],
    ["MinString(T)", "x", ""],
    ["MaxString(T)", "y", "x"],
    ["Avg(N)", 5 / 3, 10],
    ["Median(N)", 2, 10],
    ["Fractile(N, 0.5)", 2, 10],
    ["Stdev(N)", Math.sqrt(1 / 3), null],
    ["Only(G)", "a", "b"],
    ["Only(N)", null, "10"],
    ["Mode(N)", "2", "10"],
    ["Mode(W)", null, "1"],
    ["Concat(T, '-')", "x-y-y", "-x"],
    ["Concat(DISTINCT T, '-')", "x-y", "-x"],
    ["Concat(T, '-', W)", "y-y-x", "-x"],
    ["Concat(DISTINCT T, '-', W)", "y-x", "-x"],
    ["FirstSortedValue(T, W)", "y", null],
    ["FirstSortedValue(T, -W)", "x", null],
    ["FirstSortedValue(T, W, 2)", "y", null],
    ["FirstSortedValue(DISTINCT G, W)", "a", "b"],
    ["FirstValue(T)", "x", "x"],
    ["LastValue(W)", "2", "1"],
    ["Sum(N) / Count(N) + 1", 5 / 3 + 1, 11],
    ["Sum(If(T = 'y', N, 0))", "4", "0"],
    ["Max(N) & G", "2a", "10b"],
    ["If(Count(N) > 1, 'many', G)", "many", "b"],
  ])("%s", async (expression, a, b) => {
    const [x, y] = await grouped(expression);
    expect([x, y]).toEqual([
      typeof a === "number" ? expect.closeTo(a, 10) : a,
      typeof b === "number" ? expect.closeTo(b, 10) : b,
    ]);
  });

  it("gives one row over nothing, and none for no group", async () => {
    current = await testRun();
    await current.run(`${DATA}
      R: LOAD Sum(N) AS S, Count(N) AS C, Max(N) AS M RESIDENT D WHERE 1 = 2;
      Q: LOAD G, Sum(N) AS Q RESIDENT D WHERE 1 = 2 GROUP BY G;`);
    expect(await current.rows("R")).toEqual([["0", "0", null]]);
    expect(await current.rows("Q")).toEqual([]);
  });
});

describe("types", () => {
  async function typesOf(script: string, source = ""): Promise<Record<string, string>> {
    current = await testRun({ source });
    const { tables } = await current.run(script);
    return Object.fromEntries(tables.flatMap((t) => t.fields.map((f) => [f.name, f.type])));
  }

  it("keeps the source's types through a LOAD, and computes exactly with decimals", async () => {
    const source =
      "CREATE TABLE t AS SELECT 9007199254740993::BIGINT AS id, 2000000000::INTEGER AS n, 19.99::DECIMAL(10,2) AS price, true AS ok, DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:00:00.123456' AS ts, uuid() AS u";
    const script = `LIB CONNECT TO 'Source'; T: LOAD id AS Id, n + n AS Twice, price * 3 AS Cost, price * n AS Big, ok AS Ok, d AS D, ts AS Ts, u AS U, d - 1 AS Before, price / 2 AS Half; SQL SELECT * FROM t;
      S: LOAD Sum(Cost) AS Total RESIDENT T;`;
    expect(await typesOf(script, source)).toEqual({
      Id: "BIGINT",
      Twice: "BIGINT",
      Cost: "DECIMAL(29,2)",
      Big: "DECIMAL(29,2)",
      Ok: "BOOLEAN",
      D: "DATE",
      Ts: "TIMESTAMP",
      U: "VARCHAR",
      Before: "BIGINT",
      Half: "DOUBLE",
      Total: "DECIMAL(38,2)",
    });
    const [row] = (await current?.rows("T")) ?? [];
    expect(row?.slice(0, 7)).toEqual([
      "9007199254740993",
      "4000000000",
      "59.97",
      "39980000000.00",
      true,
      "2024-01-31",
      "2024-01-31 10:00:00.123456",
    ]);
    expect(await current?.rows("S")).toEqual([["59.97"]]);
  });

  it("groups, joins and maps by duals as by their numbers", async () => {
    current = await testRun();
    await current.run(`${DATA}
      M: LOAD Month(Day) AS Month, Sum(N) AS S RESIDENT D WHERE Len(Day) > 0 GROUP BY Month(Day) ;
      LEFT JOIN (M) LOAD Dual(Name, Nr) AS Month, 'q' & Ceil(Nr / 3) AS Quarter INLINE [Name, Nr
        Jan, 1
        Feb, 2];
      Names: MAPPING LOAD * INLINE [Nr, Name
        1, January
        12, December];
      R: LOAD Month & '' AS Text, Month + 0 AS Number, Quarter, ApplyMap('Names', Month, 'other') AS Long RESIDENT M;`);
    expect(await current.rows("R")).toEqual([
      ["Jan", 1, "q1", "January"],
      ["Feb", 2, "q1", "other"],
      ["Dec", 12, null, "December"],
    ]);
  });

  it("widens a column that gets other values, and keeps those it had", async () => {
    const script = (second: string) =>
      `T: LOAD MakeDate(2024, 1, 31) AS V AUTOGENERATE 1; CONCATENATE (T) LOAD ${second} AS V AUTOGENERATE 1;`;
    expect(await typesOf(script("45322"))).toEqual({ V: "DATE" });
    expect(await current?.rows("T")).toEqual([["2024-01-31"], ["2024-01-31"]]);
    expect(await typesOf(script("45322.5"))).toEqual({ V: "TIMESTAMP" });
    expect(await typesOf(script("'n/a'"))).toEqual({ V: 'STRUCT("num" DOUBLE, "txt" VARCHAR)' });
    expect(await current?.rows("T")).toEqual([
      [{ num: 45322, txt: "2024-01-31" }],
      [{ num: null, txt: "n/a" }],
    ]);
    expect(
      await typesOf("T: LOAD Null() AS V AUTOGENERATE 1; CONCATENATE (T) LOAD 5 AS V AUTOGENERATE 1;"),
    ).toEqual({ V: "BIGINT" });
    expect(
      await typesOf("T: LOAD 1 AS V AUTOGENERATE 1; CONCATENATE (T) LOAD V & 'x' AS V RESIDENT T;"),
    ).toEqual({ V: "VARCHAR" });
    expect(await current?.rows("T")).toEqual([["1"], ["1x"]]);
  });

  it("keeps display formats beside the columns", async () => {
    current = await testRun();
    const { tables } = await current.run(`SET DateFormat='DD.MM.YYYY';
      T: LOAD Date(45322, 'MMM YYYY') AS A, Today() AS B, Num(1.5, '0.00') AS C, MonthEnd(45322) AS E AUTOGENERATE 1;
      U: NOCONCATENATE LOAD A, A & '' AS T, C & '' AS D, Max(B) AS M RESIDENT T GROUP BY A, C;`);
    expect(tables[0]?.fields.map((f) => f.format)).toEqual(["MMM YYYY", undefined, "0.00", "DD.MM.YYYY"]);
    expect(tables[1]?.fields.map((f) => f.format)).toEqual(["MMM YYYY", undefined, undefined, undefined]);
    expect((await current.rows("U"))[0]?.slice(0, 3)).toEqual(["2024-01-31", "Jan 2024", "1.50"]);
  });
});
