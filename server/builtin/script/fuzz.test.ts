import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isAppError } from "@/server/shared/errors";
import { times } from "@/server/testing/deep";
import { checkScript } from "./check";
import { checkExpression } from "./check-expression";
import { parseExpression } from "./expression-parser";
import { readToken } from "./lexer";
import { plainSource } from "./source-text";
import { splitStatements } from "./split";
import { type TestRun, testRun } from "./testing/host";

const ROOT = process.cwd();
const text = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** What people write: the guide's scripts, the samples', and a long one with every statement. */
const SCRIPTS = [
  ...[...text("docs/load-script.md").matchAll(/```qlik\n([\s\S]*?)```/g)].map((m) => m[1] ?? ""),
  ...readdirSync(join(ROOT, "server/setup/sample/templates")).map((name) =>
    text(`server/setup/sample/templates/${name}/script.qvs`),
  ),
  text("db/fixtures/northwind/template/script.qvs"),
  text("server/builtin/script/testing/long-script.qvs"),
];
const EXPRESSIONS = [...text("docs/chart-expressions.md").matchAll(/`([^`\n]+)`/g)].map((m) => m[1] ?? "");
const PIECES = [
  ...new Set(SCRIPTS.join("\n").match(/[\p{L}\p{N}_#@$]+|'[^'\n]*'|\[[^\]\n]*\]|\s+|./gu) ?? []),
];
const ODD = [
  "",
  "'",
  '"',
  "[",
  "]",
  "`",
  "(",
  ")",
  "{",
  "}",
  "$(",
  "$(=",
  "/*",
  "*/",
  "//",
  ";",
  "\n",
  "\r",
  "\0",
].concat([
  "\uFEFF",
  "\u2028",
  "\uD800",
  "🙂",
  "1e999",
  "0x",
  "@9999999999:1",
  "..",
  "<<",
  "%",
  "REM",
  "END IF",
  "SQL",
  "$1",
  "$(v)",
  "$(f($(v)))",
]);

/** A text of others with pieces taken out, put in, moved and repeated. */
function changed(texts: readonly string[], most: number): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    take: fc.oneof(fc.nat(3), fc.nat(60)),
    put: fc.oneof(
      fc.constantFrom(...ODD),
      fc.constantFrom(...PIECES),
      fc.constantFrom(...EXPRESSIONS),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
  });
  const begin = fc.tuple(fc.constantFrom(...texts), fc.double({ min: 0, max: 0.9, noNaN: true }));
  return fc.tuple(begin, fc.array(edit, { minLength: 1, maxLength: 6 })).map(([[whole, from], edits]) => {
    const start = Math.floor(whole.length * from);
    return edits.reduce(
      (script, { at, take, put }) => {
        const place = Math.floor(at * script.length);
        return script.slice(0, place) + put + script.slice(place + take);
      },
      whole.slice(whole.length > most ? start : 0).slice(0, most),
    );
  });
}

const own = (error: unknown) => {
  if (!isAppError(error)) throw error;
  return error;
};

it("every token lies behind the one before, inside the text, whatever it holds", () => {
  fc.assert(
    fc.property(changed([...SCRIPTS, ...EXPRESSIONS], 400), (script) => {
      const source = plainSource(script);
      try {
        for (let at = 0; ; ) {
          const token = readToken(source, at);
          if (token.type === "end") break;
          expect(token.at.start).toBeGreaterThanOrEqual(at);
          expect(token.at.end).toBeGreaterThan(token.at.start);
          expect(token.at.end).toBeLessThanOrEqual(script.length);
          at = token.at.end;
        }
      } catch (error) {
        if (!isAppError(error)) throw error;
        expect(error.code).toBe("script.syntax");
      }
    }),
    { numRuns: times(1000) },
  );
});

it("statements are cut in order and lose nothing but comments", () => {
  fc.assert(
    fc.property(changed(SCRIPTS, 3000), (script) => {
      try {
        let last = 0;
        for (const { source, original } of splitStatements(script)) {
          const found = script.indexOf(original, last);
          expect(found).toBeGreaterThanOrEqual(last);
          expect(source.text.length).toBeLessThanOrEqual(original.length);
          last = found + original.length;
        }
      } catch (error) {
        own(error);
      }
    }),
    { numRuns: times(300) },
  );
});

