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
