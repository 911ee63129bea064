import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** A run with files `a.csv` (2 rows), `b.csv` (1 row, other order), `c.csv` (another field), `sub/d.csv`. */
async function world(): Promise<TestRun> {
  const t = await testRun();
  current = t;
  await t.file("b.csv", "V,K\n3,y\n");
  await t.file("a.csv", "K,V\nx,1\nx,2\n");
  await t.file("c.csv", "K,V,W\nz,four,4.5\n");
  await t.file("sub/d.csv", "K,V\nd,9\n");
  return t;
}

async function traced(t: TestRun, script: string): Promise<string[]> {
  t.logs.length = 0;
  await t.run(script);
  return t.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12));
}

describe("several files in one FROM", () => {
  it("are loaded one behind the other, by name, fields matched by their names", async () => {
    const t = await world();
    await t.run(`T: LOAD * FROM [lib://Files/a*.csv], [lib://Files/b.csv] (csv);
      U: LOAD K AS k, V AS v FROM [lib://Files/*.csv] (csv);`);
    expect(await t.rows("T")).toEqual([
      ["x", "1"],
      ["x", "2"],
      ["y", "3"],
    ]);
    expect(await t.rows("U")).toEqual([
      ["x", "1"],
      ["x", "2"],
      ["y", "3"],
      ["z", "four"],
    ]);
  });

  it("tell for every row which file it is of", async () => {
    const t = await world();
    await t.run(
      "T: LOAD K, V, FileBaseName() AS Base, FileName() AS Name, FilePath() AS Path, FileDir() AS Dir, FileExtension() AS Ext, FileSize() AS Size, RecNo() AS Rec FROM [lib://Files/*.csv], [lib://Files/sub/d.csv] (csv) WHERE FileBaseName() <> 'c';",
    );
    const of = (base: string, dir: string, size: string) => [
      base,
      `${base}.csv`,
      `${dir}/${base}.csv`,
      dir,
      "csv",
      size,
    ];
    expect(await t.rows("T")).toEqual([
      ["x", "1", ...of("a", "lib://Files", "12"), "1"],
      ["x", "2", ...of("a", "lib://Files", "12"), "2"],
      ["y", "3", ...of("b", "lib://Files", "8"), "3"],
      ["d", "9", ...of("d", "lib://Files/sub", "8"), "5"],
    ]);
  });

  it.each([
    [
      "a group",
      "LOAD FileBaseName() AS F, Count(*) AS N FROM [lib://Files/*.csv] (csv) GROUP BY FileBaseName()",
      [
        ["a", "2"],
        ["b", "1"],
        ["c", "1"],
      ],
    ],
    ["an aggregation", "LOAD MaxString(FileName()) AS F FROM [lib://Files/*.csv] (csv)", [["c.csv"]]],
    [
      "row by row",
      "LOAD FileBaseName() & RangeSum(Peek('N'), 1) AS F, RangeSum(Peek('N'), 1) AS N FROM [lib://Files/*.csv] (csv)",
      [
        ["a1", "1"],
        ["a2", "2"],
        ["b3", "3"],
        ["c4", "4"],
      ],
    ],
    ["one file", "LOAD FileBaseName() AS F, Sum(V) AS S FROM [lib://Files/a.csv] (csv)", [["a", "3"]]],
    [
      "a text without labels",
      "LOAD @1 AS L, FileName() AS F FROM [lib://Files/b.csv] (txt, no labels, delimiter is ';')",
      [
        ["V,K", "b.csv"],
        ["3,y", "b.csv"],
      ],
    ],
    [
      "another code page",
      "LOAD K, FileName() AS F FROM [lib://Files/?.csv] (csv, codepage is 1252)",
      [
        ["x", "a.csv"],
        ["x", "a.csv"],
        ["y", "b.csv"],
        ["z", "c.csv"],
      ],
    ],
    [
      "a LOAD above",
      "LOAD *, Len(F) AS L; LOAD FileName() AS F FROM [lib://Files/b.csv] (csv)",
      [["b.csv", "5"]],
    ],
  ])("is known in %s", async (_title, load, rows) => {
    const t = await world();
    await t.run(`T: ${load};`);
    expect(await t.rows("T")).toEqual(rows);
  });

  it("are one table when they are Parquet, too", async () => {
    const t = await world();
    await t.run(`A: LOAD 1 AS n, 'x' AS t AUTOGENERATE 1; B: NOCONCATENATE LOAD 'y' AS t, 2.5 AS n AUTOGENERATE 1;
      STORE A INTO [lib://Files/p1.parquet]; STORE B INTO [lib://Files/p2.parquet];
      T: LOAD n AS N, t AS T, FileName() AS F FROM [lib://Files/p*.parquet] (parquet);`);
    expect(await t.rows("T")).toEqual([
      [1, "x", "p1.parquet"],
      [2.5, "y", "p2.parquet"],
    ]);
  });

  it.each([
    ["LOAD * FROM [lib://Files/*.csv] (csv);", "script.file", '"a.csv" has other columns'],
    ["LOAD K, W FROM [lib://Files/*.csv] (csv);", "script.field_missing", '"a.csv" has no field "W"'],
    ["LOAD * FROM [lib://Files/none*.csv] (csv);", "script.file", 'No file is "lib://Files/none*.csv"'],
    ["LOAD FileName() AS F, K FROM [lib://Files/*.csv] (csv) GROUP BY K;", "script.group", "GROUP BY"],
    ["LOAD FileName() AS F RESIDENT S;", "script.syntax", "needs a LOAD that reads files"],
    [
      "LOAD FileName() AS F; LOAD K FROM [lib://Files/a.csv] (csv);",
      "script.syntax",
      "needs a LOAD that reads files",
    ],
    ["LOAD FileSize(K) AS F FROM [lib://Files/a.csv] (csv);", "script.unsupported", "computed file"],
    ["LOAD * FROM [lib://Files/../*.csv] (csv);", "source.forbidden", ""],
    ["LOAD * FROM [/etc/*] (csv);", "source.forbidden", ""],
    ["LET x = FileSize('lib://Files/../a.csv');", "source.forbidden", ""],
    ["LET x = FileTime('/etc/passwd');", "source.forbidden", ""],
  ])("%s is refused", async (statement, code, message) => {
    const t = await world();
    const error = await t.run(`S: LOAD 1 AS n AUTOGENERATE 1;\n${statement}`).catch((e: unknown) => e);
    expect(error).toMatchObject({ code, options: { params: { line: 2 } } });
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain(t.folder);
  });
});

