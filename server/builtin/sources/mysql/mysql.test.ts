import { tmpdir } from "node:os";
import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tableVariable } from "@/server/platform/table-variables";
import { testMariadb } from "@/server/testing/mariadb";
import { getSource } from "..";
import type { OpenOptions, SourceSession, SourceTarget } from "../port";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("mysql");
const started = await testMariadb();
const server =
  "skip" in started ? { url: "", port: 0, password: "", data: "", stop: async () => {} } : started;
const skipReason = "skip" in started ? started.skip : "";
let admin: mysql.Connection;
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

async function count(sql: string): Promise<number> {
  const [rows] = await admin.query<mysql.RowDataPacket[]>({ sql, rowsAsArray: true });
  return Number((rows[0] as unknown as unknown[])[0]);
}

describe.skipIf(skipReason !== "")(`MariaDB${skipReason && ` (${skipReason})`}`, () => {
  let session: SourceSession;
  const read = (sql: string, more: Parameters<typeof readInto>[2] = {}) => readInto(session, sql, more);

  beforeAll(async () => {
    admin = await mysql.createConnection({ uri: server.url, multipleStatements: true });
    session = await open();
  });
  afterAll(async () => {
    for (const one of sessions) await one.close();
    await admin.end();
    await server.stop();
  });

  describe("reading", () => {
    test("takes a final comment or semicolon, any order, and no rows at all", async () => {
      expect((await read("SELECT CAST(1 AS INT) AS a -- the end")).rows).toEqual([[1]]);
      expect((await read("/* x */ SELECT 'b' AS a UNION SELECT 'a' ORDER BY a DESC ; ")).rows).toEqual([
        ["b"],
        ["a"],
      ]);
      expect((await read("WITH x AS (SELECT 1 AS a) SELECT * FROM x WHERE false")).rows).toEqual([]);
    });

    test("understands names and texts as standard SQL writes them, whatever the server's mode", async () => {
      const { rows } = await read(`SELECT "q"."a b" || '\\' AS "x y" FROM (SELECT 'it''s' AS "a b") "q"`);
      expect(rows).toEqual([["it's\\"]]);
    });

    test("tells columns first, then rows while it runs, and keeps to schema and table", async () => {
      const seen: unknown[] = [];
      const { result } = await read("SELECT seq AS n FROM seq_1_to_60000", {
        schema: "_work",
        table: "x y",
        onColumns: (c) => seen.push(c),
        onRows: ({ rows }) => seen.push(rows),
      });
      expect(seen[0]).toMatchObject([{ name: "n", sourceType: "bigint unsigned", type: "DECIMAL(20,0)" }]);
      expect(seen.length).toBeGreaterThan(3);
      expect(seen.at(-1)).toBe(60_000);
      expect(result.bytes).toBeGreaterThan(60_000 * 10);
    });

    test("stops at the row and byte limits, when told to, and at its time limit; the session is of use afterwards", async () => {
      const many = "SELECT seq AS n FROM seq_1_to_1000000";
      await expect(read(many, { maxRows: 10_000 })).rejects.toMatchObject({ code: "limits.rows" });
      const wide = "SELECT repeat('x', 1000000) AS a FROM seq_1_to_1000";
      await expect(read(wide, { maxBytes: 3_500_000 })).rejects.toMatchObject({ code: "limits.bytes" });
      const abort = new AbortController();
      await expect(
        read(many, { signal: abort.signal, onRows: () => abort.abort(new Error("stop")) }),
      ).rejects.toThrow("stop");
      const short = await open({ statementTimeoutMs: 1000 });
      await expect(
        readInto(
          short,
          "SELECT a.seq AS a FROM seq_1_to_100000 a, seq_1_to_100000 b WHERE a.seq + b.seq = 1",
        ),
      ).rejects.toMatchObject({ code: "source.timeout" });
      expect((await readInto(short, "SELECT 'x' AS a")).rows).toEqual([["x"]]);
      expect((await read("SELECT 'x' AS a")).rows).toEqual([["x"]]);
    });

    test("that is stopped before the first row ends at the server too", async () => {
      const abort = new AbortController();
      const sleeping = read("SELECT SLEEP(600) AS a, 'stopped' AS mark", { signal: abort.signal });
      sleeping.catch(() => undefined);
      const running = () =>
        count("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'");
      while ((await running()) === 0);
      abort.abort(new Error("enough"));
      await expect(sleeping).rejects.toThrow("enough");
      while ((await running()) > 0);
    });

    test("a lost connection is named, and the next read signs in again", async () => {
      const one = await open();
      const reading = readInto(one, "SELECT SLEEP(600) AS lost");
      reading.catch(() => undefined);
      const ids = "SELECT MAX(ID) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'";
      let id = 0;
      while (id === 0) id = await count(ids);
      await admin.query(`KILL ${id}`);
      await expect(reading).rejects.toMatchObject({ code: "source.lost" });
      expect((await readInto(one, "SELECT 'x' AS a")).rows).toEqual([["x"]]);
    });

    test.each([
      ["INSERT INTO t VALUES (1)", "source.read_only"],
      ["SELECT 1; DELETE FROM t", "source.syntax"],
      ["SELECT 1) AS a, (SELECT 2", "source.syntax"],
      ["SELECT 1 INTO OUTFILE '/tmp/tenantry-x'", "source.syntax"],
      ["SELECT a FROM t /*! INTO OUTFILE '/tmp/tenantry-x' */", "source.syntax"],
      ["SELECT a INTO @x FROM t", "source.syntax"],
      ["SELECT a FROM t FOR UPDATE", "source.read_only"],
      ["SELECT a FROM t LOCK IN SHARE MODE", "source.read_only"],
      ["SELECT NEXTVAL(s) AS a", "source.read_only"],
      ["SELECT poke() AS a", "source.read_only"],
      ["SELECT * FORM t", "source.syntax"],
      ["SELECT a, A FROM t", "source.column_twice"],
    ])("refuses %j", async (sql, code) => {
      await admin.query(`CREATE TABLE IF NOT EXISTS t (a int); CREATE SEQUENCE IF NOT EXISTS s;
        CREATE FUNCTION IF NOT EXISTS poke() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM t; RETURN 1; END;
        DELETE FROM t; INSERT INTO t VALUES (7)`);
      await expect(read(sql)).rejects.toMatchObject({ code });
      expect(await count("SELECT SUM(a) FROM t")).toBe(7);
      expect((await read("SELECT 'x' AS a")).rows).toEqual([["x"]]);
    });

    test("names the missing table or column with the nearest names", async () => {
      await admin.query("CREATE TABLE orders (id int, `Customer ID` int)");
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

  test("a table as scripts name it has this customer's names and where clause", async () => {
    await admin.query(`CREATE TABLE \`tbl "x\` (\`cust\`\`id\` int, country char(2), \`add\` date);
      INSERT INTO \`tbl "x\` VALUES (1, 'DE', '2024-01-31'), (2, 'FR', NULL), (3, 'D\\\\', NULL)`);
    const orders = {
      name: "orders",
      connection: "c",
      columns: [{ name: "customer id" }, { name: "land" }, { name: "gone", optional: true }],
    };
    const mapping = {
      table: '"tbl ""x"',
      columns: { "customer id": "cust`id", land: "country" },
      where: [{ column: "land", op: "in" as const, value: ["DE", "D\\", "'; DROP TABLE t; --"] }],
    };
    const known = (await session.columns(mapping.table)).map((c) => c.name);
    const from = tableVariable(orders, mapping, session.dialect, known);
    const { rows, types } = await read(`SELECT "customer id", land, gone FROM ${from} ORDER BY 1`);
    expect(rows).toEqual([
      [1, "DE", null],
      [3, "D\\", null],
    ]);
    expect(types).toEqual({ "customer id": "INTEGER", land: "VARCHAR", gone: "VARCHAR" });
    expect(await session.estimate(`SELECT * FROM ${from}`)).toEqual(expect.any(Number));
  });

  describe("the schema browser", () => {
    test("shows tables of every database the user may read, types, estimate and first rows", async () => {
      await admin.query(`CREATE DATABASE other; CREATE TABLE other.\`it.ems\` (id bigint NOT NULL PRIMARY KEY, price decimal(8,2),
          note text, ok tinyint(1), raw blob);
        INSERT INTO other.\`it.ems\` SELECT seq, seq / 4.0, CONCAT('note ', seq), seq % 2, x'00ff' FROM seq_1_to_1000;
        CREATE VIEW other.v AS SELECT 1 AS one; ANALYZE TABLE other.\`it.ems\``);
      const tables = await session.tables();
      expect(tables).toContainEqual({ name: "it.ems", schema: "other", kind: "table", rows: 1000 });
      expect(tables).toContainEqual({ name: "v", schema: "other", kind: "view", rows: null });
      expect(tables.map((t) => t.schema)).not.toContain("mysql");
      expect(await session.columns('other."it.ems"')).toEqual([
        { name: "id", sourceType: "bigint(20)", type: "BIGINT", nullable: false },
        { name: "price", sourceType: "decimal(8,2)", type: "DECIMAL(8,2)", nullable: true },
        { name: "note", sourceType: "text", type: "VARCHAR", nullable: true },
        { name: "ok", sourceType: "tinyint(1)", type: "BOOLEAN", nullable: true },
        { name: "raw", sourceType: "blob", type: "VARCHAR", nullable: true },
      ]);
      expect(await session.sample('other."it.ems"', 2)).toEqual({
        columns: ["id", "price", "note", "ok", "raw"],
        rows: [
          [1, "0.25", "note 1", true, "\\x00ff"],
          [2, "0.50", "note 2", false, "\\x00ff"],
        ],
      });
      expect(await session.estimate('SELECT * FROM other."it.ems"')).toBe(1000);
      expect(await session.estimate('SELECT a.id FROM other."it.ems" a, other."it.ems" b')).toBeNull();
      await expect(session.columns("other.nope")).rejects.toMatchObject({ code: "source.table_missing" });
    });
  });

  describe("Test connection", () => {
    const check = (on: SourceTarget) => source.test(on, { timeoutMs: 10_000 });

    test("signs in with properties and password, or with a connection string", async () => {
      const parameters = { host: "localhost", port: String(server.port), database: "shop", user: "tenantry" };
      for (const on of [target(), target(server.password, parameters)])
        expect(await check(on)).toMatchObject({
          ok: true,
          version: expect.stringMatching(/^MariaDB \d+/),
        });
    });

    test("names the cause for addresses that may be named, never the secret", async () => {
      const wrong = server.url.replace(server.password, "hunter2-very-secret");
      const cases = [
        [target(wrong), "source.auth"],
        [target(server.url.replace("/shop", "/nope")), "source.database_missing"],
        [target(server.url.replace("tenantry:", "nobody:")), "source.auth"],
        [target("mysql://u:hunter2-very-secret@127.0.0.1:1/x"), "source.not_reachable"],
        [target(`${server.url}?ssl-mode=required`), "source.tls"],
      ] as const;
      for (const [on, code] of cases) {
        const result = await check(on);
        expect(result).toMatchObject({ ok: false, code });
        expect(JSON.stringify(result)).not.toContain("hunter2");
      }
    });

    test.each([
      [{ host: "h" }, null, "database: is needed"],
      [{ host: "h", database: "d", user: "u", port: 99999 }, null, "port: needs a number"],
      [{ tls: "maybe" }, null, "tls: needs one of"],
      [{ mode: 1 }, null, "mode: is not a property"],
    ])("refuses the properties %j", (properties, _, message) => {
      expect(() => source.parse(properties)).toThrow(message);
    });
  });
});
