import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

const HOSTILE = [
  `a"b`,
  `a'b`,
  "a]b",
  "a`b",
  `"; DROP TABLE T; --`,
  `'; DROP TABLE T; --`,
  `x" AS y, (SELECT 1) AS "z`,
  "$(secret)",
  "$(=1+1)",
  "*/ DROP TABLE T; /*",
  "// gone",
  "line\nend; DROP TABLE T;",
  "%_*?",
  "rowid",
  "#ord",
  "c0",
  "",
  " ",
  "ÄÖ\u2028ß",
  "\\",
];

/** A name in brackets, as an author must write it. */
const bracket = (name: string) => `[${name.replaceAll("]", "]]")}]`;
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe("names and values never become code", () => {
  it("carries hostile field and table names through every kind of statement", async () => {
    for (const name of HOSTILE.filter((n) => n.trim() !== "" && !n.includes("$("))) {
      const t = await testRun();
      const [f, table, other] = [bracket(name), bracket(`t ${name}`), bracket(`u ${name}`)];
      const result = await t.run(`
        T: LOAD 1 AS Keep AUTOGENERATE 1;
        ${table}: LOAD RecNo() AS ${f}, 'v' & RecNo() AS V AUTOGENERATE 3;
        ${other}: NOCONCATENATE LOAD ${f}, V AS W, Peek(${quote(name)}) AS P RESIDENT ${table} WHERE ${f} > 1 ORDER BY ${f} DESC;
        LEFT JOIN (${other}) LOAD ${f}, Count(V) AS N RESIDENT ${table} GROUP BY ${f};
        CONCATENATE (${other}) LOAD ${f} + 10 AS ${f} RESIDENT ${table} WHERE NOT Exists(${f}, ${f} + 10);
        RENAME FIELD ${f} TO ${bracket(`${name}!`)};
        STORE ${other} INTO [lib://Files/out.parquet] (parquet);
        DROP TABLE ${table};`);
      expect(result.tables.map((x) => x.name)).toEqual(["T", `u ${name}`]);
      expect(result.tables[1]?.fields.map((x) => x.name)).toEqual([`${name}!`, "W", "P", "N"]);
      expect((await t.rows(`u ${name}`)).length).toBe(5);
      await t.close();
    }
  });

  it("keeps any text a text: literals, inline, mapping, LIKE, formats", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 20 })),
        async (text) => {
          if (text.includes("$(") || text.includes("\0")) return;
          const t = await testRun();
          try {
            await t.run(`T: LOAD ${quote(text)} AS A, Replace('x', 'x', ${quote(text)}) AS B, ${quote(text)} = ${quote(text)} AS C AUTOGENERATE 1;
            M: MAPPING LOAD A, 'found' AS R RESIDENT T;
            U: LOAD ApplyMap('M', A, 'none') AS R, KeepChar(A, ${quote(text)}) AS K, PurgeChar(A, ${quote(text)}) AS P RESIDENT T;`);
            expect(await t.rows("T")).toEqual([[text, text, true]]);
            expect(await t.rows("U")).toEqual([["found", text, ""]]);
          } finally {
            await t.close();
          }
        },
      ),
      { numRuns: 25, examples: HOSTILE.map((h) => [h]) },
    );
  });

  it("keeps a parameter inside the quotes it stands in, and never expands it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 20 })),
        async (value) => {
          if (value.includes("\0") || value === "") return;
          const t = await testRun({
            variables: { p: value, secret: "do not tell" },
            source: "CREATE TABLE s AS SELECT 1 AS n",
          });
          try {
            const result = await t.run(`LIB CONNECT TO 'Source';
            T: LOAD '$(p)' AS A, p AS B AUTOGENERATE 1;
            LET again = p & '';
            LET copy = '$(p)';
            U: LOAD '$(again)' AS C, '$(copy)' AS D, 1 AS [$(p)] AUTOGENERATE 1;
            S: SQL SELECT '$(p)' AS v FROM s;`);
            expect(result.tables.map((x) => x.name)).toEqual(["T", "U", "S"]);
            const [[a, b]] = (await t.rows("T")) as [[unknown, unknown]];
            expect(a).toBe(value);
            // "." and "1.2.3" have the letters of a number and are none.
            const number = /^\s*[+-]?[\d.]+(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : Number.NaN;
            expect(String(b)).toBe(Number.isNaN(number) ? value : String(number));
            expect((await t.rows("U"))[0]?.[1]).toBe(value);
            expect(await t.rows("S")).toEqual([[value]]);
          } finally {
            await t.close();
          }
        },
      ),
      { numRuns: 25, examples: HOSTILE.filter((h) => h.trim() !== "").map((h) => [h]) },
    );
  });

  it("keeps the values of a field inside the quotes they stand in while it loops over them", async () => {
    current = await testRun();
    const names = HOSTILE.filter((h) => h.trim() !== "" && !h.includes("$("));
    const list = names.map((n) => `LOAD ${quote(n)} AS Name AUTOGENERATE 1;`).join("\n");
    await current.run(`${list.replace("LOAD", "T: LOAD")}
      FOR EACH v IN FieldValueList('Name')
        Found: LOAD Name AS Hit RESIDENT T WHERE Name = '$(v)';
      NEXT`);
    expect((await current.rows("Found")).map((r) => r[0])).toEqual(names);
  });

  it("keeps a parameter inside its quotes where an expression gives it, and behind a name with brackets", async () => {
    const hostile = "' & Secret & '";
    const t = await testRun({ variables: { p: hostile } });
    current = t;
    await t.run(`S: LOAD 'owned' AS Secret AUTOGENERATE 1;
      T: NOCONCATENATE LOAD '$(=p)' AS A, '$(=Upper(p))' AS B, 1 AS [a]]'b], '$(p)' AS C RESIDENT S;`);
    expect(await t.rows("T")).toEqual([[hostile, hostile.toUpperCase(), "1", hostile]]);
  });

  it("does not run a parameter as statements", async () => {
    current = await testRun({ variables: { p: "DROP TABLE T; TRACE owned" } });
    await expect(current.run("T: LOAD 1 AS a AUTOGENERATE 1;\n$(p);")).rejects.toMatchObject({
      code: "script.syntax",
    });
    expect(current.logs.join("\n")).not.toContain("owned");
    await current.close();
    current = await testRun({ variables: { p: "1; DROP TABLE T" } });
    await expect(
      current.run("T: LOAD 1 AS a AUTOGENERATE 1;\nU: LOAD $(p) AS b AUTOGENERATE 1;"),
    ).rejects.toMatchObject({ code: "script.syntax" });
    expect(await current.rows("T")).toEqual([["1"]]);
  });
});
