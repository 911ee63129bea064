import { DOUBLE, DuckDBInstance, INTEGER, VARCHAR } from "@duckdb/node-api";
import Database from "better-sqlite3";
import fc from "fast-check";
import mysql from "mysql2/promise";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Condition } from "@/db/schema";
import { type TestMariadb, testMariadb } from "@/server/testing/mariadb";
import { type TestPostgres, testPostgres } from "@/server/testing/postgres";
import type { Dialect } from "./dialect";
import { dialects } from "./dialects";
import { tableVariable } from "./table-variables";

/** Strings people and attackers put into names and values. */
const NASTY = [
  "'",
  "''",
  '"',
  '""',
  "\\",
  "\\'",
  "';--",
  "' OR 1=1 --",
  "/*",
  "*/",
  "--",
  ";",
  "$$",
  "$1",
  "?",
  ":a",
  "@x",
  "%",
  "_",
  "\\%",
  "[",
  "]",
  "`",
  "\n",
  "\r\n",
  "\t",
  "\u2028",
  "é",
  "e\u0301",
  "ß",
  "İ",
  "💥",
  "\uFEFF",
  "\u0001",
  " ",
  "NULL",
  "true",
  "0x1",
  "1e5",
  "E'",
  "U&'",
  "$(v)",
  "$(=1)",
  "{",
  "}",
  "DE",
  "de",
  "{{x}}",
  "\u200b",
];
const text = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc
      .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "grapheme", maxLength: 4 })), {
        maxLength: 4,
      })
      .map((p) => p.join("")),
    fc.string({ unit: "binary", maxLength: 8 }),
  )
  .filter((s) => !s.includes("\0") && s.isWellFormed());
const name = text.filter((s) => s !== "" && !s.includes("$(") && Buffer.byteLength(s) <= 63);
const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(0.1, -0.5, 1e21, -1e-7, 9007199254740991, 0.30000000000000004, 123456789.123),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
);

interface Row {
  id: number;
  t: string | null;
  n: number | null;
}

interface Engine {
  dialect: Dialect;
  /** Makes the table in a fresh place and gives the ids the SELECT returns. */
  ids(
    table: string,
    columns: { id: string; t: string; n: string },
    rows: Row[],
    from: string,
  ): Promise<number[]>;
  like(a: string, b: string): boolean;
  close(): Promise<void>;
}

const fold = (s: string) => s.replace(/[A-Z]/g, (c) => c.toLowerCase());
const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const order = (a: string | number, b: string | number) =>
  typeof a === "string" ? bytes(a, String(b)) : a - Number(b);

function likeRegex(pattern: string): RegExp {
  const parts = [...pattern.matchAll(/\\([\s\S])|(%)|(_)|([\s\S])/gu)].map(([, escaped, many, one, plain]) =>
    many ? "[\\s\\S]*" : one ? "[\\s\\S]" : (escaped ?? plain ?? "").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
  );
  return new RegExp(`^${parts.join("")}$`, "u");
}

/** The same filter in plain JavaScript, written without a look at the encoder. */
function keeps(row: Row, key: "t" | "n", condition: Condition, like: Engine["like"]): boolean {
  const cell = row[key];
  const { op, value } = condition;
  if (op === "is null") return cell === null;
  if (op === "is not null") return cell !== null;
  if (cell === null) return false;
  const list = Array.isArray(value) ? value : [value];
  const compared = list.map((v) => order(cell, v as string | number));
  switch (op) {
    case "=":
      return compared[0] === 0;
    case "<>":
      return compared[0] !== 0;
    case "<":
      return (compared[0] ?? 0) < 0;
    case "<=":
      return (compared[0] ?? 1) <= 0;
    case ">":
      return (compared[0] ?? 0) > 0;
    case ">=":
      return (compared[0] ?? -1) >= 0;
    case "in":
      return compared.includes(0);
    case "not in":
      return !compared.includes(0);
    case "between":
      return (compared[0] ?? -1) >= 0 && (compared[1] ?? 1) <= 0;
    case "like":
      return like(String(cell), String(value));
  }
}

