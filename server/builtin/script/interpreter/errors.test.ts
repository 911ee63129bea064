import { afterEach, describe, expect, it } from "vitest";
import type { AppError } from "@/server/shared/errors";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function failure(script: string, options?: TestOptions): Promise<AppError> {
  current = await testRun(options);
  return current.run(script).then(
    () => {
      throw new Error("the script should have failed");
    },
    (error: AppError) => error,
  );
}

const T = "T: LOAD * INLINE [Id, Name\n1, a];\n";

type Row = [title: string, script: string, code: string, line: number, column: number];

const rows: Row[] = [
  ["a missing comma", "T:\nLOAD a b INLINE [a\n1];", "script.syntax", 2, 8],
  ["an unknown statement", "\n  FROBNICATE x;", "script.unsupported", 2, 3],
  ["a statement that is refused", "BINARY [x];", "script.unsupported", 1, 1],
  ["a prefix that comes later", "T: BUFFER LOAD * INLINE [x\n1];", "script.unsupported", 1, 4],
  ["an unknown function", `${T}U: LOAD Frobnicate(Id) AS X RESIDENT T;`, "script.unsupported", 3, 9],
  ["an unknown field", `${T}U: LOAD Id,\n  Nmae RESIDENT T;`, "script.field_missing", 4, 3],
  ["a field in other letters", `${T}U: LOAD id RESIDENT T;`, "script.field_missing", 3, 9],
  ["an alias in WHERE", `${T}U: LOAD Id AS No RESIDENT T WHERE No = 1;`, "script.field_missing", 3, 35],
  ["an unknown table", `${T}U: LOAD * RESIDENT t;`, "script.table_missing", 3, 20],
  ["a dropped table", `${T}DROP TABLE T;\nDROP TABLE T;`, "script.table_missing", 4, 12],
  ["two fields of one name", `${T}U: LOAD Id, Name AS Id RESIDENT T;`, "script.name", 3, 13],
  ["two names that differ in case", `${T}U: LOAD Id, Name AS ID RESIDENT T;`, "script.name", 3, 13],
  [
    "a field outside GROUP BY",
    `${T}U: LOAD Name, Sum(Id) AS S RESIDENT T GROUP BY Id;`,
    "script.group",
    3,
    9,
  ],
  ["an aggregation in WHERE", `${T}U: LOAD Id RESIDENT T WHERE Sum(Id) > 1;`, "script.group", 3, 29],
  ["an aggregation in itself", `${T}U: LOAD Sum(Max(Id)) AS S RESIDENT T;`, "script.group", 3, 13],
  ["a LOAD without source", "U: LOAD a;\nTRACE x;", "script.syntax", 1, 4],
  ["an IF without end", "TRACE a;\nIF 1 = 1 THEN\nTRACE b;", "script.syntax", 2, 1],
  ["an unclosed quote", "TRACE a;\nLET b = 'x;\nTRACE c;", "script.syntax", 2, 9],
  ["set analysis", `${T}U: LOAD Sum({1} Id) AS S RESIDENT T;`, "script.unsupported", 3, 13],
  [
    "an error behind an expansion",
    `${T}SET long = a very long text;\nU: LOAD '$(long)' AS L, Nmae RESIDENT T;`,
    "script.field_missing",
    4,
    25,
  ],
  [
    "an error in an expansion",
    `${T}SET f = Nmae;\nU: LOAD Id, $(f) RESIDENT T;`,
    "script.field_missing",
    4,
    13,
  ],
  ["an error in $(=…)", "TRACE x;\n  LET a = $(=1 +);", "script.syntax", 2, 11],
  ["ORDER BY without RESIDENT", "T: LOAD a INLINE [a\n1] ORDER BY a;", "script.syntax", 2, 13],
  ["no such mapping", `${T}U: LOAD ApplyMap('m', Id) AS X RESIDENT T;`, "script.table_missing", 3, 9],
  ["another connection kind", "ODBC CONNECT TO 'x';", "script.unsupported", 1, 1],
  ["a QVX", "T: LOAD * FROM [lib://Files/x.qvx] (qvx);", "script.unsupported", 1, 37],
  ["inline with too many values", "T: LOAD * INLINE [\na, b\n1, 2\n1, 2, 3];", "script.syntax", 4, 1],
];

