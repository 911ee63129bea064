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
