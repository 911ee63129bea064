import { afterEach, describe, expect, it } from "vitest";
import type { PreviousRun } from "../port";
import { quoteName } from "../quoting";
import { type TestRun, testRun } from "../testing/host";
import { scriptTables } from "../testing/tables";

const tables = scriptTables();

const open: TestRun[] = [];
afterEach(async () => {
  for (const run of open.splice(0)) await run.close();
});

/** Runs a script in full and then once more as a partial reload over what it left. */
async function twice(script: string, later = script, variables: Record<string, string> = {}) {
  const run = await testRun();
  open.push(run);
  const full = await run.run(script);
  // Whoever runs a script makes rules of the access section and drops its tables.
  for (const { name } of full.access ?? []) await run.db.run(`DROP TABLE ${quoteName(name)}`);
  const previous: PreviousRun = { tables: full.tables, sequences: full.sequences };
  run.host.previous = previous;
  run.host.variables = variables;
  const partial = await run.run(later);
  const rows: Record<string, unknown[][]> = {};
  for (const { name } of partial.tables) rows[name] = await run.rows(name);
  return { full, partial, rows, run };
}

const BASE = `T: LOAD * INLINE [k, v
1, a
2, b];`;

describe("ADD and REPLACE in a full reload", () => {
  it.each<[string, string, Record<string, unknown[][]>]>([
    [
      "ADD loads",
      "T: ADD LOAD 3 AS k, 'c' AS v AUTOGENERATE 1;",
      {
        T: [
          ["1", "a"],
          ["2", "b"],
          ["3", "c"],
        ],
      },
    ],
    [
      "ADD ONLY does not",
      "T: ADD ONLY LOAD 3 AS k, 'c' AS v AUTOGENERATE 1;",
      {
        T: [
          ["1", "a"],
          ["2", "b"],
        ],
      },
    ],
    [
      "REPLACE drops the table of the same fields",
      "REPLACE LOAD 3 AS k, 'c' AS v AUTOGENERATE 1;",
      { T: [["3", "c"]] },
    ],
    ["REPLACE drops the table of its name", "T: REPLACE LOAD 3 AS x AUTOGENERATE 1;", { T: [["3"]] }],
    ["REPLACE takes its own name", "U: REPLACE LOAD 3 AS k, 'c' AS v AUTOGENERATE 1;", { U: [["3", "c"]] }],
    [
      "REPLACE CONCATENATE names the table",
      "REPLACE CONCATENATE (T) LOAD 3 AS x AUTOGENERATE 1;",
      { T: [["3"]] },
    ],
    [
      "REPLACE without a table makes one",
      "U: REPLACE LOAD 3 AS x AUTOGENERATE 1;",
      {
        T: [
          ["1", "a"],
          ["2", "b"],
        ],
        U: [["3"]],
      },
    ],
    [
      "REPLACE without a label takes no table of other fields",
      "REPLACE LOAD k AS x RESIDENT T WHERE k = 1;",
      {
        T: [
          ["1", "a"],
          ["2", "b"],
        ],
        "T-1": [["1"]],
      },
    ],
    [
      "REPLACE ONLY does not",
      "REPLACE ONLY LOAD 3 AS k, 'c' AS v AUTOGENERATE 1;",
      {
        T: [
          ["1", "a"],
          ["2", "b"],
        ],
      },
    ],
    [
      "REPLACE may read the table it replaces",
      "REPLACE LOAD k, v & v AS v RESIDENT T WHERE k > 1;",
      { T: [["2", "bb"]] },
    ],
  ])("%s", async (_, statement, expected) => {
    const { tables: made } = await tables(`${BASE} ${statement}`);
    expect(Object.fromEntries(Object.entries(made).map(([name, t]) => [name, t.rows]))).toEqual(expected);
  });
});

