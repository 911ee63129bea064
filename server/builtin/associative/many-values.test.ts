import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { manyValued, PrintCounter } from "./many-values";
import { readRows } from "./rows";
import { eachVector } from "./tap";

const ROWS = 250_000;
let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  await db.run(`CREATE TABLE T AS SELECT i AS id, if(i % 7 = 0, NULL, 'text ' || hash(i)) AS name,
    if(i % 25000 = 3, -0.0, if(i % 25000 = 4, 0.0, i / 7)) AS share, i // 50 AS fifty,
    TIMESTAMP '2024-01-01' + to_seconds(i - i % 60 // 59) AS at, (i - 125000)::DECIMAL(30,5) AS wide
    FROM range(${ROWS}) r(i)`);
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

async function countMany(table: string, key: string, rows: number) {
  const counter = new PrintCounter(rows);
  await eachVector(db, `${table} t`, [counter.sql(key)], (chunk) => counter.add(chunk, 0));
  return counter.found(db, `${table} t`, key);
}

async function counted(key: string) {
  const [row] = await readRows(
    db,
    `SELECT count(DISTINCT ${key}) AS n, count(*) - count(${key}) AS nulls FROM T t`,
  );
  return { distinct: Number(row?.n), nulls: Number(row?.nulls) };
}

test.each(["id", "name", "share", "at", "wide"])(
  "values of %s are counted as DuckDB counts them",
  async (column) => {
    expect(await countMany("T", `t.${column}`, ROWS)).toEqual(await counted(`t.${column}`));
  },
);

test("rows that were deleted leave nothing out", async () => {
  await db.run("CREATE TABLE Gaps AS FROM T");
  await db.run("DELETE FROM Gaps WHERE id < 130000");
  expect(await countMany("Gaps", "t.id", 120_000)).toEqual({ distinct: 120_000, nulls: 0 });
});

test("where many values occur more than once the count is left to DuckDB", async () => {
  expect(await countMany("T", "t.fifty", ROWS)).toBeNull();
  expect(await countMany("T", "t.id // 2", ROWS)).toBeNull();
});

test("columns that differ in nearly every row are told from the others", async () => {
  const keys = ["t.id", "t.name", "t.fifty"];
  expect(await manyValued(db, "T", keys, ROWS)).toEqual([true, true, false]);
  expect(await manyValued(db, "T", keys, 1000)).toEqual([false, false, false]);
});
