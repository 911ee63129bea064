import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function load(
  content: string | Buffer,
  statement: string,
): Promise<{ fields: unknown[]; rows: unknown[][] }> {
  current = await testRun();
  await current.file("data.csv", content);
  const { tables } = await current.run(statement);
  return {
    fields: tables[0]?.fields.map((f) => `${f.name} ${f.type}`) ?? [],
    rows: await current.rows(tables[0]?.name ?? ""),
  };
}

describe("text files", () => {
  it("reads labels, guesses the delimiter and finds types over all rows", async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i) => `${i};${i === 4999 ? "late" : i};0${i};2024-01-${(i % 9) + 10}`,
    );
    const read = await load(
      `Id;Mixed;Zip;Day\n${rows.join("\n")}\n`,
      "LOAD * FROM [lib://Files/data.csv] (csv);",
    );
    expect(read.fields).toEqual(["Id BIGINT", "Mixed VARCHAR", "Zip VARCHAR", "Day DATE"]);
    expect(read.rows.length).toBe(5000);
    expect(read.rows.at(-1)).toEqual(["4999", "late", "04999", "2024-01-14"]);
  });

  it("reads quotes, line ends in values, missing values and a byte order mark", async () => {
    const read = await load(
      '\uFEFF"A, a",B,C\r\n"x ""y""\nz",1,\r\nu,2\r\n',
      "LOAD * FROM [lib://Files/data.csv] (txt, utf8, embedded labels, delimiter is ',', msq);",
    );
    expect(read).toEqual({
      fields: ["A, a VARCHAR", "B BIGINT", "C VARCHAR"],
      rows: [
        ['x "y"\nz', "1", ""],
        ["u", "2", null],
      ],
    });
  });

  it("reads files without labels, with header lines and tabs", async () => {
    const read = await load(
      "report\nof today\n1\ta'\"b\n2\tc\n",
      "LOAD @1 AS N, @2 AS T FROM [lib://Files/data.csv] (txt, no labels, delimiter is '\\t', no quotes, header is 2 lines);",
    );
    expect(read.rows).toEqual([
      ["1", "a'\"b"],
      ["2", "c"],
    ]);
  });

  it("reads Western European text, the euro sign included", async () => {
    const read = await load(
      Buffer.from([0x4e, 0x0a, 0x80, 0xe4, 0x93, 0x0a]),
      "LOAD N FROM [lib://Files/data.csv] (txt, codepage is 1252, embedded labels);",
    );
    expect(read.rows).toEqual([["€ä“"]]);
  });

  it("reads numbers and dates by the script's formats", async () => {
    const read = await load(
      "N;D;S\n1,5;31.01.2024;31.01.2024 10:20\n-,25;01.02.2024;2024-02-01 00:00:00\n",
      "SET DecimalSep=','; SET DateFormat='DD.MM.YYYY'; SET TimestampFormat='DD.MM.YYYY hh:mm'; LOAD * FROM [lib://Files/data.csv] (csv, delimiter is ';');",
    );
    expect(read.fields).toEqual(["N DOUBLE", "D DATE", "S TIMESTAMP"]);
    expect(read.rows[0]).toEqual([1.5, "2024-01-31", "2024-01-31 10:20:00"]);
  });

  it("computes over a file's fields, groups and filters", async () => {
    const read = await load(
      "K,V\na,1\nb,2\na,3\n",
      "T: LOAD K, Sum(V) AS S FROM [lib://Files/data.csv] (csv) WHERE V <> 2 GROUP BY K;",
    );
    expect(read.rows).toEqual([["a", "4"]]);
  });

  it("reads several files into one table, and refuses different columns", async () => {
    current = await testRun();
    const t = current;
    await t.file("a.csv", "A,B\n1,2\n");
    await t.file("b.csv", "A,B\n3,4\n");
    await t.file("c.csv", "A,C\n3,4\n");
    await t.run("T: LOAD * FROM [lib://Files/a.csv], [lib://Files/b.csv] (csv);");
    expect(await t.rows("T")).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    await expect(
      t.run("U: LOAD * FROM [lib://Files/a.csv], [lib://Files/c.csv] (csv);"),
    ).rejects.toMatchObject({ code: "script.file" });
  });

  it("says where a damaged file is damaged, without its path", async () => {
    current = await testRun();
    await current.file("data.csv", "A,B\n1,2\n3,4,5\n");
    const error = await current.run("T: LOAD * FROM [lib://Files/data.csv] (csv);").catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "script.file", options: { params: { line: 1 } } });
    expect(String(error)).toContain("line 3");
    expect(String(error)).not.toContain(current.folder);
  });
});

