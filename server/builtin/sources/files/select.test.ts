import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tableVariable } from "@/server/platform/table-variables";
import { type FilesWorld, filesWorld } from "../testing/files-world";
import { readInto } from "../testing/read-into";

let world: FilesWorld;
let folder: string;
const session: FilesWorld["session"] = (...args) => world.session(...args);

beforeAll(async () => {
  world = await filesWorld();
  folder = world.folder;
});
afterAll(() => world.close());

describe("a SELECT on files", () => {
  test("is the whole of SQL over the declared tables, in its own order, whatever else the target holds", async () => {
    const s = await session({ folder, files: ["orders.csv", "items.parquet"] });
    const sql = `WITH orders AS (SELECT id, upper(name) AS name FROM orders), x AS (SELECT max(id) AS last FROM items)
      SELECT o.id, o.name, last, r.range FROM orders o, x, range(2) r ORDER BY o.id DESC, r.range -- the end`;
    expect((await readInto(s, sql)).rows).toEqual([
      ["2", null, "4999", "0"],
      ["2", null, "4999", "1"],
      ["1", 'A, "B"', "4999", "0"],
      ["1", 'A, "B"', "4999", "1"],
    ]);
    expect((await readInto(s, "SELECT 1 AS a")).rows).toEqual([[1]]);
    expect((await readInto(s, "SELECT id FROM items ORDER BY id DESC LIMIT 3")).rows).toEqual([
      ["4999"],
      ["4998"],
      ["4997"],
    ]);
  });

  test.each([
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM (SELECT * FROM orders WHERE id IN (SELECT 1 FROM glob('/*')))",
    "SELECT current_setting('allowed_paths') FROM orders",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('orders')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM main.orders",
    "SELECT * FROM secret",
    "SELECT * FROM (DESCRIBE orders)",
    "SELECT * FROM (SHOW ALL TABLES)",
    "SELECT getvariable('x')",
    "SELECT nextval('x')",
    "INSERT INTO orders VALUES (1)",
    "COPY orders TO '/tmp/tenantry-x.csv'",
    "ATTACH '/tmp/x.db'",
    "SELECT 1; SELECT 2",
    "SELECT 1) TO '/tmp/x'; (SELECT 1",
    "SELECT * FROM orders) SELECT * FROM read_csv('/etc/passwd') --",
    "PRAGMA database_list",
    "INSTALL httpfs",
    "SELECT * FROM orders UNION ALL SELECT * FROM 'http://127.0.0.1/x.csv'",
    "WITH x AS (SELECT 1) SELECT * FROM x, read_blob('/etc/passwd')",
  ])("reaches nothing else: %s", async (sql) => {
    const s = await session({ folder, files: ["orders.csv"] });
    await expect(readInto(s, sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^source\.(forbidden|read_only|syntax|table_missing)$/),
    });
  });

  test("can't see a table the target already holds", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const db = await instance.connect();
    await db.run("CREATE TABLE private AS SELECT 42 AS a; CREATE TABLE items AS SELECT 13 AS id");
    const s = await session({ folder, files: ["items.parquet"] });
    const into = { db, signal: new AbortController().signal, onRows: () => {}, maxRows: 1e6 };
    await expect(s.read("SELECT * FROM private", { ...into, table: "a" })).rejects.toMatchObject({
      code: "source.table_missing",
    });
    const sneaky = "SELECT * FROM (WITH private AS (SELECT 1 AS a) SELECT * FROM private) x, private";
    await expect(s.read(sneaky, { ...into, table: "a" })).rejects.toMatchObject({
      code: "source.table_missing",
    });
    expect((await s.read("SELECT * FROM items", { ...into, table: "b" })).rows).toBe(5000);
    db.closeSync();
    instance.closeSync();
  });

  test("may call a table by its file, too, and with a where clause of the mapping", async () => {
    const s = await world.session({ folder, files: ["orders.csv"] });
    const orders = {
      name: "orders",
      connection: "c",
      columns: [{ name: "order" }, { name: "x", optional: true }],
    };
    const mapping = {
      table: "orders.csv",
      columns: { order: "ID" },
      where: [{ column: "name", op: "is not null" as const }],
    };
    const known = (await s.columns("orders.csv")).map((c) => c.name);
    const variable = tableVariable(orders, mapping, s.dialect, known);
    expect((await readInto(s, `SELECT * FROM ${variable}`)).rows).toEqual([["1", null]]);
    expect(await s.columns('"orders.csv"')).toHaveLength(7);
  });

  test("names the missing table or column with the nearest names", async () => {
    const s = await session({ folder, files: ["orders.csv"] });
    await expect(readInto(s, "SELECT * FROM ordrs")).rejects.toMatchObject({
      code: "source.table_missing",
      message: 'There is no table "ordrs". Did you mean "orders" or "orders.csv"?',
    });
    await expect(readInto(s, "SELECT amout FROM orders")).rejects.toMatchObject({
      code: "source.column_missing",
      message: 'There is no column "amout" in "orders". Did you mean "amount"?',
    });
    await expect(readInto(s, "SELECT id, ID FROM orders")).rejects.toMatchObject({
      code: "source.column_twice",
    });
  });

  test("stops at the row and byte limits, when told to and at its time limit, and leaves no table behind", async () => {
    const s = await session({ folder, files: ["items.parquet"] });
    await expect(readInto(s, "SELECT * FROM items", { maxRows: 4999 })).rejects.toMatchObject({
      code: "limits.rows",
    });
    await expect(readInto(s, "SELECT * FROM items", { maxBytes: 1000 })).rejects.toMatchObject({
      code: "limits.bytes",
    });
    const endless =
      "SELECT count(*) AS n FROM range(100000000000) a, range(100000) b WHERE a.range % 7 = b.range % 5";
    const abort = new AbortController();
    const reading = readInto(s, endless, {
      signal: abort.signal,
      onRows: () => abort.abort(new Error("stop")),
    });
    await expect(reading).rejects.toThrow("stop");
    const short = await session({ folder, files: ["items.parquet"] }, 100);
    await expect(readInto(short, endless)).rejects.toMatchObject({ code: "source.timeout" });
  });
});
