import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/server/shared/errors";
import { scriptError } from "../errors";
import { type TestOptions, type TestRun, testRun } from "../testing/host";
import { errorNumber } from "./script-errors";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function traced(script: string, options?: TestOptions): Promise<string[]> {
  current = await testRun(options);
  await current.run(script);
  return current.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12));
}

const MODE = "SET ErrorMode = 0;\n";
const TOLD = "TRACE $(#ScriptError) $(ScriptError) $(ScriptErrorCount);";

describe("ErrorMode 0", () => {
  it.each([
    ["nothing", "LET a = 1;", "0 No error 0"],
    ["a missing table", "T: LOAD * RESIDENT Nope;", "10 Table not found 1"],
    ["a missing field", "S: LOAD 1 AS a AUTOGENERATE 1; T: LOAD b RESIDENT S;", "11 Field not found 1"],
    ["a syntax error", "T: LOAD a b INLINE [a\n1];", "2 Syntax error 1"],
    ["what is not supported", "EXECUTE ls;", "2 Syntax error 1"],
    ["a missing include", "$(Must_Include=none.qvs);", "8 File not found 1"],
    ["a file out of reach", "LOAD * FROM [/etc/passwd] (txt);", "8 File not found 1"],
    ["a missing connection", "LIB CONNECT TO 'none';", "9 Database not found 1"],
    ["a SELECT without connection", "SQL SELECT 1;", "9 Database not found 1"],
    [
      "a refused query",
      "LIB CONNECT TO 'Source'; SQL SELECT nope FROM nope;",
      "5 General custom database error 1",
    ],
    [
      "a group that does not fit",
      "S: LOAD 1 AS a AUTOGENERATE 1; T: LOAD a, Sum(a) AS s RESIDENT S;",
      "16 Semantic error 1",
    ],
    ["two errors", "DROP TABLE A; DROP TABLE B;", "10 Table not found 2"],
    ["an error and a success", "DROP TABLE A; LET a = 1;", "0 No error 1"],
  ])("goes on after %s and tells it", async (_title, script, told) => {
    expect(await traced(`${MODE}${script}\n${TOLD}`)).toEqual([told]);
  });

  it("gives ScriptError as a number to compare, until the next statement has gone well", async () => {
    expect(
      await traced(`${MODE}LOAD * FROM [/none.csv] (csv);
        IF ScriptError = 10 THEN
          TRACE table;
        ELSEIF ScriptError = 8 THEN
          TRACE file;
        END IF
        IF ScriptError = 0 THEN
          TRACE well again;
        END IF`),
    ).toEqual(["file", "well again"]);
  });

  it("lists all errors, each with its line, and keeps the last one's details", async () => {
    current = await testRun();
    const t = current;
    const { warnings } = await t.run(
      `${MODE}DROP TABLE A;\nDROP TABLE B;\nE: LOAD SubField('$(ScriptErrorList)', Chr(10), RecNo()) AS Line, '$(ScriptErrorDetails)' AS Last AUTOGENERATE 2;`,
    );
    expect(await t.rows("E")).toEqual([
      [
        'Line 2: There is no table "A" at this point of the script.',
        'There is no table "B" at this point of the script.',
      ],
      [
        'Line 3: There is no table "B" at this point of the script.',
        'There is no table "B" at this point of the script.',
      ],
    ]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain("ErrorMode is 0");
    expect(t.logs.filter((l) => l.startsWith("error script: Line "))).toHaveLength(2);
  });

  it("leaves a failed statement without effect, with the loads and the SELECT that feed it", async () => {
    current = await testRun({ source: "CREATE TABLE s AS SELECT 1 AS a" });
    const t = current;
    const { tables } = await t.run(
      `${MODE}LIB CONNECT TO 'Source';
        T: LOAD 1 AS a AUTOGENERATE 1;
        Up: LOAD nope; LOAD a AS b; SQL SELECT a FROM s;
        Other: LOAD b; LOAD c AS b; SQL SELECT nope FROM s;
        CONCATENATE (T) LOAD Repeat('x', 3) AS a, nope AS b RESIDENT T;
        CONCATENATE (T) LOAD 2 AS a, CSV AS c FROM [lib://Files/damaged.csv] (csv);
        Last: LOAD a AS z RESIDENT T;`.replace(
        "lib://Files/damaged.csv",
        await t.file("damaged.csv", "CSV,x\n1,2\n3,4,5\n"),
      ),
    );
    expect(tables.map((x) => [x.name, x.rows, x.fields.map((f) => `${f.name} ${f.type}`)])).toEqual([
      ["T", 1, ["a BIGINT"]],
      ["Last", 1, ["z BIGINT"]],
    ]);
    expect(await t.rows("T")).toEqual([["1"]]);
    const columns = await t.db.runAndReadAll(
      "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    );
    expect(columns.getRowsJson()).toEqual([
      ["Last", "z"],
      ["T", "a"],
    ]);
  });

  it("leaves a control statement out that fails, and goes on inside one that does not", async () => {
    expect(
      await traced(`${MODE}IF Frobnicate(1) THEN
          TRACE never;
        ELSE
          TRACE never;
        END IF
        FOR i = 'a' TO 3
          TRACE never;
        NEXT
        FOR i = 1 TO 2
          DROP TABLE None;
          TRACE round $(i);
        NEXT
        SUB s(p)
          DROP TABLE None;
          LET p = 'done';
        END SUB
        CALL s(x);
        CALL nope(x);
        TRACE $(x) $(ScriptErrorCount);`),
    ).toEqual(["round 1", "round 2", "done 6"]);
  });

  it("goes on inside an included file", async () => {
    const includes = { "part.qvs": "DROP TABLE A;\nTRACE behind;\n" };
    expect(await traced(`${MODE}$(Include=part.qvs);\nTRACE end $(ScriptErrorCount);`, { includes })).toEqual(
      ["behind", "end 1"],
    );
  });

  it("tells no progress of a table that failed", async () => {
    current = await testRun();
    await current.run(
      `${MODE}T: LOAD Nope AS a AUTOGENERATE 3;\nU: LOAD nope RESIDENT T;\nV: LOAD 1 AS b AUTOGENERATE 2;`,
    );
    expect(current.progress.at(-1)?.tables.map((t) => [t.name, t.state])).toEqual([["V", "loaded"]]);
  });

  it("can be set for some statements only", async () => {
    current = await testRun();
    await expect(
      current.run(`${MODE}DROP TABLE A;\nSET ErrorMode = 1;\nDROP TABLE B;`),
    ).rejects.toMatchObject({
      code: "script.table_missing",
      options: { params: { line: 4 } },
    });
  });

  it("never goes on after a limit of the plan, a script that cannot be read, or a stop", async () => {
    const limits = { rows: 10, loopRounds: 5 };
    current = await testRun({ limits });
    await expect(current.run(`${MODE}T: LOAD 1 AS a AUTOGENERATE 11;`)).rejects.toMatchObject({
      code: "script.limit",
    });
    await expect(current.run(`${MODE}FOR i = 1 TO 9\nLET j = i;\nNEXT`)).rejects.toMatchObject({
      code: "script.limit",
    });
    await expect(current.run(`${MODE}SUB a\nCALL a;\nEND SUB\nCALL a;`)).rejects.toMatchObject({
      code: "script.recursion",
    });
    await expect(current.run(`${MODE}IF 1 = 1 THEN`)).rejects.toMatchObject({ code: "script.syntax" });
    await current.close();
    const stop = new AbortController();
    current = await testRun({ signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(current.run(`${MODE}LET a = 1;`)).rejects.toThrow("stopped");
  });
});

describe("ErrorMode 1 and 2", () => {
  it.each(["", "SET ErrorMode = 1;", "SET ErrorMode = 2;"])(
    "%s ends the reload at the first error",
    async (mode) => {
      current = await testRun();
      await expect(current.run(`${mode}\nDROP TABLE A;\nTRACE never;`)).rejects.toMatchObject({
        code: "script.table_missing",
        options: { params: { line: 2, column: 12 } },
      });
    },
  );

  it("warns of any other value", async () => {
    current = await testRun();
    expect((await current.run("SET ErrorMode = off;")).warnings).toEqual([
      'ErrorMode is 0, 1 or 2; "off" counts as 1: an error ends the reload (line 1, column 1).',
    ]);
  });
});

it.each([
  [scriptError("script.file", "damaged"), 12],
  [scriptError("script.file", "none", { params: { missing: true } }), 8],
  [scriptError("script.name", "twice"), 16],
  [scriptError("script.failed", "?"), 1],
  [new AppError("unreachable", "source.unreachable", "gone"), 5],
  [new AppError("invalid", "source.file_missing", "gone"), 8],
])("%s has the number of its cause", (error, number) => expect(errorNumber(error)).toBe(number));
