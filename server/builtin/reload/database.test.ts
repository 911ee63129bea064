import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openWorkDatabase, type WorkDatabase } from "./database";
import { testReload } from "./testing/jobs";

const fields = (count: number) => Array.from({ length: count }, (_, i) => `i % ${i + 2} AS c${i}`).join(", ");
const limits = { rows: 1e9, memoryMb: 1024, seconds: 60, storageMb: 4000 };

let folder: string;
let made = 0;
let file: string;
let database: WorkDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-database-"));
});
beforeEach(async () => {
  file = join(folder, `${made++}.duckdb.tmp`);
  const instance = await DuckDBInstance.create(file);
  const db = await instance.connect();
  await db.run("CREATE TABLE T AS SELECT i, hash(i) AS h, i % 9 AS k FROM range(1500000) r(i)");
  await db.run(`CREATE TABLE W AS SELECT ${fields(100)} FROM range(1000) r(i)`);
  await db.run(`CREATE TABLE U AS SELECT ${fields(20)} FROM range(1000) r(i)`);
  await db.run(`CREATE TABLE V AS SELECT ${fields(300)} FROM range(1000) r(i)`);
  db.closeSync();
  instance.closeSync();
  const { job } = testReload("r", [], { limits, from: "gen_0" });
  database = await openWorkDatabase({ ...job, file, spill: `${file}.spill` });
  return () => database.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["rows that are added", "INSERT INTO T SELECT i, hash(i), 1 FROM range(20000) r(i)", true],
  [
    "a table that is small",
    "CREATE OR REPLACE TABLE S AS SELECT i, hash(i) AS h FROM range(1000) r(i)",
    true,
  ],
  ["a type by an operator", "ALTER TABLE W ALTER COLUMN c1 SET DATA TYPE VARCHAR USING c1::VARCHAR", true],
  // DuckDB does not find functions while it reads a log.
  [
    "a type by a function",
    "ALTER TABLE W ALTER COLUMN c1 SET DATA TYPE VARCHAR USING upper(c1::VARCHAR)",
    false,
  ],
  ["a row of twenty fields", "INSERT INTO U SELECT * FROM U LIMIT 1", true],
  ["a row of very many fields", "INSERT INTO V SELECT * FROM V LIMIT 1", false],
  ["rows changed all over", "UPDATE T SET h = 1, k = 1 WHERE i % 500 = 0", false],
  ["more rows than DuckDB logs", "INSERT INTO T SELECT i, hash(i), 1 FROM range(200000) r(i)", false],
])("%s: the log can be kept or not", async (_, sql, isLogged) => {
  await database.db.run(sql);
  expect(await database.isLogged()).toBe(isLogged);
  await database.finish();
});

test("a log that is too long for that goes into the file, piece by piece", async () => {
  for (let i = 0; i < 20; i++)
    await database.db.run("INSERT INTO T SELECT i, hash(i), 1 FROM range(100000) r(i)");
  expect(await database.isLogged()).toBe(false);
  expect((await stat(`${file}.wal`)).size).toBeLessThan(42_000_000);
});
