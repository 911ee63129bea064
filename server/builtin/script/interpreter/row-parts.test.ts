import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string): Promise<unknown[][]> {
  current = await testRun();
  await current.run(script);
  return current.rows("T");
}

it("regular expressions make a row of every text found, and of every part between", async () => {
  const rows = await rowsOf(
    `S: LOAD * INLINE [A
     x1-Y22
     none] (delimiter is '|');
     T: LOAD A, ExtractRegEx(A, '[0-9]+') AS N RESIDENT S;
     U: NOCONCATENATE LOAD SubFieldRegExI('aXbxc', 'x') AS P, ExtractRegExI('aB', '[A-Z]', 2) AS Q AUTOGENERATE 1;`,
  );
  expect(rows).toEqual([
    ["x1-Y22", "1"],
    ["x1-Y22", "22"],
    ["none", null],
  ]);
  expect(await current?.rows("U")).toEqual([
    ["a", "B"],
    ["b", "B"],
    ["c", "B"],
  ]);
});

describe("SubField with two arguments", () => {
  it("makes one row of every part, in order, beside the other fields", async () => {
    const rows = await rowsOf(
      `T: LOAD Id, SubField(Tags, ';') AS Tag, RecNo() AS Rec, RowNo() AS Row INLINE [Id, Tags
       1, b;a;c
       2, x
       3,
       4, ;y];`,
    );
    expect(rows).toEqual([
      ["1", "b", "1", "1"],
      ["1", "a", "1", "2"],
      ["1", "c", "1", "3"],
      ["2", "x", "2", "4"],
      ["3", "", "3", "5"],
      ["4", "", "4", "6"],
      ["4", "y", "4", "7"],
    ]);
  });

  it("keeps the row of a NULL", async () => {
    const rows = await rowsOf(`T: LOAD 1 AS A, SubField(Null(), ';') AS P AUTOGENERATE 1;`);
    expect(rows).toEqual([["1", null]]);
  });

  it("makes every combination of two", async () => {
    const rows = await rowsOf(
      `T: LOAD SubField(Player, ',') AS Player, Upper(SubField(Project, ',')) AS Project INLINE [Player|Project
       Neil,Mike|music,video
       Jo|radio] (delimiter is '|');`,
    );
    expect(rows).toEqual([
      ["Neil", "MUSIC"],
      ["Neil", "VIDEO"],
      ["Mike", "MUSIC"],
      ["Mike", "VIDEO"],
      ["Jo", "RADIO"],
    ]);
  });

  it("filters before it makes rows, and takes an empty separator for every character", async () => {
    const rows = await rowsOf(
      `S: LOAD * INLINE [A, N
       ab, 2
       cd, 1];
       T: LOAD SubField(A, '') AS C, Peek('C') AS Before RESIDENT S WHERE N > 1 ORDER BY N;`,
    );
    expect(rows).toEqual([
      ["a", null],
      ["b", "a"],
    ]);
  });

  it("still gives one part where its number is written", async () => {
    expect(await rowsOf(`T: LOAD SubField('a;b', ';', 2) AS P AUTOGENERATE 2;`)).toEqual([["b"], ["b"]]);
  });

  it.each([
    ["in WHERE", "T: LOAD A WHERE SubField(A, ';') = 'a'; LOAD 'a;b' AS A AUTOGENERATE 1;"],
    ["with GROUP BY", "T: LOAD Count(SubField(A, ';')) AS N; LOAD 'a;b' AS A AUTOGENERATE 1;"],
    ["with Previous", "T: LOAD SubField(A, ';') AS P, Previous(A) AS Q; LOAD 'a;b' AS A AUTOGENERATE 1;"],
    ["with a running total", "T: LOAD SubField('a;b', ';') AS P, Peek('S') & 'x' AS S AUTOGENERATE 1;"],
    ["in LET", "LET v = SubField('a;b', ';');"],
  ])("is refused %s", async (_, script) => {
    current = await testRun();
    await expect(current.run(script)).rejects.toMatchObject({ code: "script.unsupported" });
  });
});