it("a changed script is sound or has issues with a place in it", () => {
  fc.assert(
    fc.property(changed(SCRIPTS, 3000), (script) => {
      const lines = script.split("\n");
      for (const { code, line, column, message } of checkScript(script)) {
        expect(code).toMatch(/^script\./);
        expect(message).not.toBe("");
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
      }
    }),
    { numRuns: times(300) },
  );
});

it("a changed chart expression is sound or has a fault with a place in it", () => {
  fc.assert(
    fc.property(changed(EXPRESSIONS, 400), (expression) => {
      const fault = checkExpression(expression);
      if (!fault) return;
      const lines = expression.split("\n");
      expect(fault.message).not.toBe("");
      expect(fault.line).toBeGreaterThanOrEqual(1);
      expect(fault.column).toBeGreaterThanOrEqual(1);
      expect(fault.column).toBeLessThanOrEqual((lines[fault.line - 1]?.length ?? -1) + 1);
    }),
    { numRuns: times(1000) },
  );
});

it("a changed expression of a script is read or refused", () => {
  fc.assert(
    fc.property(changed(EXPRESSIONS, 400), fc.boolean(), (expression, sets) => {
      try {
        parseExpression(expression, { sets });
      } catch (error) {
        expect(own(error).code).toMatch(/^script\.(syntax|unsupported)$/);
      }
    }),
    { numRuns: times(1000) },
  );
});

let run: TestRun;
beforeAll(async () => {
  run = await testRun({
    source: "CREATE TABLE orders AS SELECT 1 AS id, 'x' AS code, 2.5 AS amount",
    limits: { statements: 300, loopRounds: 50, sqlTimeoutMs: 5000, rows: 5000 },
    variables: { orders: "orders", v: "1" },
    includes: { "part.qvs": "LET w = 2;" },
  });
});
afterAll(() => run.close());

const LOADS = [
  `T: LOAD RecNo() AS A, 'x' & Mod(RecNo(), 3) AS B, Date(45000 + RecNo()) AS D AUTOGENERATE 5; U: NOCONCATENATE LOAD B, Sum(A) AS S RESIDENT T GROUP BY B ORDER BY B; LEFT JOIN (T) LOAD * RESIDENT U; DROP TABLE U;`,
  `LIB CONNECT TO 'Source'; Orders: LOAD id AS Id, Upper(code) AS Code WHERE id > 0; SQL SELECT id, code FROM orders; STORE Orders INTO [lib://Files/o.qvd] (qvd); P: LOAD * FROM [lib://Files/o.qvd] (qvd);`,
  `M: MAPPING LOAD * INLINE [k, v\na, 1\nb, 2]; T: CROSSTABLE (Attr, Data) LOAD * INLINE [Key, X, Y\n1, 2, 3\n4, , 6]; V: LOAD ApplyMap('M', Key, 'none') AS W, Peek('W') AS P, Previous(Key) AS Q RESIDENT T WHERE Exists(Key);`,
  `FOR i = 1 TO 3\nT: LOAD $(i) AS N, '$(v)' AS V AUTOGENERATE $(i);\nNEXT i\nIF NoOfRows('T') > 2 THEN\nTRACE many;\nEND IF\nSUB s(a, b)\nLET b = a + 1;\nEND SUB\nCALL s(1, r);\nLET z = r * 2;`,
  `SET f = $1 + $2; LET x = $(f(1, 2)); T: LOAD SubField('a;b', ';') AS S, Class(RecNo(), 2) AS C, AutoNumber(RecNo(), 'k') AS K AUTOGENERATE 4 WHILE IterNo() < 3; QUALIFY *; W: LOAD C, Count(K) AS N RESIDENT T GROUP BY C;`,
];

it("a changed script runs, or ends with an error of its own, and leaves the next one to run", async () => {
  await fc.assert(
    fc.asyncProperty(changed(LOADS, 2000), async (script) => {
      try {
        await run.run(script);
      } catch (error) {
        const { code, message } = own(error);
        expect([code, message]).not.toEqual(["script.failed", message]);
        expect(code).toMatch(/^(script|source|limits)\./);
      }
      const tables = await run.db.runAndReadAll("SELECT table_name FROM duckdb_tables()");
      for (const [name] of tables.getRows())
        await run.db.run(`DROP TABLE IF EXISTS "${String(name).replaceAll('"', '""')}"`);
    }),
    { numRuns: times(60) },
  );
});
