import { tmpdir } from "node:os";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPostgres } from "@/server/testing/postgres";
import { getSource } from "..";
import type { OpenOptions, SourceSession, SourceTarget } from "../port";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("postgres");
const started = await testPostgres();
const server = "skip" in started ? { url: "", port: 0, password: "", stop: async () => {} } : started;
const skipReason = "skip" in started ? started.skip : "";
let admin: pg.Client;
const sessions: SourceSession[] = [];

function target(secret: string | null = server.url, properties: Record<string, unknown> = {}): SourceTarget {
  return { properties: source.parse(properties), secret, policy: localPolicy() };
}

async function open(options: Partial<OpenOptions> = {}, on = target()): Promise<SourceSession> {
  const signal = new AbortController().signal;
  const session = await source.open(on, {
    signal,
    statementTimeoutMs: 60_000,
    scratch: tmpdir(),
    ...options,
  });
  sessions.push(session);
  return session;
}

describe.skipIf(skipReason !== "")(`PostgreSQL${skipReason && ` (${skipReason})`}`, () => {
  let session: SourceSession;
  const read = (sql: string, more: Parameters<typeof readInto>[2] = {}) => readInto(session, sql, more);

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    session = await open();
  });
  afterAll(async () => {
    for (const one of sessions) await one.close();
    await admin.end();
    await server.stop();
  });

  describe("reading", () => {
    test("takes a final comment or semicolon, any order, and no rows at all", async () => {
      expect((await read("SELECT 1 AS a -- the end")).rows).toEqual([[1]]);
      expect((await read("SELECT '1 day'::interval AS a -- the end")).rows).toEqual([["1 day"]]);
      expect((await read("/* x */ (SELECT 2 AS a UNION SELECT 1 ORDER BY a DESC) ; ")).rows).toEqual([
        [2],
        [1],
      ]);
      expect((await read("WITH x AS (SELECT 1 AS a) SELECT * FROM x WHERE false")).rows).toEqual([]);
    });

    test("tells columns first, then rows while it runs, and keeps to schema and table", async () => {
      const seen: unknown[] = [];
      const { result } = await read("SELECT i AS n FROM generate_series(1, 60000) i", {
        schema: "_work",
        table: "x y",
        onColumns: (c) => seen.push(c),
        onRows: ({ rows }) => seen.push(rows),
      });
      expect(seen[0]).toEqual([{ name: "n", sourceType: "integer", type: "INTEGER", nullable: true }]);
      expect(seen.length).toBeGreaterThan(3);
      expect(seen.at(-1)).toBe(60_000);
      expect(result.bytes).toBeGreaterThan(60_000 * 10);
    });

    test("stops at the row and byte limits, when told to, and at its time limit; the session is of use afterwards", async () => {
      const many = "SELECT i AS n FROM generate_series(1, 1000000) i";
      await expect(read(many, { maxRows: 10_000 })).rejects.toMatchObject({ code: "limits.rows" });
      const wide = "SELECT repeat('x', 1000000) AS a FROM generate_series(1, 1000)";
      await expect(read(wide, { maxBytes: 3_500_000 })).rejects.toMatchObject({
        code: "limits.bytes",
        message: expect.stringContaining("3 MB"),
      });
      expect((await read("SELECT repeat('x', 1000) AS a", { maxBytes: 1100 })).result.rows).toBe(1);
      const abort = new AbortController();
      await expect(
        read(many, { signal: abort.signal, onRows: () => abort.abort(new Error("stop")) }),
      ).rejects.toThrow("stop");
      const short = await open({ statementTimeoutMs: 1000 });
      await expect(readInto(short, "SELECT pg_sleep(10)::text AS a")).rejects.toMatchObject({
        code: "source.timeout",
      });
      expect((await readInto(short, "SELECT 1 AS a")).rows).toEqual([[1]]);
      expect((await read("SELECT 1 AS a")).rows).toEqual([[1]]);
    });

    test("that is stopped before the first row ends at the server too", async () => {
      const abort = new AbortController();
      const sleeping = read("SELECT pg_sleep(600)::text AS a, 'stopped' AS mark", { signal: abort.signal });
      sleeping.catch(() => undefined);
      const running = async () =>
        (
          await admin.query(
            "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'COPY%pg_sleep(600)%' AND state = 'active'",
          )
        ).rows[0].n;
      while ((await running()) === 0);
      abort.abort(new Error("enough"));
      await expect(sleeping).rejects.toThrow("enough");
      while ((await running()) > 0);
    });

    test("a lost connection is named, and the next read signs in again", async () => {
      const one = await open();
      const reading = readInto(one, "SELECT pg_terminate_backend(pg_backend_pid())::text AS a");
      await expect(reading).rejects.toMatchObject({ code: "source.lost" });
      expect((await readInto(one, "SELECT 1 AS a")).rows).toEqual([[1]]);
    });

    test.each([
      ["INSERT INTO t VALUES (1)", "source.read_only"],
      ["WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM x", "source.read_only"],
      ["SELECT 1; DELETE FROM t", "source.syntax"],
      ["SELECT 1) TO STDOUT; DELETE FROM t; COPY (SELECT 1", "source.syntax"],
      ["SELECT 1) TO PROGRAM 'touch /tmp/x' --", "source.syntax"],
      ["SELECT nextval('s')", "source.read_only"],
      ["SELECT * FROM t FOR UPDATE", "source.read_only"],
      ["SELECT set_config('transaction_read_only', 'off', true)", "source"],
      ["SELECT 'x'::int", "source.type"],
      ["SELECT * FORM t", "source.syntax"],
      ["SELECT a, A FROM t", "source.column_twice"],
      ["SELECT 1 AS a INTO x", "source"],
    ])("refuses %j", async (sql, code) => {
      await admin.query(
        "CREATE TABLE IF NOT EXISTS t (a int); CREATE SEQUENCE IF NOT EXISTS s; DELETE FROM t; INSERT INTO t VALUES (7)",
      );
      await expect(read(sql)).rejects.toMatchObject({ code: expect.stringContaining(code) });
      expect((await admin.query("SELECT a FROM t")).rows).toEqual([{ a: 7 }]);
      expect((await read("SELECT 1 AS a")).rows).toEqual([[1]]);
    });

    test("names the missing table or column with the nearest names", async () => {
      await admin.query('CREATE TABLE orders (id int, "Customer ID" int)');
      await expect(read("SELECT * FROM ordrs")).rejects.toMatchObject({
        code: "source.table_missing",
        message: expect.stringContaining('There is no table "ordrs". Did you mean "orders"'),
      });
      await expect(read('SELECT o."CustomerID" FROM "orders" o')).rejects.toMatchObject({
        code: "source.column_missing",
        message: 'There is no column "CustomerID" in "orders". Did you mean "Customer ID"?',
      });
    });
  });

  describe("the schema browser", () => {
    test("shows tables of every schema the user may read, types, estimate and first rows", async () => {
      await admin.query(`CREATE SCHEMA shop; CREATE TABLE shop."it.ems" (id bigint NOT NULL, price numeric(8,2), note text, old int);
        ALTER TABLE shop."it.ems" DROP COLUMN old; INSERT INTO shop."it.ems" SELECT i, i / 4.0, 'note ' || i FROM generate_series(1, 1000) i; ANALYZE shop."it.ems";
        CREATE VIEW shop.v AS SELECT 1 AS one`);
      const tables = await session.tables();
      expect(tables).toContainEqual({ name: "it.ems", schema: "shop", kind: "table", rows: 1000 });
      expect(tables).toContainEqual({ name: "v", schema: "shop", kind: "view", rows: null });
      expect(await session.columns('shop."it.ems"')).toEqual([
        { name: "id", sourceType: "bigint", type: "BIGINT", nullable: false },
        { name: "price", sourceType: "numeric(8,2)", type: "DECIMAL(8,2)", nullable: true },
        { name: "note", sourceType: "text", type: "VARCHAR", nullable: true },
      ]);
      expect(await session.sample('shop."it.ems"', 2)).toEqual({
        columns: ["id", "price", "note"],
        rows: [
          [1, "0.25", "note 1"],
          [2, "0.50", "note 2"],
        ],
      });
      expect(await session.estimate('SELECT * FROM shop."it.ems"')).toBe(1000);
      await expect(session.columns("shop.nope")).rejects.toMatchObject({ code: "source.table_missing" });
      const inShop = await open({}, target(server.url, { schema: "shop" }));
      expect((await readInto(inShop, "SELECT one FROM v")).rows).toEqual([[1]]);
    });
  });

  describe("Test connection", () => {
    const check = (on: SourceTarget) => source.test(on, { timeoutMs: 10_000 });

    test("signs in with properties and password, or with a connection string", async () => {
      const parameters = {
        host: "localhost",
        port: String(server.port),
        database: "postgres",
        user: "tenantry",
      };
      for (const on of [target(), target(server.password, parameters)])
        expect(await check(on)).toMatchObject({
          ok: true,
          version: expect.stringMatching(/^PostgreSQL \d+/),
        });
    });

    test("names the cause for addresses that may be named, never the secret", async () => {
      const wrong = server.url.replace(server.password, "hunter2-very-secret");
      const cases = [
        [target(wrong), "source.auth"],
        [target(server.url.replace("/postgres", "/nope")), "source.database_missing"],
        [target(server.url.replace("tenantry:", "nobody:")), "source.auth"],
        [target("postgres://u:hunter2-very-secret@127.0.0.1:1/x"), "source.not_reachable"],
      ] as const;
      for (const [on, code] of cases) {
        const result = await check(on);
        expect(result).toMatchObject({ ok: false, code });
        expect(JSON.stringify(result)).not.toContain("hunter2");
      }
    });
  });
});
