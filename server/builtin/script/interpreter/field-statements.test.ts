import { afterEach, describe, expect, it } from "vitest";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string, table = "T", options?: TestOptions): Promise<unknown[][]> {
  current = await testRun(options);
  await current.run(script);
  return current.rows(table);
}

async function fieldsOf(script: string, options?: TestOptions): Promise<string[]> {
  current = await testRun(options);
  const { tables } = await current.run(script);
  return tables.map((t) => `${t.name}: ${t.fields.map((f) => f.name).join(" ")}`);
}

const SOURCE = {
  source: "CREATE TABLE s AS SELECT * FROM (VALUES (1, 'a', NULL), (2, NULL, 5)) AS v(id, code, n)",
};

describe("ALIAS", () => {
  it("renames a field wherever it is loaded from then on, also by SELECT", async () => {
    expect(
      await fieldsOf(
        `A: LOAD 1 AS ID_N AUTOGENERATE 1;
        ALIAS ID_N AS NameID, [odd name] AS Odd;
        B: LOAD ID_N, 2 AS [odd name] RESIDENT A;
        LIB CONNECT TO 'Source'; ALIAS id AS No, code AS Code;
        C: SQL SELECT id, code FROM s;
        ALIAS id AS Number;
        D: LOAD id, code AS c; SQL SELECT id, code FROM s;`,
        SOURCE,
      ),
    ).toEqual(["A: ID_N", "B: NameID Odd", "C: No Code", "D: Number c"]);
  });

  it("comes before QUALIFY", async () => {
    expect(
      await fieldsOf(
        "ALIAS a AS Key, b AS c; QUALIFY *; UNQUALIFY Key; T: LOAD 1 AS a, 2 AS b AUTOGENERATE 1;",
      ),
    ).toEqual(["T: Key T.c"]);
  });
});

