import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getSource } from "..";
import type { SourceSession } from "../port";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("sqlite");
let folder: string;
let files = 0;
const open: SourceSession[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "tenantry-sqlite-")));
});
afterAll(async () => {
  for (const session of open) await session.close();
  await rm(folder, { recursive: true, force: true });
});

function target(path: string) {
  return { properties: { path }, secret: null, policy: localPolicy(folder) };
}

async function session(
  setUp: (db: Database.Database) => void,
  statementTimeoutMs = 60_000,
): Promise<SourceSession> {
  const path = join(folder, `${++files}.db`);
  const db = new Database(path);
  // A commit on the disk for every row would take minutes.
  db.exec("BEGIN");
  setUp(db);
  db.exec("COMMIT");
  db.close();
  const opened = await source.open(target(path), {
    signal: new AbortController().signal,
    statementTimeoutMs,
    scratch: folder,
  });
  open.push(opened);
  return opened;
}

const with_ = (...statements: string[]) => session((db) => db.exec(statements.join(";")));

describe("values of a SQLite table", () => {
  test("keep what their declared types say: 64 bits, decimals, booleans, dates, NULL, infinities, text", async () => {
    const s = await with_(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, big BIGINT, price DECIMAL(10,2), ratio REAL, ok BOOLEAN, day DATE,
        at DATETIME, name VARCHAR(20), empty TEXT)`,
      "INSERT INTO t VALUES (1, 9223372036854775807, 10.10, 0.1, 1, '2024-02-29', '2024-02-29 12:30:15.123456', 'a''ü' || char(0) || '💥', NULL)",
      "INSERT INTO t VALUES (2, -9223372036854775808, -0.01, 9e999, 0, '1969-12-31', '2024-02-29T12:30:15+02:00', '', NULL)",
      "INSERT INTO t VALUES (3, NULL, NULL, -9e999, NULL, NULL, NULL, NULL, NULL)",
    );
    const { types, rows, result } = await readInto(s, "SELECT * FROM t ORDER BY id");
    expect(types).toEqual({
      id: "BIGINT",
      big: "BIGINT",
      price: "DECIMAL(10,2)",
      ratio: "DOUBLE",
      ok: "BOOLEAN",
      day: "DATE",
      at: "TIMESTAMP",
      name: "VARCHAR",
      empty: "VARCHAR",
    });
    expect(rows).toEqual([
      [
        "1",
        "9223372036854775807",
        "10.10",
        0.1,
        true,
        "2024-02-29",
        "2024-02-29 12:30:15.123456",
        "a'ü\0💥",
        null,
      ],
      [
        "2",
        "-9223372036854775808",
        "-0.01",
        "Infinity",
        false,
        "1969-12-31",
        "2024-02-29 10:30:15",
        "",
        null,
      ],
      ["3", null, null, "-Infinity", null, null, null, null, null],
    ]);
    expect(result).toMatchObject({ rows: 3, warnings: [] });
  });

  test("that don't fit their column's declared type become NULL, counted and reported, wherever they are", async () => {
    const s = await session((db) => {
      db.exec("CREATE TABLE t (id INTEGER, price NUMERIC(8,2), n INTEGER, day DATE, ok BOOLEAN)");
      const insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)");
      for (let i = 0; i < 5000; i++) insert.run(i, i / 4, i, "2024-01-01", i % 2);
      insert.run(5000, "N/A", "", "unknown", "maybe");
      insert.run(5001, "n/a", Buffer.from("x"), "", 1);
    });
    const { types, rows, result } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ id: "BIGINT", price: "DECIMAL(8,2)", n: "BIGINT", day: "DATE", ok: "BOOLEAN" });
    expect(rows.length).toBe(5002);
    expect(rows[5000]).toEqual(["5000", null, null, null, null]);
    expect(rows[5001]).toEqual(["5001", null, null, null, true]);
    expect(rows[4999]).toEqual(["4999", "1249.75", "4999", "2024-01-01", true]);
    expect(result.warnings).toEqual([
      '2 values of "price" did not fit DECIMAL(8,2) and became empty, the first one "N/A".',
      '2 values of "n" did not fit BIGINT and became empty, the first one "".',
      '2 values of "day" did not fit DATE and became empty, the first one "unknown".',
      '1 value of "ok" did not fit BOOLEAN and became empty, the first one "maybe".',
    ]);
  });

  test("widen without a loss where numbers ask for it", async () => {
    const s = await session((db) => {
      db.exec("CREATE TABLE t (n INTEGER, price DECIMAL(5,2), flag BOOLEAN, any)");
      const insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
      for (let i = 0; i < 3000; i++) insert.run(i, 1.25, 1, i);
      insert.run(1.5, 1.125, 2, 2n ** 62n + 1n);
    });
    const { types, rows, result } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ n: "DOUBLE", price: "DOUBLE", flag: "BIGINT", any: "BIGINT" });
    expect(rows[3000]).toEqual([1.5, 1.125, "2", "4611686018427387905"]);
    expect(result.warnings).toEqual([]);
  });

  test("that are mostly of another type are kept as text as SQLite shows them", async () => {
    const s = await with_(
      "CREATE TABLE t (day DATE, price REAL)",
      "INSERT INTO t VALUES ('04.07.2024', 'ten'), ('05.07.2024', 'eleven'), ('06.07.2024', 1.0)",
    );
    const { types, rows, result } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ day: "VARCHAR", price: "VARCHAR" });
    expect(rows).toEqual([
      ["04.07.2024", "ten"],
      ["05.07.2024", "eleven"],
      ["06.07.2024", "1.0"],
    ]);
    expect(result.warnings.join()).toContain('"day" is declared DATE');
  });

  test("that are dates as numbers stay numbers, with advice", async () => {
    const s = await with_("CREATE TABLE t (at TIMESTAMP)", "INSERT INTO t VALUES (1700000000), (1700000001)");
    const { types, rows, result } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ at: "BIGINT" });
    expect(rows).toEqual([["1700000000"], ["1700000001"]]);
    expect(result.warnings.join()).toContain("unixepoch");
  });

  test("of a date column with times of day are instants, dates in a datetime column are midnights", async () => {
    const s = await with_(
      "CREATE TABLE t (a DATE, b DATETIME)",
      "INSERT INTO t VALUES ('2016-07-04', '2016-07-04'), ('2016-07-05 08:00:00', '2016-07-05 08:00:00')",
    );
    const { types, rows } = await readInto(s, "SELECT * FROM t");
    expect(types).toEqual({ a: "TIMESTAMP", b: "TIMESTAMP" });
    expect(rows[0]).toEqual(["2016-07-04 00:00:00", "2016-07-04 00:00:00"]);
  });

  test("of expressions take the type of what they give, even when the first thousands are NULL", async () => {
    const s = await with_(
      "CREATE TABLE t (n INTEGER)",
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5000) INSERT INTO t SELECT x FROM c",
    );
    const { types, rows } = await readInto(
      s,
      "SELECT n * 2 AS double, n / 2.0 AS half, 'x' || n AS text, CASE WHEN n > 4000 THEN n END AS late, NULL AS never FROM t",
    );
    expect(types).toEqual({
      double: "BIGINT",
      half: "DOUBLE",
      text: "VARCHAR",
      late: "BIGINT",
      never: "VARCHAR",
    });
    expect(rows[4999]).toEqual(["10000", 2500, "x5000", "5000", null]);
  });

  test("as bytes are hexadecimal text", async () => {
    const s = await with_("CREATE TABLE t (b BLOB)", "INSERT INTO t VALUES (x'00ff41'), (x'')");
    expect((await readInto(s, "SELECT * FROM t")).rows).toEqual([["\\x00ff41"], ["\\x"]]);
  });
});

describe("reading", () => {
  const count = (n: number) =>
    `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${n}) SELECT x FROM c`;

  test("goes into the named schema, tells columns first and rows while it runs", async () => {
    const s = await with_("CREATE TABLE t (a)");
    const seen: unknown[] = [];
    const { rows } = await readInto(s, count(60_000), {
      schema: "_work",
      table: "a b",
      onColumns: (c) => seen.push(c.map((x) => `${x.name} ${x.type}`)),
      onRows: (p) => seen.push(p.rows),
    });
    expect(rows.length).toBe(60_000);
    expect(seen[0]).toEqual(["x BIGINT"]);
    expect(seen.at(-1)).toBe(60_000);
    expect(seen.length).toBeGreaterThan(3);
  });

  test("stops at the row limit and leaves no table behind", async () => {
    const s = await with_("CREATE TABLE t (a)");
    await expect(readInto(s, count(30_000), { maxRows: 29_999 })).rejects.toMatchObject({
      code: "limits.rows",
    });
    expect((await readInto(s, count(30_000), { maxRows: 30_000 })).result.rows).toBe(30_000);
  });

  test("stops at the byte limit: of a few wide rows, also behind narrow ones", async () => {
    const s = await with_("CREATE TABLE t (a)");
    const wide = (n: number) =>
      `SELECT printf('%.*c', ${n}, 'x') AS a FROM (WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20) SELECT i FROM c)`;
    await expect(readInto(s, wide(1_000_000), { maxBytes: 3_500_000 })).rejects.toMatchObject({
      code: "limits.bytes",
      kind: "limit",
    });
    const late = `SELECT CASE WHEN x < 25000 THEN '' ELSE printf('%.*c', 1000000, 'x') END AS a FROM (${count(25_010)})`;
    await expect(readInto(s, late, { maxBytes: 3_500_000 })).rejects.toMatchObject({ code: "limits.bytes" });
    expect((await readInto(s, wide(1000), { maxBytes: 20_000 })).result).toMatchObject({
      rows: 20,
      bytes: 20_000,
    });
  });

  test("stops when told to, and the session is of use afterwards", async () => {
    const s = await with_("CREATE TABLE t (a)");
    const abort = new AbortController();
    const reading = readInto(s, count(3_000_000), {
      signal: abort.signal,
      onRows: () => abort.abort(new Error("stop")),
    });
    await expect(reading).rejects.toThrow("stop");
    expect((await readInto(s, count(5))).rows.length).toBe(5);
  });

  test("stops after its time limit", async () => {
    const s = await session(() => {}, 0);
    await expect(readInto(s, count(1_000_000))).rejects.toMatchObject({ code: "source.timeout" });
  });

  test.each([
    ["INSERT INTO t VALUES (1)", "source.read_only"],
    ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x RETURNING a", "source.read_only"],
    ["SELECT 1; DELETE FROM t", "source.read_only"],
    ["PRAGMA table_info(t)", "source.read_only"],
    ["ATTACH '/etc/passwd' AS x", "source.read_only"],
    ["/* SELECT */ DROP TABLE t", "source.read_only"],
    ["", "source.read_only"],
    ["SELECT * FORM t", "source.syntax"],
    ["SELECT a, A FROM t", "source.column_twice"],
    ["SELECT nope('x')", "source.syntax"],
    ["SELECT load_extension('x')", "source.syntax"],
  ])("refuses %j with %s", async (sql, code) => {
    const s = await with_("CREATE TABLE t (a)");
    await expect(readInto(s, sql)).rejects.toMatchObject({ code });
  });

  test("names the missing table or column with the nearest names", async () => {
    const s = await with_(
      "CREATE TABLE orders (id, customer_id)",
      "CREATE VIEW order_list AS SELECT * FROM orders",
    );
    await expect(readInto(s, "SELECT * FROM ordrs")).rejects.toMatchObject({
      code: "source.table_missing",
      message: 'There is no table "ordrs". Did you mean "orders" or "order_list"?',
    });
    await expect(readInto(s, 'SELECT o."custmer_id" FROM "orders" o')).rejects.toMatchObject({
      code: "source.column_missing",
      message: 'There is no column "custmer_id" in "orders". Did you mean "customer_id"?',
    });
  });
});

describe("the schema browser", () => {
  test("shows tables, views, types by values, and first rows without a loss", async () => {
    const s = await with_(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, day DATE NOT NULL, x)",
      "INSERT INTO t VALUES (1, '2024-01-01', 9007199254740993), (2, '2024-01-02', x'41')",
      'CREATE VIEW "a.b" AS SELECT id FROM t',
    );
    expect(await s.tables()).toEqual([
      { name: "a.b", kind: "view", rows: null },
      { name: "t", kind: "table", rows: 2 },
    ]);
    expect(await s.columns("T")).toEqual([
      { name: "id", sourceType: "INTEGER", type: "BIGINT", nullable: true },
      { name: "day", sourceType: "DATE", type: "DATE", nullable: false },
      { name: "x", sourceType: "", type: "VARCHAR", nullable: true },
    ]);
    expect(await s.sample("t", 20)).toEqual({
      columns: ["id", "day", "x"],
      rows: [
        [1, "2024-01-01", "9007199254740993"],
        [2, "2024-01-02", "\\x41"],
      ],
    });
    expect(await s.columns('"a.b"')).toMatchObject([{ name: "id" }]);
    await expect(s.columns("nope")).rejects.toMatchObject({ code: "source.table_missing" });
    expect(await s.estimate("SELECT * FROM t")).toBe(2);
    expect(await s.estimate("SELECT * FROM t WHERE id = 1")).toBeNull();
  });
});

describe("Test connection", () => {
  const check = (path: string) => source.test(target(path), { timeoutMs: 10_000 });

  test("gives version and number of tables", async () => {
    const path = join(folder, "good.db");
    new Database(path).exec("CREATE TABLE t (a)").close();
    expect(await check(path)).toMatchObject({
      ok: true,
      version: expect.stringMatching(/^SQLite 3\./),
      tables: 1,
    });
    expect(await check("good.db")).toMatchObject({ ok: true });
  });

  test("names the cause", async () => {
    await writeFile(
      join(folder, "text.db"),
      "this is no database, whatever its name says, and long enough to be read".repeat(20),
    );
    expect(await check("text.db")).toMatchObject({ ok: false, code: "source.damaged" });
    expect(await check("missing.db")).toMatchObject({ ok: false, code: "source.file_missing" });
    expect(await check(folder)).toMatchObject({ ok: false, code: "source.file_missing" });
    expect(await check("/etc/passwd")).toMatchObject({ ok: false, code: "source.forbidden" });
  });

  test("needs a path and takes nothing else", () => {
    expect(() => source.parse({})).toThrow("path: needs the path of a file");
    expect(() => source.parse({ path: "a", mode: "rw" })).toThrow("mode: is not a property");
    expect(source.parse({ path: "a.db" })).toEqual({ path: "a.db" });
  });
});
