import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string, table = "T"): Promise<unknown[][]> {
  current = await testRun();
  await current.run(script);
  return current.rows(table);
}

const MOVES = `Moves: LOAD * INLINE [Key, Day, Amount
  a, 2024-01-01, 10
  a, 2024-01-02, 5
  b, 2024-01-01, 7
  a, 2024-01-03, 1
  b, 2024-01-02, 2];
`;

describe("functions that know the row", () => {
  it("counts records before and rows after WHERE", async () => {
    const rows = await rowsOf(
      `${MOVES} T: LOAD Key, RecNo() AS Rec, RowNo() AS Row RESIDENT Moves WHERE Key = 'b';`,
    );
    expect(rows).toEqual([
      ["b", "3", "1"],
      ["b", "5", "2"],
    ]);
  });

  it("goes on counting rows where a table is added to another", async () => {
    const rows = await rowsOf(
      `T: LOAD RowNo() AS R AUTOGENERATE 2; CONCATENATE (T) LOAD RowNo() AS R AUTOGENERATE 2;`,
    );
    expect(rows.flat()).toEqual(["1", "2", "3", "4"]);
  });

  it("counts where every field comes of the rows before", async () => {
    expect(await rowsOf("T: LOAD Alt(Peek('n'), 0) + 1 AS n AUTOGENERATE 3;")).toEqual([["1"], ["2"], ["3"]]);
    const sums = await rowsOf(
      `${MOVES} T: LOAD RangeSum(1, Peek('a')) AS a, Peek('a', 0) AS b RESIDENT Moves;`,
    );
    expect(sums.slice(0, 3)).toEqual([
      ["1", null],
      ["2", "1"],
      ["3", "1"],
    ]);
  });

  it("gives the record before by Previous and output rows before by Peek", async () => {
    const rows = await rowsOf(
      `${MOVES} T: LOAD Key & 'x' AS K, Previous(Key) AS P, Peek('K') AS Q, Peek('K', -2) AS Q2, Peek('K', 0) AS First RESIDENT Moves;`,
    );
    expect(rows).toEqual([
      ["ax", null, null, null, null],
      ["ax", "a", "ax", null, "ax"],
      ["bx", "a", "ax", "ax", "ax"],
      ["ax", "b", "bx", "ax", "ax"],
      ["bx", "a", "ax", "bx", "ax"],
    ]);
  });

  it("computes a running total with a Peek at the field itself", async () => {
    const rows = await rowsOf(
      `${MOVES} T: LOAD Key, Amount, If(Key = Peek('Key'), RangeSum(Amount, Peek('Total')), Amount) AS Total RESIDENT Moves ORDER BY Key, Day;`,
    );
    expect(rows).toEqual([
      ["a", "10", "10"],
      ["a", "5", "15"],
      ["a", "1", "16"],
      ["b", "7", "7"],
      ["b", "2", "9"],
    ]);
  });

  it("fills gaps with the last value, dates included", async () => {
    const rows = await rowsOf(`
      S: LOAD * INLINE [N, D
        1, 2024-01-05
        2,
        3, 2024-02-01
        4,];
      T: LOAD N, Date(If(IsNull(D), Peek('Day'), D), 'DD.MM.YYYY') AS Day RESIDENT S;`);
    expect(rows).toEqual([
      ["1", "2024-01-05"],
      ["2", "2024-01-05"],
      ["3", "2024-02-01"],
      ["4", "2024-02-01"],
    ]);
  });

  it("keeps 64-bit numbers exact while it carries them", async () => {
    const rows = await rowsOf(`
      S: LOAD * INLINE [Id, N
        9007199254740993, 1
        , 2];
      T: LOAD N, Alt(Id, Peek('Id2')) AS Id2 RESIDENT S;`);
    expect(rows).toEqual([
      ["1", "9007199254740993"],
      ["2", "9007199254740993"],
    ]);
  });

  it("leaves out rows by Previous and Peek in WHERE", async () => {
    const changes = await rowsOf(
      `${MOVES} T: LOAD Key, Amount RESIDENT Moves WHERE Key <> Previous(Key) OR RowNo() = 1;`,
    );
    expect(changes.map((r) => r[0])).toEqual(["a", "b", "a", "b"]);
    const peeked = await rowsOf(
      `${MOVES} T: LOAD Key, Amount RESIDENT Moves WHERE Amount > Alt(Peek('Amount'), 0);`,
    );
    expect(peeked.map((r) => r[1])).toEqual(["10"]);
  });

  it("keeps the first row of each value with Not Exists on its own field", async () => {
    const rows = await rowsOf(
      `${MOVES} T: LOAD Key AS Name, Amount RESIDENT Moves WHERE NOT Exists(Name, Key);`,
    );
    expect(rows).toEqual([
      ["a", "10"],
      ["b", "7"],
    ]);
    const same = await rowsOf(
      `Old: LOAD 'a' AS Key AUTOGENERATE 1; ${MOVES.replace("Moves:", "T: NOCONCATENATE").replace("];", "] WHERE NOT Exists(Key);")}`,
    );
    expect(same.map((r) => r[0])).toEqual(["b"]);
  });

  it("looks in all tables for Exists, and in rows of the same LOAD where values differ", async () => {
    const rows = await rowsOf(`
      A: LOAD * INLINE [K
        1
        2];
      B: LOAD * INLINE [Id, Parent
        2, 1
        3, 2
        4, 3
        5, 9];
      T: LOAD Id AS K, Parent RESIDENT B WHERE Exists(K, Parent);`);
    expect(rows.map((r) => r[0])).toEqual(["2", "3", "4"]);
  });

  it("numbers values in the order they come, over loads with the same id", async () => {
    const rows = await rowsOf(`${MOVES}
      T: LOAD Key, AutoNumber(Key) AS N, AutoNumber(Key & Day, 'other') AS M RESIDENT Moves ORDER BY Day;
      CONCATENATE (T) LOAD * , AutoNumber(Key) AS N INLINE [Key
        z
        b];`);
    expect(rows.map((r) => [r[0], r[1]])).toEqual([
      ["a", "1"],
      ["b", "2"],
      ["a", "1"],
      ["b", "2"],
      ["a", "1"],
      ["z", "3"],
      ["b", "2"],
    ]);
  });

  it("looks values up in another table, the first match", async () => {
    const rows = await rowsOf(`${MOVES} T: LOAD X, LookUp('Amount', 'Key', X, 'Moves') AS A INLINE [X
      b
      a
      c];`);
    expect(rows).toEqual([
      ["b", "7"],
      ["a", "10"],
      ["c", null],
    ]);
  });

  it("maps inside conditions and groups", async () => {
    const rows = await rowsOf(`${MOVES}
      M: MAPPING LOAD * INLINE [k, v
        a, Alpha];
      T: LOAD ApplyMap('M', Key, 'other') AS Name, Sum(Amount) AS S RESIDENT Moves
      WHERE ApplyMap('M', Key, '') <> 'x' GROUP BY Key;`);
    expect(rows).toEqual([
      ["Alpha", "16"],
      ["other", "9"],
    ]);
  });

  it("tells about tables in LET", async () => {
    current = await testRun();
    await current.run(`${MOVES}
      LET vRows = NoOfRows('Moves'); LET vLast = Peek('Amount', -1, 'Moves'); LET vFirst = Peek('Day', 0, 'Moves');
      LET vFields = NoOfFields('Moves') & FieldName(2, 'Moves') & TableName(0) & NoOfTables() & FieldValueCount('Key');
      TRACE $(vRows)|$(vLast)|$(vFirst)|$(vFields);`);
    expect(current.logs.find((l) => l.includes("trace"))).toBe("info trace: 5|2|2024-01-01|3DayMoves12");
  });
});