describe("STORE and Parquet", () => {
  it("writes what it can read again, types kept in Parquet", async () => {
    current = await testRun();
    const t = current;
    const result = await t.run(`
      T: LOAD *, Month(D) AS M INLINE [Id, Name, D
        1, "a, ""b""", 2024-01-31
        2, c, 2024-02-01];
      STORE T INTO [lib://Files/t.parquet] (parquet);
      STORE Id AS No, Name FROM T INTO [lib://Files/t.csv] (txt, delimiter is ';');
      STORE * FROM T INTO [lib://Files/all.csv];
      P: NOCONCATENATE LOAD *, 1 AS p FROM [lib://Files/t.parquet] (parquet) WHERE Id = 2;
      C: LOAD * FROM [lib://Files/t.csv] (txt, embedded labels, delimiter is ';', msq);`);
    expect(result.tables.find((x) => x.name === "P")?.fields.map((f) => f.type)).toEqual([
      "BIGINT",
      "VARCHAR",
      "DATE",
      "VARCHAR",
      "BIGINT",
    ]);
    expect(await t.rows("P")).toEqual([["2", "c", "2024-02-01", "Feb", "1"]]);
    expect(await t.rows("C")).toEqual([
      ["1", 'a, "b"'],
      ["2", "c"],
    ]);
  });

  it("asks the host for every file, and goes nowhere else", async () => {
    current = await testRun();
    await expect(
      current.run("LOAD * FROM [/etc/passwd] (txt, no labels, delimiter is ':');"),
    ).rejects.toMatchObject({ code: "source.forbidden" });
    await expect(
      current.run("T: LOAD 1 AS a AUTOGENERATE 1; STORE T INTO [/tmp/x.csv];"),
    ).rejects.toMatchObject({ code: "source.forbidden" });
  });
});

describe("delimiter is spaces", () => {
  it.each([
    [
      "runs of blanks, tabs too",
      "A  B\tC\n1   2 \t 3\n 4 5   6  \n",
      [
        ["1", "2", "3"],
        ["4", "5", "6"],
      ],
    ],
    [
      "quotes around blanks",
      'A B C\n"x  y" "a ""b""" c\r\n"1\n2" 3 4',
      [
        ["x  y", 'a "b"', "c"],
        ["1\n2", "3", "4"],
      ],
    ],
    [
      "lines that are short or empty",
      "A B C\n\n   \n1\n1 2\n",
      [
        ["1", null, null],
        ["1", "2", null],
      ],
    ],
    ["comments", "A B C\n# nothing here\n1 2 3\n", [["1", "2", "3"]]],
  ])("reads %s", async (_title, content, rows) => {
    const read = await load(
      content,
      "T: LOAD * FROM [lib://Files/data.csv] (txt, utf8, embedded labels, delimiter is spaces, msq, comment is '#');",
    );
    expect(read.rows).toEqual(rows);
  });

  it("is read in every code page, without labels and in INLINE", async () => {
    const utf16 = Buffer.from("\uFEFFä  1\nö 2\n", "utf16le");
    const read = await load(
      utf16,
      "T: LOAD @1 AS A, @2 AS B FROM [lib://Files/data.csv] (txt, unicode, no labels, delimiter is 'spaces');",
    );
    expect(read.rows).toEqual([
      ["ä", "1"],
      ["ö", "2"],
    ]);
    current = await testRun();
    await current.run(
      "T: LOAD * INLINE [\n  Code   Name\n  1      one\n  2      two\n] (delimiter is spaces);",
    );
    expect(await current.rows("T")).toEqual([
      ["1", "one"],
      ["2", "two"],
    ]);
  });

  it("says where a line has too many values", async () => {
    await expect(
      load("A B\n1 2\n1 2 3\n", "T: LOAD * FROM [lib://Files/data.csv] (txt, delimiter is spaces);"),
    ).rejects.toMatchObject({ code: "script.file", options: { params: { fileLine: 3 } } });
  });
});