describe("MERGE", () => {
  const LOG = "LOAD * INLINE [op, k, v, n";

  it.each<[string, string, unknown[][]]>([
    [
      "inserts, updates and deletes",
      `ON k ${LOG}\ninsert, 3, c, 1\nUpdate, 1, A, 1\nDELETE, 2, , 1];`,
      [
        ["3", "c", "1"],
        ["1", "A", "1"],
      ],
    ],
    [
      "knows the letters",
      `ON k ${LOG}\ni, 3, c, 1\nu, 1, A, 1\nd, 2, , 1];`,
      [
        ["3", "c", "1"],
        ["1", "A", "1"],
      ],
    ],
    [
      "without a sequence the last row of a key counts",
      `ON k ${LOG}\nd, 1, , 9\ni, 1, x, 8\nd, 2, , 7];`,
      [["1", "x", "8"]],
    ],
    [
      "with one the highest",
      `(n) ON k ${LOG}\nu, 1, late, 9\nu, 1, early, 3\nd, 2, , 4\ni, 2, z, 5];`,
      [
        ["1", "late", "9"],
        ["2", "z", "5"],
      ],
    ],
    [
      "a row of the table that is later stays",
      `(n) ON k ${LOG}\nu, 1, old, 0\nd, 2, , 0];`,
      [
        ["1", "a", "1"],
        ["2", "b", "2"],
      ],
    ],
    [
      "an empty log changes nothing",
      `ON k ${LOG}\n] WHERE 1 = 0;`,
      [
        ["1", "a", "1"],
        ["2", "b", "2"],
      ],
    ],
    [
      "keys of several fields",
      `ON k, v ${LOG}\nd, 1, a, 1\nd, 1, b, 1\ni, 2, c, 1];`,
      [
        ["2", "b", "2"],
        ["2", "c", "1"],
      ],
    ],
  ])("%s", async (_, merge, rows) => {
    const { tables: made } = await tables(
      `T: LOAD *, k AS n INLINE [k, v\n1, a\n2, b]; MERGE ${merge.replace("] WHERE", "\ni, 1, x, 1] WHERE")}`,
    );
    expect(made.T?.fields).toEqual(["k", "v", "n"]);
    expect(made.T?.rows.map((r) => r.join()).sort()).toEqual(rows.map((r) => r.join()).sort());
  });

  it("without a table it makes one, of what the log leaves", async () => {
    const { tables: made } = await tables("T: MERGE ON k LOAD * INLINE [op, k\ni, 1\ni, 2\nd, 1];");
    expect(made.T).toEqual({ fields: ["k"], rows: [["2"]] });
  });

  it("CONCATENATE names the table, which takes the fields of both", async () => {
    const { tables: made } = await tables(
      `${BASE} MERGE ON k CONCATENATE (T) LOAD 'u' AS op, 1 AS k, 'new' AS w AUTOGENERATE 1;`,
    );
    expect(made.T).toEqual({
      fields: ["k", "v", "w"],
      rows: [
        ["2", "b", null],
        ["1", null, "new"],
      ],
    });
  });

  it("writes changes over the rows they are of, which stay where they are", async () => {
    const run = await testRun();
    open.push(run);
    await run.run(`
      T: LOAD *, Dual('n' & k, k) AS d INLINE [k, v\n1, a\n2, b\n3, c\n4, d];
      MERGE ON k CONCATENATE (T) LOAD * INLINE [op, k, v\nu, 2, changed\ni, 5, new\nu, 4, x];`);
    expect(await run.rows("T")).toEqual([
      ["1", "a", { num: 1, txt: "n1" }],
      ["2", "changed", null],
      ["3", "c", { num: 3, txt: "n3" }],
      ["4", "x", null],
      ["5", "new", null],
    ]);
    const places = await run.db.runAndReadAll("SELECT rowid::INTEGER FROM T ORDER BY 1");
    expect(places.getRows().flat()).toEqual([0, 1, 2, 3, 4]);
  });

  it("leaves one row of a key that the table has several times", async () => {
    const { tables: made } = await tables(`
      T: LOAD * INLINE [k, v\n1, a\n2, b\n1, c\n3, d\n3, e];
      MERGE ON k LOAD * INLINE [op, k, v\nu, 1, x\nd, 3, \ni, 4, y];`);
    expect(made.T?.rows).toEqual([
      ["1", "x"],
      ["2", "b"],
      ["4", "y"],
    ]);
  });

  it("keeps all changes whose keys are one as the table holds them", async () => {
    const { tables: made } = await tables(`
      T: LOAD Pow(2, 53) AS k, 'old' AS v AUTOGENERATE 1;
      MERGE ON k CONCATENATE (T) LOAD * INLINE [op, k, v\nu, 9007199254740992, a\nd, 9007199254740993, b];`);
    expect(made.T?.rows).toEqual([[2 ** 53, "a"]]);
  });

  it("changes most rows of a table as it changes a few", async () => {
    const { tables: made } = await tables(`
      T: LOAD RecNo() AS k, 'old' AS v AUTOGENERATE 12000;
      MERGE ON k CONCATENATE (T) LOAD If(RecNo() > 10999, 'd', 'u') AS op, RecNo() AS k, 'new' AS v AUTOGENERATE 11000;
      Counts: LOAD v, Count(DISTINCT k) AS n RESIDENT T GROUP BY v ORDER BY v;`);
    expect(made.Counts?.rows).toEqual([
      ["new", "10999"],
      ["old", "1000"],
    ]);
    expect(made.T?.rows).toHaveLength(11_999);
  });

  it("keeps the row it changes in a table with lists", async () => {
    const { tables: made } = await tables(
      `LIB CONNECT TO 'Source'; T: SQL SELECT * FROM t;
      MERGE ON k CONCATENATE (T) LOAD 'u' AS op, 1 AS k AUTOGENERATE 1;`,
      { source: "CREATE TABLE t AS SELECT n // 2 AS k, [n] AS l FROM range(2, 5) r(n)" },
    );
    expect(made.T?.rows).toEqual([
      ["2", ["4"]],
      ["1", null],
    ]);
  });

  it("tells how far it is in its variable", async () => {
    const { tables: made } = await tables(`
      T: MERGE (n, vMax) ON k LOAD * INLINE [op, k, n\ni, 1, 9\ni, 2, 10\nd, 2, 11];
      M: LOAD $(vMax) AS m AUTOGENERATE 1;`);
    expect(made.M?.rows).toEqual([["11"]]);
  });

  it("compares long digits of texts exactly", async () => {
    const one = "20240101000000000000000000000000001";
    const two = "20240101000000000000000000000000002";
    const { tables: made } = await tables(`
      Log: LOAD 'i' AS op, 1 AS k, '${two}' AS s AUTOGENERATE 1;
      LOAD 'd' AS op, 1 AS k, '${one}' AS s AUTOGENERATE 1;
      T: MERGE (s) ON k LOAD * RESIDENT Log;`);
    expect(made.T?.rows).toEqual([["1", two]]);
  });

  it.each<[string, string, string]>([
    ["an operation it does not know", `MERGE ON k ${LOG}\nupsert, 1, a, 1];`, "script.value"],
    ["a key the log lacks", `MERGE ON id ${LOG}\ni, 1, a, 1];`, "script.field_missing"],
    ["no key", `MERGE LOAD 'i' AS op, 1 AS k AUTOGENERATE 1;`, "script.syntax"],
    ["a JOIN beside it", `MERGE ON k LEFT JOIN (T) LOAD 'i' AS op, 1 AS k AUTOGENERATE 1;`, "script.syntax"],
    ["a log of one field", `MERGE ON op LOAD 'i' AS op AUTOGENERATE 1;`, "script.syntax"],
  ])("refuses %s", async (_, statement, code) => {
    await expect(tables(`${BASE}\n${statement}`)).rejects.toMatchObject({
      code,
      options: { params: { line: 4 } },
    });
  });
});

