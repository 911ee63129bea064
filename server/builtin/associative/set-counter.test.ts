import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SetCounter } from "./set-counter";
import { eachVector, type Vectors } from "./tap";

const ROWS = 300_000;
let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  await db.run(`CREATE TABLE T AS SELECT
    (hash(i % 20000) % 1000000000000)::BIGINT AS many, if(i % 3 = 0, NULL, hash(i % 700))::UBIGINT AS part,
    CASE i % 11 WHEN 0 THEN 'nan' WHEN 1 THEN -'nan'::DOUBLE WHEN 2 THEN -'0'::DOUBLE WHEN 3 THEN 'inf' ELSE i % 900 / 7 END::DOUBLE AS share
    FROM range(${ROWS}) r(i)`);
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

async function count(column: string, most: number, isDouble = false) {
  const counter = new SetCounter(most, isDouble);
  const numbers = new Map<number, Set<string>>();
  const take = (chunk: Vectors) => {
    const found = counter.add(chunk, 0);
    const [words, valid] = [chunk.words(0, 8), chunk.validity(0)];
    for (let i = 0; found && i < chunk.rows; i++) {
      const isNull = valid && ((valid[i >> 3] ?? 0) & (1 << (i & 7))) === 0;
      const values = numbers.get(found[i] ?? -1) ?? new Set();
      numbers.set(found[i] ?? -1, values.add(isNull ? "NULL" : `${words[i * 2]} ${words[i * 2 + 1]}`));
    }
  };
  await eachVector(db, "T t", [column], take, ROWS);
  return { counter, numbers };
}

async function distinct(column: string): Promise<number> {
  const found = await db.runAndReadAll(`SELECT count(DISTINCT ${column})::INTEGER FROM T`);
  return Number(found.getRows()[0]?.[0]);
}

test("each value has a number of its own, also when its place changes", async () => {
  const { counter, numbers } = await count("many", 65_536);
  expect(counter.found()).toEqual({ distinct: 20_000, nulls: 0 });
  expect([...numbers.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1));
  expect([...numbers.values()].every((values) => values.size === 1)).toBe(true);
  expect(counter.values().byteLength).toBe(20_000 * 8);
});

test("NULL has the number 0, whatever lies there", async () => {
  const { counter, numbers } = await count("part", 65_536);
  expect(counter.found()).toEqual({ distinct: await distinct("part"), nulls: ROWS / 3 });
  expect(numbers.get(0)).toEqual(new Set(["NULL"]));
});

test("zeros are one value, and so is what is no number", async () => {
  const { counter, numbers } = await count("share", 65_536, true);
  expect(counter.found()).toEqual({ distinct: await distinct("share"), nulls: 0 });
  expect([...numbers.values()].filter((values) => values.size > 1)).toHaveLength(2);
});

test("too many values are not counted", async () => {
  expect((await count("many", 19_999)).counter.found()).toBeNull();
});
