import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eachVector, type Vectors } from "./tap";

const ROWS = 300_000;
let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  await db.run(
    `CREATE TABLE T AS SELECT i::INTEGER AS a, if(i % 3 = 0, NULL, i) AS b FROM range(${ROWS}) r(i)`,
  );
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

async function threads(): Promise<unknown> {
  const row = await db.runAndReadAll("SELECT current_setting('threads')::INTEGER");
  return row.getRows()[0]?.[0];
}

test("every row is seen once, with its values and NULLs", async () => {
  const seen = new Uint8Array(ROWS);
  let wrong = 0;
  const take = (chunk: Vectors) => {
    const [ids, a, b] = [chunk.words(0, 8), chunk.words(1, 4), chunk.words(2, 8)];
    const [valid, never] = [chunk.validity(2), chunk.validity(3)];
    for (let i = 0; i < chunk.rows; i++) {
      const row = ids[i * 2] ?? 0;
      const has = (bits: Uint8Array | null) => (((bits?.[i >> 3] ?? 255) >> (i & 7)) & 1) === 1;
      seen[row] = (seen[row] ?? 0) + 1;
      const isRight =
        a[i] === row && has(valid) === (row % 3 !== 0) && !has(never) && chunk.words(4, 4)[i] === 7;
      if (!isRight || (has(valid) && b[i * 2] !== row)) wrong++;
    }
  };
  await eachVector(db, "T t", ["t.rowid", "a", "b", "NULL", "7"], take, ROWS);
  expect(await threads()).toBe(2);
  expect(seen.every((n) => n === 1)).toBe(true);
  expect(wrong).toBe(0);
});

test.skipIf(process.platform !== "linux")("readers give way as long as they read", async () => {
  // Of a thread that has just ended there may be a trace for a moment.
  const statOf = (id: string) => {
    try {
      return readFileSync(`/proc/self/task/${id}/stat`, "utf8");
    } catch {
      return "";
    }
  };
  const gaveWay = () =>
    readdirSync("/proc/self/task").filter((id) => {
      const [, state = ""] = statOf(id).split(") ");
      return Number(state.split(" ")[16]) > getPriority();
    }).length;
  let during = 0;
  await eachVector(db, "T t", ["a"], () => (during ||= gaveWay()), ROWS);
  expect(during).toBeGreaterThan(1);
  await expect.poll(gaveWay).toBe(0);
  await db.run("SET threads = 12");
  await eachVector(db, "T t", ["a"], () => {}, ROWS);
  expect(await threads()).toBe(12);
  await expect.poll(gaveWay).toBe(0);
  await db.run("SET threads = 2");
});

test("an error ends it as it is, and the next one is not disturbed", async () => {
  const mine = new RangeError("mine");
  const fail = () => {
    throw mine;
  };
  const failing = eachVector(db, "T t", ["a"], fail, ROWS);
  await expect(failing).rejects.toBe(mine);
  expect(await threads()).toBe(2);
  await expect(eachVector(db, "T t", ["nothing"], () => {})).rejects.toThrow("nothing");
  let rows = 0;
  await eachVector(db, "T t", ["a"], (chunk) => {
    rows += chunk.rows;
  });
  expect(rows).toBe(ROWS);
});

test("a table without rows shows none", async () => {
  await db.run("CREATE OR REPLACE TABLE E AS FROM T LIMIT 0");
  await eachVector(db, "E t", ["a"], () => {
    throw new Error("There is one.");
  });
});

test("where the configuration is locked, as in engine hosts, threads stay as they are", async () => {
  const locked = await DuckDBInstance.create(":memory:", { threads: "2" });
  const own = await locked.connect();
  await own.run(`CREATE TABLE T AS FROM range(${ROWS}) r(i)`);
  await own.run("SET lock_configuration = true");
  let rows = 0;
  const take = (chunk: Vectors) => {
    rows += chunk.rows;
  };
  await eachVector(own, "T t", ["i"], take, ROWS);
  expect(rows).toBe(ROWS);
  own.closeSync();
  locked.closeSync();
});