describe("a partial reload", () => {
  it("starts from the tables that are there and runs ADD, REPLACE and MERGE alone", async () => {
    const { partial, rows } = await twice(`
      A: LOAD 1 AS a AUTOGENERATE 1;
      B: ADD LOAD 2 AS b AUTOGENERATE 1;
      C: REPLACE LOAD NoOfRows('B') AS c AUTOGENERATE 1;
      D: ADD ONLY LOAD 4 AS d AUTOGENERATE 1;
      E: MERGE ON k LOAD * INLINE [op, k\ni, 1];`);
    expect(rows).toEqual({ A: [["1"]], B: [["2"], ["2"]], C: [["2"]], E: [["1"]], D: [["4"]] });
    expect(partial.rows).toBe(6);
  });

  it("says so, and runs variables and control statements", async () => {
    const { rows } = await twice(`
      LET v = IsPartialReload();
      SUB add
        X: ADD LOAD $(v) AS x AUTOGENERATE 1;
      END SUB
      IF v THEN
        CALL add
        CALL add
      END IF
      UNLESS IsPartialReload() Y: ADD LOAD 1 AS y AUTOGENERATE 1;`);
    expect(rows).toEqual({ Y: [["1"]], X: [["-1"], ["-1"]] });
  });

  it("leaves the loads out that feed one that does not run", async () => {
    const { rows } = await twice(
      "A: LOAD a * 2 AS a; LOAD 1 AS a AUTOGENERATE 1; ADD LOAD a * 3 AS a; LOAD 2 AS a AUTOGENERATE 1;",
    );
    expect(rows).toEqual({ A: [["2"], ["6"], ["6"]] });
  });

  it("keeps types, formats and DISTINCT of the tables it starts from", async () => {
    const { partial, rows } = await twice(`
      T: LOAD DISTINCT Date(MakeDate(2024), 'DD.MM.YYYY') AS d, Dual('x', 1) AS x, 1.5 AS n AUTOGENERATE 1;
      ADD LOAD Date(MakeDate(2024), 'DD.MM.YYYY') AS d, Dual('x', 1) AS x, 1.5 AS n AUTOGENERATE 2;`);
    expect(rows.T?.length).toBe(1);
    expect(partial.tables[0]?.fields).toMatchObject([
      { name: "d", type: "DATE", format: "DD.MM.YYYY" },
      { name: "x", dual: true },
      { name: "n" },
    ]);
  });

  it("merges from where the reload before ended", async () => {
    const { rows, partial } = await twice(
      "SET vMax = 0; T: MERGE (n, vMax) ON k LOAD * INLINE [op, k, n\ni, 1, 5\ni, 2, 6];",
      "T: MERGE (n, vMax) ON k LOAD * INLINE [op, k, n\ni, 1, 6\nd, 2, 7\ni, 3, 8] WHERE n > $(vMax);",
    );
    expect(rows.T?.sort()).toEqual([
      ["1", "5"],
      ["3", "8"],
    ]);
    expect(partial.sequences).toEqual({ vMax: { text: "8", number: 8 } });
  });

  it("passes over names whose loads were left out, in DROP, RENAME, STORE, COMMENT and TAG", async () => {
    const { rows } = await twice(`
      Tmp: LOAD 1 AS t, 2 AS u AUTOGENERATE 1;
      M: MAPPING LOAD * INLINE [a, b\nx, y];
      MAP z USING M;
      Final: NOCONCATENATE LOAD t AS f, u RESIDENT Tmp;
      RENAME FIELD f TO g; RENAME FIELDS USING M; DROP FIELD u; DROP TABLE Tmp;
      COMMENT FIELDS USING M; RENAME TABLE Final TO Ready;`);
    expect(rows).toEqual({ Ready: [["1"]] });
  });

  it("maps again where MAPPING and MAP say REPLACE or ADD", async () => {
    const { rows } = await twice(
      "M: REPLACE MAPPING LOAD * INLINE [a, b\nx, y]; ADD MAP v USING M; T: ADD LOAD 'x' AS v AUTOGENERATE 1;",
    );
    expect(rows).toEqual({ T: [["y"], ["y"]] });
  });

  it.each<[string, string]>([
    ["AUTONUMBER", "T: ADD LOAD 'x' AS k AUTOGENERATE 1; AUTONUMBER k;"],
    ["AutoNumber()", "T: ADD LOAD AutoNumber('x') AS k AUTOGENERATE 1;"],
  ])("refuses %s, whose numbers are not kept", async (what, script) => {
    await expect(twice(script)).rejects.toMatchObject({
      code: "script.unsupported",
      message: `${what} in a partial reload is not supported.`,
    });
  });

  it("says what a mapping that was not made again needs", async () => {
    const script =
      "M: MAPPING LOAD * INLINE [a, b\nx, y]; T: ADD LOAD ApplyMap('M', 'x') AS v AUTOGENERATE 1;";
    await expect(twice(script)).rejects.toMatchObject({
      code: "script.table_missing",
      options: { advice: expect.stringContaining("REPLACE MAPPING LOAD") },
    });
  });

  it("leaves columns as they lie where rows of their types are added", async () => {
    const run = await testRun();
    open.push(run);
    await run.db.run("CREATE TABLE T (k INTEGER, v DECIMAL(10,2), t TINYINT)");
    await run.db.run(
      "CREATE TABLE More AS FROM (VALUES (1::INTEGER, 2.5::DECIMAL(10,2), 3::TINYINT)) m(k, v, t)",
    );
    const fields = [
      ["k", "INTEGER"],
      ["v", "DECIMAL(10,2)"],
      ["t", "TINYINT"],
    ].map(([name = "", type = ""]) => ({ name, type, dual: false }));
    run.host.previous = {
      tables: [
        { name: "T", rows: 0, fields },
        { name: "More", rows: 1, fields },
      ],
      sequences: {},
    };
    const partial = await run.run(
      "NoConcatenate X: ADD LOAD 1 AS a AUTOGENERATE 1; CONCATENATE (T) ADD LOAD * RESIDENT More;",
    );
    expect(partial.tables.find((t) => t.name === "T")?.fields.map((f) => f.type)).toEqual([
      "INTEGER",
      "DECIMAL(10,2)",
      "TINYINT",
    ]);
    expect(partial.earlierRows).toEqual({ T: 0, More: 1 });
  });

  it("makes the access section anew", async () => {
    const { partial } = await twice(
      "T: LOAD 'N' AS REGION AUTOGENERATE 1; SECTION ACCESS; LOAD * INLINE [ACCESS, USERID, REGION\nUSER, U1, N]; SECTION APPLICATION;",
      "SECTION ACCESS; LOAD 'USER' AS ACCESS, 'U2' AS USERID, 'N' AS REGION AUTOGENERATE 2; SECTION APPLICATION;",
    );
    expect(partial.access?.[0]?.rows).toBe(2);
  });
});
