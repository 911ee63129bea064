import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../../testing/host";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const open: TestRun[] = [];
afterEach(async () => {
  for (const run of open.splice(0)) await run.close();
});

const BASE = `T: LOAD * INLINE [k, v
1, a
2, b];`;

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
