import { afterEach, describe, expect, it } from "vitest";
import { checkScript } from "../check";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function run(script: string) {
  current = await testRun();
  return current.run(script);
}

const ACCESS = `SECTION ACCESS;
  LOAD * INLINE [
    ACCESS, USERID, REGION
    USER, ANN, NORTH
  ];
  SECTION APPLICATION;`;

describe("the access section", () => {
  it("keeps its tables apart from the app's data", async () => {
    const result = await run(`${ACCESS} T: LOAD * INLINE [Region, n
      North, 1];`);
    expect(result.tables.map((t) => t.name)).toEqual(["T"]);
    expect(result.rows).toBe(1);
    expect(result.access?.map((t) => t.fields.map((f) => f.name))).toEqual([["ACCESS", "USERID", "REGION"]]);
  });

  it("is not there without its statement, and there without rows or tables", async () => {
    expect((await run("T: LOAD 1 AS n AUTOGENERATE 1;")).access).toBeNull();
    expect((await run("SECTION ACCESS; SECTION APPLICATION; T: LOAD 1 AS n AUTOGENERATE 1;")).access).toEqual(
      [],
    );
  });

  it("takes no rows of the application by automatic concatenation, nor gives it any", async () => {
    const result = await run(`T: LOAD 'ANN' AS USERID, 'USER' AS ACCESS AUTOGENERATE 1;
      SECTION ACCESS; A: LOAD 'BOB' AS USERID, 'USER' AS ACCESS AUTOGENERATE 1; SECTION APPLICATION;
      U: LOAD 'CAROL' AS USERID, 'USER' AS ACCESS AUTOGENERATE 1;`);
    expect(result.tables).toMatchObject([{ name: "T", rows: 2 }]);
    expect(result.access).toMatchObject([{ name: "A", rows: 1 }]);
  });

  it("reads the application's tables, which cannot read its own", async () => {
    const script = `People: LOAD * INLINE [Name
      ann];
      SECTION ACCESS; A: LOAD 'USER' AS ACCESS, Upper(Name) AS USERID RESIDENT People; SECTION APPLICATION;`;
    expect((await run(script)).access).toMatchObject([{ name: "A", rows: 1 }]);
    await current?.close();
    for (const after of ["T: LOAD * RESIDENT A;", "DROP TABLE A;", "STORE A INTO [lib://Files/a.csv] (txt);"])
      await expect(run(script + after)).rejects.toMatchObject({ code: "script.table_missing" });
    await expect(run(`${script} DROP FIELD USERID;`)).rejects.toMatchObject({ code: "script.field_missing" });
    const counted = await run(`${script} LET n = NoOfTables();
      T: LOAD Exists('USERID', 'ANN') AS e, $(n) AS n AUTOGENERATE 1;`);
    expect(counted.tables.map((t) => t.name)).toEqual(["People", "T"]);
    expect(await current?.rows("T")).toEqual([[false, "1"]]);
  });

  it("may name a table as the application does", async () => {
    const result = await run(
      `T: LOAD 1 AS n AUTOGENERATE 1; SECTION ACCESS; T: LOAD 'ANN' AS USERID AUTOGENERATE 1;`,
    );
    expect(result.tables).toMatchObject([{ name: "T", fields: [{ name: "n" }] }]);
    expect(result.access).toMatchObject([{ fields: [{ name: "USERID" }] }]);
  });

  it("ends the reload by its first error, whatever ErrorMode says", async () => {
    const go = "SET ErrorMode = 0; LOAD * RESIDENT Nothing;";
    expect((await run(`${go} T: LOAD 1 AS n AUTOGENERATE 1;`)).tables).toHaveLength(1);
    const access = "A: LOAD 'USER' AS ACCESS, 'ANN' AS USERID AUTOGENERATE 1;";
    for (const script of [
      `SECTION ACCESS; ${access} JOIN (A) LOAD * RESIDENT Regions;`,
      `SECTION ACESS; ${access}`,
    ])
      await expect(run(go + script)).rejects.toMatchObject({ code: expect.stringMatching(/^script\./) });
  });

  it("shows no data of a statement that fails", async () => {
    const missing = "SECTION ACCESS; LOAD 'ANN' AS USERID RESIDENT Nothing;";
    await expect(run(missing)).rejects.toMatchObject({
      code: "script.table_missing",
      options: { params: { statement: "LOAD" } },
    });
  });

  it("is checked before it runs", () => {
    expect(checkScript(ACCESS)).toEqual([]);
    expect(checkScript("SECTION DATA;")).toMatchObject([{ code: "script.syntax", line: 1, column: 9 }]);
  });
});