describe("MAP … USING", () => {
  const MAP = "Cmap: MAPPING LOAD * INLINE [Key, Value\nUS, USA\nU.S., USA\n1, one\nNULL, none];\n";

  it.each([
    [
      "a field",
      "MAP Country USING Cmap;",
      [
        ["USA", "US"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "several fields",
      "MAP Country, Code USING Cmap;",
      [
        ["USA", "USA"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "a pattern",
      "MAP Co* USING Cmap;",
      [
        ["USA", "USA"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "one character",
      'MAP "Cod?" USING Cmap;',
      [
        ["US", "USA"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "all but",
      "MAP * USING Cmap; UNMAP Code;",
      [
        ["USA", "US"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "nothing any more",
      "MAP * USING Cmap; UNMAP *;",
      [
        ["US", "US"],
        ["Sweden", "SE"],
      ],
    ],
    [
      "no field of other letters",
      "MAP country USING Cmap;",
      [
        ["US", "US"],
        ["Sweden", "SE"],
      ],
    ],
  ])("maps %s", async (_title, statement, rows) => {
    expect(await rowsOf(`${MAP}${statement} T: LOAD * INLINE [Country, Code\nUS, US\nSweden, SE];`)).toEqual(
      rows,
    );
  });

  it("maps what is stored under a name, not what an expression reads", async () => {
    expect(
      await rowsOf(
        `${MAP}MAP Country USING Cmap; T: LOAD Country & '!' AS Shout, If(Country = 'US', 'yes', 'no') AS IsUS, Country INLINE [Country\nUS\nUSA];`,
      ),
    ).toEqual([
      ["US!", "yes", "USA"],
      ["USA!", "no", "USA"],
    ]);
  });

  it("keeps the load order and a column's type where nothing in it is mapped", async () => {
    current = await testRun();
    const { tables } = await current.run(
      `${MAP}MAP * USING Cmap; T: LOAD RecNo() + 5 AS N, If(Odd(RecNo()), 'US', 'x' & RecNo()) AS C AUTOGENERATE 4; U: LOAD RecNo() AS M AUTOGENERATE 2;`,
    );
    expect(tables.map((t) => t.fields.map((f) => `${f.name} ${f.type}`))).toEqual([
      ["N BIGINT", "C VARCHAR"],
      ["M VARCHAR"],
    ]);
    expect(await current.rows("T")).toEqual([
      ["6", "USA"],
      ["7", "x2"],
      ["8", "USA"],
      ["9", "x4"],
    ]);
    expect(await current.rows("U")).toEqual([["one"], ["2"]]);
  });

  it("works on what SELECT gives, and leaves mapping tables alone", async () => {
    expect(
      await rowsOf(
        `M: MAPPING LOAD * INLINE [k, v\na, b]; MAP code, v USING M; N: MAPPING LOAD * INLINE [k, v\nb, a];
        LIB CONNECT TO 'Source'; T: SQL SELECT id, code FROM s; V: LOAD ApplyMap('N', 'b') AS w AUTOGENERATE 1;`,
        "T",
        SOURCE,
      ),
    ).toEqual([
      [1, "b"],
      [2, null],
    ]);
    expect(await current?.rows("V")).toEqual([["a"]]);
  });

  it("names a mapping table there is none of", async () => {
    current = await testRun();
    await expect(current.run("\nMAP Country USING Nope;")).rejects.toMatchObject({
      code: "script.table_missing",
      options: { params: { line: 2, column: 19, table: "Nope" } },
    });
  });
});

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

describe("COMMENT and TAG", () => {
  const T = "T: LOAD 1 AS Alpha, 2 AS Num AUTOGENERATE 1; U: LOAD 2 AS Num, 3 AS Other AUTOGENERATE 1;\n";

  async function notes(script: string) {
    current = await testRun();
    const { tables, warnings } = await current.run(T + script);
    const fields = tables.flatMap((t) => t.fields).filter((f) => f.comment !== undefined || f.tags);
    return {
      fields: Object.fromEntries(fields.map((f) => [f.name, [f.comment, ...(f.tags ?? [])]])),
      tables: Object.fromEntries(
        tables.filter((t) => t.comment || t.tags).map((t) => [t.name, [t.comment, ...(t.tags ?? [])]]),
      ),
      warnings,
    };
  }

  it.each([
    ["COMMENT FIELD Alpha WITH AFieldContainingCharacters;", { Alpha: ["AFieldContainingCharacters"] }],
    ["COMMENT FIELD Num WITH '*A field; containing numbers';", { Num: ["*A field; containing numbers"] }],
    ["COMMENT Alpha WITH 'it''s';", { Alpha: ["it's"] }],
    ["COMMENT FIELDS Alpha, Num WITH both of them;", { Alpha: ["both of them"], Num: ["both of them"] }],
    ["COMMENT FIELD Alpha WITH a; COMMENT FIELD Alpha WITH b;", { Alpha: ["b"] }],
    ["COMMENT FIELD Alpha WITH a; RENAME FIELD Alpha TO Beta;", { Beta: ["a"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, letters\nNum, numbers\nNone, x]; COMMENT FIELDS USING M;",
      { Alpha: ["letters"], Num: ["numbers"] },
    ],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, letters\nNum, numbers]; COMMENT FIELDS A* USING M;",
      { Alpha: ["letters"] },
    ],
    ["M: MAPPING LOAD * INLINE [a, b\nAlpha, letters]; COMMENT FIELDS * USING M;", { Alpha: ["letters"] }],
    ["TAG FIELD Alpha WITH '$date';", { Alpha: [undefined, "$date"] }],
    [
      "TAG FIELDS Alpha, Num WITH money, 'of it';",
      { Alpha: [undefined, "money", "of it"], Num: [undefined, "money", "of it"] },
    ],
    ["TAG * WITH all; UNTAG FIELD Num WITH all;", { Alpha: [undefined, "all"], Other: [undefined, "all"] }],
    ["TAG FIELD Alpha WITH a; TAG FIELD Alpha WITH a; TAG Alpha WITH b;", { Alpha: [undefined, "a", "b"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nAlpha, MyTag\nNum, MyTag]; TAG FIELDS USING M; UNTAG Num USING M;",
      { Alpha: [undefined, "MyTag"] },
    ],
    ["TAG FIELD Other WITH x; COMMENT FIELD Other WITH y; DROP FIELD Alpha;", { Other: ["y", "x"] }],
  ])("%s", async (script, fields) => {
    expect(await notes(script)).toMatchObject({ fields, tables: {}, warnings: [] });
  });

  it.each([
    ["COMMENT TABLE T WITH 'All letters';", { T: ["All letters"] }],
    [
      "M: MAPPING LOAD * INLINE [a, b\nT, one\nU, two]; COMMENT TABLES USING M; RENAME TABLE U TO V;",
      { T: ["one"], V: ["two"] },
    ],
    ["TAG TABLES T, U WITH fact;", { T: [undefined, "fact"], U: [undefined, "fact"] }],
  ])("%s", async (script, tables) => {
    expect(await notes(script)).toMatchObject({ fields: {}, tables, warnings: [] });
  });

  it("passes over a name there is none of, and says so", async () => {
    expect((await notes("TAG FIELD alpha WITH x; COMMENT TABLE Nope WITH y;")).warnings).toEqual([
      'COMMENT or TAG names the field "alpha", which no table has.',
      'COMMENT or TAG names the table "Nope", which there is not.',
    ]);
  });

  it("takes note of fields that are loaded later", async () => {
    expect((await notes("TAG FIELD Late WITH x; L: LOAD 1 AS Late AUTOGENERATE 1;")).fields).toEqual({
      Late: [undefined, "x"],
    });
  });

  it.each([
    ["TAG FIELD Alpha WITH $key;", "script.value", 22],
    ["TAG FIELD Alpha;", "script.syntax", 16],
    ["COMMENT FIELD Alpha WITH ;", "script.syntax", 25],
    ["COMMENT FIELDS USING Nope;", "script.table_missing", 22],
  ])("%s is refused", async (script, code, column) => {
    current = await testRun();
    await expect(current.run(script)).rejects.toMatchObject({
      code,
      options: { params: { line: 1, column } },
    });
  });
});

describe("AUTONUMBER", () => {
  const SALES = `RegionSales: LOAD * INLINE [Region, Year, Month, Sales
    North, 2014, May, 245
    North, 2014, May, 347
    North, 2014, June, 127
    South, 2014, June, 645
    South, 2013, May, 367
    South, 2013, May, 221];\n`;

  it("numbers each field on its own, in load order", async () => {
    expect(await rowsOf(`${SALES}AUTONUMBER Region, Year, Month;`, "RegionSales")).toEqual([
      ["1", "1", "1", "245"],
      ["1", "1", "1", "347"],
      ["1", "1", "2", "127"],
      ["2", "1", "2", "645"],
      ["2", "2", "1", "367"],
      ["2", "2", "1", "221"],
    ]);
  });

  it("keeps links between tables, NULL, and one numbering for several fields", async () => {
    current = await testRun();
    await current.run(`A: LOAD If(RecNo() = 2, Null(), 'k' & RecNo()) AS Key, 'k3' AS Other AUTOGENERATE 3;
      B: LOAD 'k' & (4 - RecNo()) AS Key, RecNo() AS n AUTOGENERATE 4;
      AUTONUMBER "Ke?", Other USING 'keys';`);
    expect(await current.rows("A")).toEqual([
      ["1", "2"],
      [null, "2"],
      ["2", "2"],
    ]);
    expect(await current.rows("B")).toEqual([
      ["2", "1"],
      ["3", "2"],
      ["1", "3"],
      ["4", "4"],
    ]);
  });

  it("sees equal values of different types and formats as one", async () => {
    current = await testRun();
    await current.run(`A: LOAD Date(MakeDate(2024, 1, RecNo()), 'DD.MM.YYYY') AS Day AUTOGENERATE 2;
      B: LOAD MakeDate(2024, 1, 3 - RecNo()) AS Day, 1 AS x AUTOGENERATE 2; C: LOAD '7' AS N AUTOGENERATE 1; D: LOAD 7 AS N, 1 AS y AUTOGENERATE 1;
      AUTONUMBER Day, N;`);
    expect(await current.rows("B")).toEqual([
      ["2", "1"],
      ["1", "1"],
    ]);
    expect(await current.rows("D")).toEqual([["1", "1"]]);
  });

  it("goes on where an AutoNumber() of the same name has stopped", async () => {
    expect(
      await rowsOf(
        "T: LOAD AutoNumber('a' & RecNo(), 'k') AS K AUTOGENERATE 2; U: LOAD 'a' & (RecNo() + 1) AS L AUTOGENERATE 2; AUTONUMBER L USING k;",
        "U",
      ),
    ).toEqual([["2"], ["3"]]);
  });

  it("names fields there are none of", async () => {
    current = await testRun();
    await expect(current.run("AUTONUMBER Nope;")).rejects.toMatchObject({ code: "script.field_missing" });
  });
});

describe("STAR, FLUSHLOG and SEARCH", () => {
  it.each(["STAR IS *; STAR IS;", "FLUSHLOG;", "SEARCH INCLUDE *; SEARCH EXCLUDE [*ID], Name;"])(
    "%s changes no data",
    async (script) => {
      expect(await rowsOf(`${script} T: LOAD * INLINE [A\n*];`)).toEqual([["*"]]);
    },
  );

  it("a star among the data is refused", async () => {
    current = await testRun();
    await expect(current.run("STAR IS *;\nT: LOAD 1 AS N, A INLINE [A\nx\n*];")).rejects.toMatchObject({
      code: "script.unsupported",
      message: 'The star "*" as a value of the field "A" is not supported.',
      options: { params: { line: 2 } },
    });
    expect(await rowsOf("STAR IS '*'; T: LOAD * INLINE [A\nx\n**];")).toEqual([["x"], ["**"]]);
  });
});

describe("statements that are refused", () => {
  it.each([
    ["DIRECTORY [c:/data];", "lib://"],
    ["LOOSEN TABLE T, U;", "QUALIFY"],
    ["BINARY [lib://Apps/x.qvf];", "STORE"],
    ["EXECUTE cmd.exe /C dir;", "no programs"],
    ["LOOSEN TABLE T;", "Rename"],
    ["DERIVE FIELDS FROM FIELDS a USING b;", "calendar"],
    [
      "[x]: LOAD 1 AS a AUTOGENERATE 1; DECLARE FIELD DEFINITION TAGGED '$date' FIELDS Year($1) AS Year;",
      "calendar",
    ],
    ["FORCE CAPITALIZATION;", "Upper"],
  ])("%s says why", async (script, advice) => {
    current = await testRun();
    const error = await current.run(script).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "script.unsupported" });
    expect(error).toHaveProperty("options.advice", expect.stringContaining(advice));
  });
});