function condition(of: fc.Arbitrary<string> | fc.Arbitrary<number>, likes: boolean): fc.Arbitrary<Condition> {
  const value = of as fc.Arbitrary<string | number>;
  const column = fc.constant("x");
  const options: fc.Arbitrary<Condition>[] = [
    fc.record({ column, op: fc.constantFrom("=", "<>", "<", "<=", ">", ">="), value }),
    fc.record({
      column,
      op: fc.constantFrom("in", "not in"),
      value: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      column,
      op: fc.constant("between" as const),
      value: fc.tuple(value, value),
    }) as fc.Arbitrary<Condition>,
    fc.record({ column, op: fc.constantFrom("is null", "is not null") }),
  ];
  const pattern = text.filter((s) => !/(^|[^\\])(\\\\)*\\$/.test(s));
  if (likes) options.push(fc.record({ column, op: fc.constant("like" as const), value: pattern }));
  return fc.oneof(...options);
}

const model = fc
  .record({
    table: name,
    columns: fc.uniqueArray(name, { minLength: 3, maxLength: 3, selector: (s) => s.toLowerCase() }),
    rows: fc.array(fc.record({ t: fc.option(text), n: fc.option(number) }), { minLength: 1, maxLength: 6 }),
    alias: name,
    onText: fc.boolean(),
  })
  .chain((m) => {
    // Values of the rows are likely values of the condition.
    const texts = m.rows.flatMap((r) => (r.t === null ? [] : [r.t]));
    const numbers = m.rows.flatMap((r) => (r.n === null ? [] : [r.n]));
    const t = texts.length > 0 ? fc.oneof(text, fc.constantFrom(...texts)) : text;
    const n = numbers.length > 0 ? fc.oneof(number, fc.constantFrom(...numbers)) : number;
    return fc.record({ m: fc.constant(m), condition: m.onText ? condition(t, true) : condition(n, false) });
  });

type Case = typeof model extends fc.Arbitrary<infer T> ? T : never;

async function check(engine: Engine, { m, condition }: Case): Promise<void> {
  const rows = m.rows.map((r, id) => ({ ...r, id }));
  const [id = "", t = "", n = ""] = m.columns;
  const from = tableVariable(
    { name: m.alias, connection: "c", columns: [{ name: "id" }, { name: "x" }] },
    {
      table: engine.dialect.name === "duckdb" ? m.table : quote(m.table),
      columns: { id, x: m.onText ? t : n },
      where: [condition],
    },
    engine.dialect,
  );
  expect(from).not.toContain("$(");
  const wanted = rows
    .filter((row) => keeps(row, m.onText ? "t" : "n", condition, engine.like))
    .map((row) => row.id);
  const got = await engine.ids(m.table, { id, t, n }, rows, from);
  expect(got.sort((a, b) => a - b)).toEqual(wanted);
}

const quote = (s: string) => `"${s.replaceAll('"', '""')}"`;

/** Makes the table, fills it through bound parameters, asks the derived table for its ids. */
function engine(
  dialect: Dialect,
  types: [string, string, string],
  ask: (sql: string, values?: unknown[]) => unknown[][] | Promise<unknown[][]>,
  close: () => unknown,
  like: Engine["like"] = (a, p) => likeRegex(p).test(a),
): Engine {
  return {
    dialect,
    like,
    async ids(table, c, rows, from) {
      const columns = [c.id, c.t, c.n].map((column, i) => `${quote(column)} ${types[i]}`);
      await ask(`CREATE TABLE ${quote(table)} (${columns.join(", ")})`);
      try {
        const mark = (i: number) => (dialect.name === "postgres" ? `$${i}` : "?");
        const insert = `INSERT INTO ${quote(table)} VALUES (${mark(1)}, ${mark(2)}, ${mark(3)})`;
        for (const r of rows) await ask(insert, [r.id, r.t, r.n]);
        return (await ask(`SELECT "id" FROM ${from}`)).map(([id]) => Number(id));
      } finally {
        await ask(`DROP TABLE ${quote(table)}`);
      }
    },
    async close() {
      await close();
    },
  };
}

