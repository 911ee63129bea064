import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileExpression } from "./compile";
import { asText, type Typed } from "./convert";
import { parseExpression } from "./expression-parser";
import { quoteText } from "./quoting";
import { defaultSettings } from "./settings";
import { NOW, openTestDb } from "./testing/evaluate";
import { testRun } from "./testing/host";
import { typeOf } from "./types";

/** An expression as an author writes it, and what it means, told without any of the compiler's code. */
interface Meaning {
  text: string;
  of(row: Row): Value;
}
type Value = number | string | null;
interface Row {
  I: number | null;
  D: number | null;
  T: string | null;
}

const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
const num = (v: Value): number | null => {
  if (v === null) return null;
  if (typeof v === "number") return seen(v);
  return NUMERIC.test(v) ? seen(Number(v)) : null;
};
/** Numbers of more than 14 digits, or very small ones, are written in ways the oracle does not know. */
let beyond = false;
const seen = (n: number): number => {
  if (Math.abs(n) >= 1e14 || (n !== 0 && Math.abs(n) < 1e-4)) beyond = true;
  return n;
};
const txt = (v: Value): string =>
  v === null ? "" : typeof v === "string" ? v : String(Number(seen(v).toPrecision(14)));
const truth = (v: Value): boolean => (num(v) ?? 0) !== 0;
const bool = (b: boolean): number => (b ? -1 : 0);

function order(a: Value, b: Value): number | null {
  if (a === null || b === null) return null;
  const [x, y] = [num(a), num(b)];
  if (x !== null && y !== null) return x - y;
  return Buffer.compare(Buffer.from(txt(a)), Buffer.from(txt(b)));
}

const arithmetic: Record<string, (a: number, b: number) => Value> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? null : a / b),
};
const comparison: Record<string, (o: number) => boolean> = {
  "=": (o) => o === 0,
  "<>": (o) => o !== 0,
  "<": (o) => o < 0,
  "<=": (o) => o <= 0,
  ">": (o) => o > 0,
  ">=": (o) => o >= 0,
};

const literal: fc.Arbitrary<Meaning> = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n) => ({ text: n < 0 ? `(${n})` : String(n), of: () => n })),
  fc.integer({ min: -40, max: 40 }).map((n) => ({ text: `(${n / 4})`, of: () => n / 4 })),
  fc
    .constantFrom("a", "B", "it's", "7", "07", "-1.5", " 3 ", "", "1e2", "ä")
    .map((s) => ({ text: quoteText(s), of: () => s })),
  fc.constant({ text: "Null()", of: () => null }),
);
const field: fc.Arbitrary<Meaning> = fc
  .constantFrom("I" as const, "D" as const, "T" as const)
  .map((name) => ({ text: name, of: (row) => row[name] }));

const { expr } = fc.letrec<{ expr: Meaning }>((tie) => {
  const one = tie("expr");
  const binary = (ops: string[], apply: (op: string, a: Value, b: Value) => Value) =>
    fc.tuple(fc.constantFrom(...ops), one, one).map(
      ([op, a, b]): Meaning => ({
        text: `(${a.text} ${op} ${b.text})`,
        of: (row) => apply(op, a.of(row), b.of(row)),
      }),
    );
  const call = (name: string, count: number, apply: (...args: Value[]) => Value) =>
    fc.array(one, { minLength: count, maxLength: count }).map(
      (args): Meaning => ({
        text: `${name}(${args.map((a) => a.text).join(", ")})`,
        of: (row) => apply(...args.map((a) => a.of(row))),
      }),
    );
  const number = (v: Value | undefined) => num(v ?? null);
  return {
    expr: fc.oneof(
      { maxDepth: 5, depthSize: "large", withCrossShrink: true },
      fc.oneof(literal, field, field),
      binary(["+", "-", "*", "/"], (op, a, b) => {
        const [x, y] = [num(a), num(b)];
        return x === null || y === null ? null : (arithmetic[op]?.(x, y) ?? null);
      }),
      binary(Object.keys(comparison), (op, a, b) => {
        const o = order(a, b);
        return bool(o !== null && comparison[op]?.(o) === true);
      }),
      binary(["and", "or", "xor"], (op, a, b) =>
        bool(
          op === "and" ? truth(a) && truth(b) : op === "or" ? truth(a) || truth(b) : truth(a) !== truth(b),
        ),
      ),
      binary(["&"], (_op, a, b) => txt(a) + txt(b)),
      one.map((a): Meaning => ({ text: `(not ${a.text})`, of: (row) => bool(!truth(a.of(row))) })),
      one.map(
        (a): Meaning => ({
          text: `(-${a.text})`,
          of: (row) => (num(a.of(row)) === null ? null : -(num(a.of(row)) ?? 0)),
        }),
      ),
      call("If", 3, (c = null, a = null, b = null) => (truth(c) ? a : b)),
      call("Alt", 3, (a = null, b = null, c = null) => (num(a) !== null ? a : num(b) !== null ? b : c)),
      call("Coalesce", 2, (a = null, b = null) => a ?? b),
      call("IsNull", 1, (a = null) => bool(a === null)),
      call("Len", 1, (a = null) => [...txt(a)].length),
      call("RangeSum", 2, (a, b) => (number(a) ?? 0) + (number(b) ?? 0)),
      call("Fabs", 1, (a) => (number(a) === null ? null : Math.abs(number(a) ?? 0))),
      call("Match", 3, (a = null, b = null, c = null) => (order(a, b) === 0 ? 1 : order(a, c) === 0 ? 2 : 0)),
    ),
  };
});