describe("errors", () => {
  it.each(rows)("tells the place of %s", async (_title, script, code, line, column) => {
    const error = await failure(script);
    expect({ code: error.code, ...error.options.params }).toMatchObject({ code, line, column });
    expect(error.options.params).toHaveProperty("statement");
  });

  it("suggests the nearest name", async () => {
    const field = await failure(`${T}U: LOAD Nmae RESIDENT T;`);
    expect(field.options.advice).toContain('"Name"');
    const table = await failure(`${T}U: LOAD * RESIDENT Tt;`);
    expect(table.options.advice).toContain('"T"');
  });

  it("shows the statement as expanded, without passwords", async () => {
    const error = await failure(
      "SET conn = Server=x;\nLIB CONNECT TO 'postgres://u:hunter22@h/db';".replace("=x;", "x;"),
    );
    expect(error.code).toBe("source.unknown");
    const next = await failure("SET pw = hunter22;\nLIB CONNECT TO 'x;password=$(pw)';");
    expect(next.options.params?.statement).toBe("LIB CONNECT TO 'x;password=[secret]");
  });

  it("stops at the plan's rows, wherever they come from", async () => {
    const limits = { rows: 100 };
    const source = "CREATE TABLE big AS SELECT range AS n FROM range(200)";
    expect((await failure("T: LOAD RecNo() AS N AUTOGENERATE 101;", { limits })).code).toBe("script.limit");
    expect(
      (
        await failure("T: LOAD RecNo() AS N AUTOGENERATE 50; JOIN (T) LOAD RecNo() AS M AUTOGENERATE 50;", {
          limits,
        })
      ).code,
    ).toBe("script.limit");
    expect(
      (await failure("T: LOAD RecNo() AS N AUTOGENERATE 60; U: NOCONCATENATE LOAD * RESIDENT T;", { limits }))
        .code,
    ).toBe("script.limit");
    expect((await failure("LIB CONNECT TO 'Source'; SQL SELECT * FROM big;", { limits, source })).code).toBe(
      "limits.rows",
    );
    expect(
      (await failure("LIB CONNECT TO 'Source'; LOAD n; SQL SELECT * FROM big;", { limits, source })).code,
    ).toBe("limits.rows");
  });

  it("leaves no temporary table behind, also when it fails", async () => {
    const source = "CREATE TABLE big AS SELECT range AS n FROM range(20)";
    await failure(
      `${T}M: MAPPING LOAD * RESIDENT T; LIB CONNECT TO 'Source'; U: LOAD AutoNumber(n) AS X, Nope; SQL SELECT * FROM big;`,
      { source },
    );
    const names = await current?.db.runAndReadAll("SELECT table_name FROM duckdb_tables()");
    expect(names?.getRowsJson()).toEqual([["T"]]);
  });
});

describe("progress and log", () => {
  it("tells statements, tables and rows, from the first row to the last", async () => {
    const source = "CREATE TABLE big AS SELECT range AS n FROM range(50000)";
    current = await testRun({ source });
    await current.run(
      "LIB CONNECT TO 'Source';\nBig: SQL SELECT n FROM big;\nSmall: LOAD n AS m RESIDENT Big WHERE n < 3;",
    );
    const last = current.progress.at(-1);
    expect(last).toMatchObject({ statement: 3, statements: 3, line: 3, rows: 50_003, bytes: 500_000 });
    expect(last?.tables.map((t) => [t.name, t.rows, t.state])).toEqual([
      ["Big", 50_000, "loaded"],
      ["Small", 3, "loaded"],
    ]);
    expect(
      current.progress.some((p) => p.tables.some((t) => t.name === "Big" && t.state === "loading")),
    ).toBe(true);
    expect(
      current.logs.filter((l) => l.startsWith("info script: Line 2: Big: 50,000 rows, 1 fields")),
    ).toHaveLength(1);
  });
});