function sqlite(): Engine {
  const db = new Database(":memory:");
  const ask = (sql: string, values: unknown[] = []) => {
    const statement = db.prepare(sql);
    if (statement.reader) return statement.raw().all(values) as unknown[][];
    statement.run(values);
    return [];
  };
  const like = (a: string, p: string) => likeRegex(fold(p)).test(fold(a));
  return engine(dialects.sqlite, ["INTEGER", "TEXT", "REAL"], ask, () => db.close(), like);
}

async function duckdb(): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  const ask = async (sql: string, values: unknown[] = []) => {
    const [id, t, n] = values;
    const bound = values.length > 0 ? [id as number, t as string | null, n as number | null] : undefined;
    const types = [INTEGER, VARCHAR, DOUBLE];
    return (await db.runAndReadAll(sql, bound, bound && types)).getRows();
  };
  const close = () => {
    db.closeSync();
    instance.closeSync();
  };
  return engine(dialects.duckdb, ["INTEGER", "VARCHAR", "DOUBLE"], ask, close);
}

async function postgres(url: string): Promise<Engine> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ask = async (sql: string, values?: unknown[]) => {
    const result = await client.query({ text: sql, values, rowMode: "array" });
    return result.rows as unknown[][];
  };
  return engine(dialects.postgres, ["int", "text", "double precision"], ask, () => client.end());
}

async function mariadb(url: string): Promise<Engine> {
  const client = await mysql.createConnection({ uri: url });
  await client.query(
    "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', default_storage_engine = MEMORY, collation_connection = utf8mb4_nopad_bin",
  );
  const ask = async (sql: string, values: unknown[] = []) => {
    const [rows] = await client.execute({ sql, rowsAsArray: true }, values as (string | number | null)[]);
    return Array.isArray(rows) ? (rows as unknown as unknown[][]) : [];
  };
  const types: [string, string, string] = ["int", "varchar(200) COLLATE utf8mb4_nopad_bin", "double"];
  return engine(dialects.mysql, types, ask, () => client.end());
}

/** MySQL's names have no characters beyond the first 65,536, no blank at the end, and accents don't tell them apart. */
function isMysqlName({ m }: Case): boolean {
  const names = [m.table, m.alias, ...m.columns];
  const folded = new Set(
    m.columns.map((c) =>
      c
        .normalize("NFKD")
        .replace(/[^\x21-\x7e]/g, "")
        .toLowerCase(),
    ),
  );
  return folded.size === 3 && names.every((n) => !/[\u{10000}-\u{10ffff}]/u.test(n) && !/\s$/.test(n));
}

describe("a where clause with hostile names and values returns exactly the rows a plain filter keeps", () => {
  const run = async (engine: Engine, numRuns: number, cases = model) => {
    try {
      await fc.assert(
        fc.asyncProperty(cases, (c) => check(engine, c)),
        { numRuns },
      );
    } finally {
      await engine.close();
    }
  };
  let server: TestPostgres;
  let maria: TestMariadb;
  beforeAll(async () => {
    [server, maria] = await Promise.all([testPostgres(), testMariadb()]);
  });
  afterAll(async () => {
    if ("stop" in server) await server.stop();
    if ("stop" in maria) await maria.stop();
  });

  test("on SQLite", () => run(sqlite(), 1500));
  test("on DuckDB", async () => run(await duckdb(), 500));
  test("on PostgreSQL", async (context) => {
    if ("skip" in server) return context.skip(server.skip);
    await run(await postgres(server.url), 300);
  });
  test("on MariaDB", async (context) => {
    if ("skip" in maria) return context.skip(maria.skip);
    await run(await mariadb(maria.url), 300, model.filter(isMysqlName));
  });
});