const row: fc.Arbitrary<Row> = fc.record({
  I: fc.option(fc.integer({ min: -50, max: 50 })),
  D: fc.option(fc.integer({ min: -200, max: 200 }).map((n) => n / 8)),
  T: fc.option(fc.constantFrom("a", "A", "b", "", "12", "12.0", "-3", "x y", "007", "é")),
});

let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.closeSync());

const FIELDS: Record<string, Typed> = {
  I: { sql: 'r."I"', type: typeOf("INTEGER") },
  D: { sql: 'r."D"', type: typeOf("DOUBLE") },
  T: { sql: 'r."T"', type: typeOf("VARCHAR") },
};

function values(rows: Row[]): string {
  const sql = (v: Value) => (v === null ? "NULL" : typeof v === "string" ? quoteText(v) : String(v));
  const list = rows.map((r, i) => `(${i}, ${sql(r.I)}::INTEGER, ${sql(r.D)}::DOUBLE, ${sql(r.T)}::VARCHAR)`);
  return `(VALUES ${list.join(", ")}) AS r(o, "I", "D", "T")`;
}

/** What the oracle says of every row; leaves out cases with numbers it cannot write. */
function expectedOf(e: Meaning, rows: Row[]): Value[] {
  beyond = false;
  const values = rows.map((r) => e.of(r));
  values.forEach(txt);
  fc.pre(!beyond);
  return values;
}

/** Equal, with room for the last digits of floating point; a text that is a number equals that number. */
function same(actual: string | null, expected: Value): boolean {
  if (actual === null || expected === null) return actual === expected;
  if (actual === txt(expected)) return true;
  const [a, b] = [num(actual), num(expected)];
  return a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

it("compiled SQL means what a plain evaluator says, over random expressions and rows", async () => {
  const settings = defaultSettings(NOW);
  await fc.assert(
    fc.asyncProperty(expr, fc.array(row, { minLength: 1, maxLength: 6 }), async (e, rows) => {
      const wanted = expectedOf(e, rows);
      const compiled = compileExpression(parseExpression(e.text), {
        field: (n) => FIELDS[n],
        fieldNames: () => Object.keys(FIELDS),
        settings,
      });
      const reader = await db.runAndReadAll(
        `SELECT ${asText({ ...compiled, sql: "v" }, settings)} FROM (SELECT o, CAST(${compiled.sql} AS ${compiled.type.sql}) AS v FROM ${values(rows)}) ORDER BY o`,
      );
      const actual = reader.getRowsJson().map(([v]) => (v === null || v === undefined ? null : String(v)));
      rows.forEach((r, i) => {
        const expected = wanted[i] ?? null;
        if (!same(actual[i] ?? null, expected))
          throw new Error(
            `${e.text} over ${JSON.stringify(r)} is ${JSON.stringify(actual[i])}, not ${JSON.stringify(expected)}`,
          );
      });
    }),
    { numRuns: 400 },
  );
});

it("the row-wise path means the same as SQL", async () => {
  await fc.assert(
    fc.asyncProperty(expr, fc.array(row, { minLength: 1, maxLength: 6 }), async (e, rows) => {
      const wanted = expectedOf(e, rows);
      const t = await testRun();
      try {
        await t.db.run(`CREATE TABLE source AS SELECT * FROM ${values(rows)}`);
        // A Peek that is always NULL takes every field out of SQL's hands.
        const slow = e.text.replace(/'(?:[^']|'')*'|\b[IDT]\b/g, (f) =>
          f.startsWith("'") ? f : `If(IsNull(Peek('Z')), ${f}, ${f})`,
        );
        const host = { ...t.host, connect: async () => tableSession(t.db) };
        const { runScript } = await import("./interpreter/run-script");
        await runScript(
          `LIB CONNECT TO 'x'; S: SQL SELECT 1; R: LOAD Text(${e.text}) AS A RESIDENT S; Q: NOCONCATENATE LOAD Null() AS Z, ${slow} AS B RESIDENT S;`,
          host,
        );
        const fast = await t.rows("R");
        const [, ...rest] = (await t.db.runAndReadAll('SELECT typeof("B"), "B" FROM "Q"')).getRowsJson();
        const slowValues = (await t.rows("Q")).map((r) => r[1]);
        expect(rest.length + 1).toBe(rows.length);
        rows.forEach((r, i) => {
          const actual = typeof slowValues[i] === "boolean" ? bool(slowValues[i] === true) : slowValues[i];
          const shown =
            actual === null || actual === undefined
              ? null
              : typeof actual === "number"
                ? txt(actual)
                : String(actual);
          const expected = wanted[i] ?? null;
          if (!same(shown, expected))
            throw new Error(
              `${slow} over ${JSON.stringify(r)} is ${shown}, not ${JSON.stringify(expected)} (SQL: ${String(fast[i]?.[0])})`,
            );
        });
      } finally {
        await t.close();
      }
    }),
    { numRuns: 60 },
  );
});

/** A session that hands over the table `source` of the same database. */
async function tableSession(own: DuckDBConnection) {
  const { duckSession } = await import("./testing/host");
  const session = await duckSession("");
  return {
    ...session,
    read: async (_sql: string, target: { table: string }) => {
      await own.run(`CREATE TABLE "${target.table}" AS SELECT "I", "D", "T" FROM source ORDER BY o`);
      return { rows: 0, bytes: 0, columns: [], warnings: [] };
    },
  };
}