describe("FROM_FIELD", () => {
  const LINES = 'S: LOAD * INLINE [Id, Line\n1, "a;1;2024-01-31"\n2, "b;2;2024-02-01"\n3,\n];\n';

  it.each([
    [
      "lines",
      "LOAD @1 AS K, @2 AS N, @3 AS D FROM_FIELD (S, Line) (txt, utf8, no labels, delimiter is ';', msq)",
      [
        ["a", "1", "2024-01-31"],
        ["b", "2", "2024-02-01"],
      ],
    ],
    [
      "some of them",
      "LOAD @1 AS K FROM_FIELD (S, Line) (txt, no labels, delimiter is ';') WHERE @2 > 1",
      [["b"]],
    ],
    ["numbers", "LOAD @1 AS N FROM_FIELD (S, Id) (txt, no labels)", [["1"], ["2"], ["3"]]],
  ])("reads %s of a field as a text file", async (_title, statement, rows) => {
    current = await testRun();
    await current.run(`${LINES}T: NOCONCATENATE ${statement};`);
    expect(await current.rows("T")).toEqual(rows);
  });

  it("reads each text with its labels, one behind the other", async () => {
    current = await testRun();
    await current.run(`S: LOAD 'K;V' & Chr(10) & 'x' & RecNo() & ';' & RecNo() & Chr(10) & '"y; z";0' AS Doc AUTOGENERATE 2;
      T: LOAD * FROM_FIELD (S, Doc) (txt, embedded labels, delimiter is ';', msq);`);
    expect(await current.rows("T")).toEqual([
      ["x1", "1"],
      ["y; z", "0"],
      ["x2", "2"],
      ["y; z", "0"],
    ]);
  });

  it("reads more texts than fit into one go", async () => {
    current = await testRun();
    await current.run(
      "S: LOAD RecNo() & ' ' & (RecNo() * 2) AS L AUTOGENERATE 4500; T: LOAD Sum(@1) AS A, Sum(@2) AS B FROM_FIELD (S, L) (txt, no labels, delimiter is spaces);",
    );
    expect(await current.rows("T")).toEqual([["10127250", "20254500"]]);
  });

  it.each([
    ["LOAD * FROM_FIELD (S, Nope) (txt, no labels);", "script.field_missing", 23],
    ["LOAD * FROM_FIELD (Nope, L) (txt, no labels);", "script.table_missing", 20],
    ["LOAD * FROM_FIELD (S) (txt);", "script.syntax", 21],
    ["LOAD * FROM_FIELD (S, Id) (parquet);", "script.unsupported", 27],
    ["LOAD * FROM_FIELD (S, Empty) (txt, no labels);", "script.file", 23],
    ["LOAD * FROM_FIELD (S, Docs) (txt, embedded labels);", "script.file", 29],
  ])("%s is refused", async (statement, code, column) => {
    current = await testRun();
    await expect(
      current.run(
        `S: LOAD Id, Null() AS Empty, 'L' & Id & Chr(10) & 'x' AS Docs INLINE [Id; 1; 2];\n`.replace(
          /; /g,
          "\n",
        ) + statement,
      ),
    ).rejects.toMatchObject({ code, options: { params: { line: 4, column } } });
  });
});