describe("lists of files and folders", () => {
  it.each([
    ["FileList('lib://Files/*.csv')", ["lib://Files/a.csv", "lib://Files/b.csv", "lib://Files/c.csv"]],
    [
      "FileList('lib://Files/' & '*' & '.csv')",
      ["lib://Files/a.csv", "lib://Files/b.csv", "lib://Files/c.csv"],
    ],
    ["FileList('lib://Files/b.csv'), 'x'", ["lib://Files/b.csv", "x"]],
    ["FileList('lib://Files/none*')", []],
    ["FileList('lib://Files/*/*.csv')", ["lib://Files/sub/d.csv"]],
    ["DirList('lib://Files/*')", ["lib://Files/sub"]],
    ["dirlist(mask)", ["lib://Files/sub"]],
    ["DirList('lib://Files/sub/*')", []],
  ])("FOR EACH goes through %s", async (list, paths) => {
    const t = await world();
    expect(
      await traced(t, `SET mask = 'lib://Files/s*'; FOR EACH f IN ${list}\nTRACE $(f);\nNEXT f`),
    ).toEqual(paths);
  });

  it("go through a tree of folders, by a SUB that calls itself", async () => {
    const t = await world();
    await t.run(`SUB DoDir(Root)
        FOR EACH File IN FileList(Root & '/*.csv')
          Found: LOAD '$(File)' AS Name, FileSize('$(File)') AS Size AUTOGENERATE 1;
        NEXT File
        FOR EACH Dir IN DirList(Root & '/*')
          CALL DoDir(Dir)
        NEXT Dir
      END SUB
      CALL DoDir('lib://Files')`);
    expect(await t.rows("Found")).toEqual([
      ["lib://Files/a.csv", "12"],
      ["lib://Files/b.csv", "8"],
      ["lib://Files/c.csv", "17"],
      ["lib://Files/sub/d.csv", "8"],
    ]);
  });

  it("load files of different fields into one table", async () => {
    const t = await world();
    await t.run(`T: LOAD Null() AS K AUTOGENERATE 0;
      FOR EACH f IN FileList('lib://Files/*.csv')
        CONCATENATE (T) LOAD *, FileBaseName() AS F FROM [$(f)] (csv);
      NEXT f`);
    expect(await t.rows("T")).toEqual([
      ["x", "1", "a", null],
      ["x", "2", "a", null],
      ["y", "3", "b", null],
      ["z", "four", "c", 4.5],
    ]);
  });

  it("are data: a file's name is no script", async () => {
    const t = await world();
    await t.file("it's $(secret)].csv", "K,V\nq,1\n");
    expect(
      await traced(
        t,
        "SET secret = gone; FOR EACH f IN FileList('lib://Files/i*.csv')\nLET n = '$(f)';\nTRACE $(n);\nT: LOAD K FROM [$(f)] (csv);\nNEXT",
      ),
    ).toEqual(["lib://Files/it's $(secret)].csv"]);
    expect(await t.rows("T")).toEqual([["q"]]);
  });

  it.each([
    "FileList('/etc/*')",
    "FileList('lib://Files/../*')",
    "FileList('lib://Other/*')",
    "DirList('lib://Files/../*')",
    "DirList('*')",
  ])("%s leads nowhere", async (list) => {
    const t = await world();
    await expect(t.run(`FOR EACH f IN ${list}\nTRACE never;\nNEXT`)).rejects.toMatchObject({
      code: "source.forbidden",
      options: { params: { line: 1 } },
    });
  });

  it("take one path", async () => {
    const t = await world();
    await expect(t.run("FOR EACH f IN FileList()\nNEXT")).rejects.toMatchObject({ code: "script.syntax" });
  });
});

describe("FileSize and FileTime of a named file", () => {
  it("tell what it is like now, NULL where there is none", async () => {
    const t = await world();
    await utimes(join(t.folder, "a.csv"), new Date("2026-01-02T03:04:05Z"), new Date("2026-01-02T03:04:05Z"));
    expect(
      await traced(
        t,
        `LET f = 'lib://Files/a.csv'; LET size = FileSize('$(f)'); LET time = Timestamp(FileTime(f), 'YYYY-MM-DD hh:mm:ss');
        TRACE $(size) $(time);
        IF IsNull(FileTime('lib://Files/none.csv')) THEN
          TRACE none;
        END IF
        T: LOAD FileTime(f) AS T1, FileSize('lib://Files/none.csv') AS S0 AUTOGENERATE 1;
        STORE T INTO [lib://Files/none.csv];
        IF FileSize('lib://Files/none.csv') > 0 THEN
          TRACE there;
        END IF`,
      ),
    ).toEqual(["12 2026-01-02 03:04:05", "none", "there"]);
    expect(await t.rows("T")).toEqual([["2026-01-02 03:04:05", null]]);
  });
});
