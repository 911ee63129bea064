import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string, table = "T", options?: TestOptions): Promise<unknown[][]> {
  current = await testRun(options);
  await current.run(script);
  return current.rows(table);
}

const SOURCE = {
  source: "CREATE TABLE s AS SELECT * FROM (VALUES (1, 'a', NULL), (2, NULL, 5)) AS v(id, code, n)",
};

describe("NULL as a value", () => {
  const S = "S: LOAD * , If(A = 2, Null(), A) AS B INLINE [A\n1\n2];\n";

  it.each([
    [
      "the empty text",
      "NULLASVALUE B;",
      [
        ["1", "1"],
        ["2", ""],
      ],
    ],
    [
      "NullValue",
      "NULLASVALUE B; SET NullValue = 'n/a';",
      [
        ["1", "1"],
        ["2", "n/a"],
      ],
    ],
    [
      "a number",
      "NULLASVALUE *; SET NullValue = 0;",
      [
        ["1", "1"],
        ["2", "0"],
      ],
    ],
    [
      "nothing else",
      "NULLASVALUE A, C;",
      [
        ["1", "1"],
        ["2", null],
      ],
    ],
    [
      "nothing any more",
      "NULLASVALUE *; NULLASNULL B;",
      [
        ["1", "1"],
        ["2", null],
      ],
    ],
    [
      "a variable in other letters",
      "NULLASVALUE *; SET NULLVALUE = x;",
      [
        ["1", "1"],
        ["2", "x"],
      ],
    ],
  ])("becomes %s", async (_title, statements, rows) => {
    expect(await rowsOf(`${S}${statements} T: NOCONCATENATE LOAD * RESIDENT S;`)).toEqual(rows);
  });

  it("links what has no value, and is mapped last", async () => {
    expect(
      await rowsOf(
        `${S}M: MAPPING LOAD * INLINE [k, v\nnone, nothing]; MAP B USING M; NULLASVALUE B; SET NullValue = none; T: NOCONCATENATE LOAD * RESIDENT S;`,
      ),
    ).toEqual([
      ["1", "1"],
      ["2", "nothing"],
    ]);
  });

  it("keeps the type of a column without NULL", async () => {
    current = await testRun();
    const { tables } = await current.run(
      `${S}NULLASVALUE *; SET NullValue = '?'; T: NOCONCATENATE LOAD *, Date(A) AS D, Date(B) AS E RESIDENT S;`,
    );
    expect(tables[1]?.fields.map((f) => f.type.replace(/STRUCT.*/, "dual"))).toEqual([
      "BIGINT",
      "VARCHAR",
      "DATE",
      "dual",
    ]);
  });

  it.each([
    [
      "a text of INLINE",
      "SET NullInterpret = '-';",
      "T: LOAD * INLINE [A, B\n1, -\n2, x];",
      [
        ["1", null],
        ["2", "x"],
      ],
    ],
    [
      "every text of a column",
      "SET NullInterpret = '-';",
      "T: LOAD * INLINE [A, B\n1, -\n2, 3];",
      [
        ["1", null],
        ["2", "3"],
      ],
    ],
    [
      "the empty text",
      "SET NullInterpret = '';",
      "T: LOAD * INLINE [A, B\n1,\n2, x];",
      [
        ["1", null],
        ["2", "x"],
      ],
    ],
    [
      "nothing",
      "SET NullInterpret = '-'; SET NullInterpret =;",
      "T: LOAD * INLINE [A, B\n1, -\n2, x];",
      [
        ["1", "-"],
        ["2", "x"],
      ],
    ],
    [
      "a word in other letters",
      "SET NULLINTERPRET = NULL;",
      "T: LOAD * INLINE [A, B\n1, NULL\n2, null];",
      [
        ["1", null],
        ["2", "null"],
      ],
    ],
  ])("NullInterpret reads %s as NULL", async (_title, set, load, rows) => {
    expect(await rowsOf(`${set}\n${load}`)).toEqual(rows);
  });

  it("NullInterpret holds for workbooks, fixed records and FROM_FIELD, not for JSON, whose NULL is its own", async () => {
    current = await testRun();
    const t = current;
    const data = [
      ["A", "B"].map((value) => ({ value })),
      [{ value: "-" }, { value: 1 }],
      [{ value: "x" }, { value: 2 }],
    ];
    await writeXlsxFile([{ data: data as never, sheet: "S" }] as never).toFile(join(t.folder, "a.xlsx"));
    await t.file("a.fix", "-1\nx2\n");
    await t.file("a.json", '[{"A": "-", "B": 1}, {"A": "x", "B": 2}]');
    await t.run(`SET NullInterpret = '-';
      X: LOAD * FROM [lib://Files/a.xlsx] (ooxml, embedded labels);
      F: NOCONCATENATE LOAD @1:1 AS A, @2:2 AS B FROM [lib://Files/a.fix] (fix, utf8);
      Raw: LOAD '-;1' AS R AUTOGENERATE 1;
      R: NOCONCATENATE LOAD @1 AS A, @2 AS B FROM_FIELD (Raw, R) (txt, no labels, delimiter is ';');
      J: NOCONCATENATE LOAD * FROM [lib://Files/a.json] (json);`);
    const rows = async (table: string) => (await t.rows(table)).map(([a, b]) => [a, Number(b)]);
    expect(await rows("X")).toEqual([
      [null, 1],
      ["x", 2],
    ]);
    expect(await rows("F")).toEqual([
      [null, 1],
      ["x", 2],
    ]);
    expect(await rows("R")).toEqual([[null, 1]]);
    expect(await rows("J")).toEqual([
      ["-", 1],
      ["x", 2],
    ]);
  });

  it("NullInterpret holds for files", async () => {
    current = await testRun();
    const file = await current.file("a.csv", "A,B\n1,<NULL>\n<NULL>,x\n");
    await current.run(`SET NullInterpret = '<NULL>'; T: LOAD * FROM [${file}] (csv);`);
    expect(await current.rows("T")).toEqual([
      ["1", null],
      [null, "x"],
    ]);
  });

  it.each([
    [
      "SET NullDisplay = '<NULL>';",
      "SQL SELECT * FROM s;",
      [
        [1, "a", "<NULL>"],
        [2, "<NULL>", "5"],
      ],
    ],
    [
      "SET NULLDISPLAY = '';",
      "LOAD id, code; SQL SELECT * FROM s;",
      [
        [1, "a"],
        [2, ""],
      ],
    ],
    [
      "SET NullDisplay = x; SET NullDisplay = ;",
      "SQL SELECT * FROM s;",
      [
        [1, "a", null],
        [2, null, 5],
      ],
    ],
  ])("%s puts a text in the place of NULL from a source", async (set, statement, rows) => {
    expect(await rowsOf(`${set} LIB CONNECT TO 'Source'; T: ${statement}`, "T", SOURCE)).toEqual(rows);
  });

  it("NullDisplay does nothing to NULL of other loads", async () => {
    expect(await rowsOf(`${S}SET NullDisplay = x; T: NOCONCATENATE LOAD * RESIDENT S;`)).toEqual([
      ["1", "1"],
      ["2", null],
    ]);
  });
});
