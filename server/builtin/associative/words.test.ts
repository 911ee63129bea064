import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { distanceOf } from "./distances";
import { areSpread, filledWords } from "./words";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

test("columns are put together that fill words", () => {
  expect(filledWords([11, 17, 13, 8, 5, 16, 2])).toEqual([
    { bytes: 4, members: [1, 2, 6] },
    { bytes: 4, members: [5, 0, 4] },
    { bytes: 1, members: [3] },
  ]);
  expect(filledWords([27, 14, 9, 3])).toEqual([
    { bytes: 4, members: [0, 3] },
    { bytes: 2, members: [1] },
  ]);
  expect(filledWords([20])).toEqual([]);
});

test("no column is in two words, and words are neither too full nor half empty", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 30 }), (bits) => {
      const words = filledWords(bits);
      const all = words.flatMap(({ members }) => members);
      expect(new Set(all).size).toBe(all.length);
      for (const { bytes, members } of words) {
        const used = members.reduce((sum, i) => sum + (bits[i] ?? 0), 0);
        expect(used).toBeLessThanOrEqual(bytes * 8);
        expect(used).toBeGreaterThanOrEqual(bytes * 8 * 0.85);
      }
    }),
  );
});

test("columns whose near rows have near values are told from those that are spread", async () => {
  await db.run(`CREATE TABLE T AS SELECT i::INTEGER AS id, (i // 1000)::INTEGER AS day, (i * 7919 % 1000)::INTEGER AS product,
    i % 2 = 0 AS even, 5 AS same FROM range(200000) r(i)`);
  const candidate = (field: string, sqlType: string, largest: number) => {
    const distance = distanceOf(sqlType, 0n, largest);
    if (!distance) throw new Error(`No distance of ${sqlType}.`);
    return { key: `t.${field}`, distance, largest };
  };
  const columns = [
    candidate("id", "INTEGER", 200_000),
    candidate("day", "INTEGER", 200),
    candidate("product", "INTEGER", 1000),
    candidate("even", "BOOLEAN", 2),
    candidate("same", "INTEGER", 1),
  ];
  expect(await areSpread(db, "T t", columns)).toEqual([false, false, true, true, false]);
  expect(await areSpread(db, "T t", [])).toEqual([]);
});

test.each([
  ["BOOLEAN", "i % 2 = 0", 0n, 2],
  ["TINYINT", "(i % 256 - 128)", -128n, 256],
  ["UTINYINT", "i % 256", 0n, 256],
  ["UTINYINT", "i % 100 + 156", -100n, 100],
  ["USMALLINT", "i % 30000 + 35536", -30_000n, 30_000],
  ["INTEGER", "2147483647 - i * 31 % 1000", 2147482648n, 1000],
  ["INTEGER", "i * 31 % 1000 - 2147483648", -2147483648n, 1000],
  ["UINTEGER", "4294967295 - i % 77777", -77_777n, 77_777],
  ["BIGINT", "-9223372036854775808 + i * 13 % 70001", -9223372036854775808n, 70_001],
  ["UBIGINT", "18446744073709551615::UBIGINT - i % 200", -200n, 200],
  ["DATE", "DATE '1969-12-01' + (i % 90)::INTEGER", -31n, 90],
  ["DATE", "if(i % 2 = 0, 'infinity'::DATE, 'infinity'::DATE - 0)", 2147483647n, 1],
  ["DATE", "'-infinity'::DATE", -2147483647n, 1],
  ["DECIMAL(4,4)", "(i % 2000 - 999) / 10000", -999n, 2000],
  ["DECIMAL(4,0)", "i % 100 - 9999", -9999n, 100],
  ["DECIMAL(12,5)", "(i % 700) / 100000", 0n, 700],
  ["DECIMAL(17,0)", "99999999999999999 - i % 700", 99999999999999300n, 700],
  ["DECIMAL(4,1)", "(i % 99 - 40) / 10", -40n, 99],
  ["DECIMAL(9,2)", "(i % 999 - 400) / 100", -400n, 999],
  ["DECIMAL(10,2)", "(i % 50000 - 49999) / 100", -49_999n, 50_000],
  ["DECIMAL(14,3)", "99999999999.999 - (i % 800) / 1000", 99999999999200n, 800],
])("numbers of %s lie from 1 on", async (sqlType, sql, least, largest) => {
  const distance = distanceOf(sqlType, least, largest);
  if (!distance) throw new Error(`No distance of ${sqlType}.`);
  await db.run(`CREATE OR REPLACE TABLE One AS SELECT (${sql})::${sqlType} AS v FROM range(100000) r(i)`);
  const row = await db.runAndReadAll(
    `SELECT min(n), max(n), count(DISTINCT n), count(DISTINCT v), count(*) FILTER (n <> w OR n::BIGINT * 128 <> s) FROM
     (SELECT v, ${distance.sql("t.v")} AS n, ${distance.whole("t.v")} AS w, ${distance.whole("t.v", 7)} AS s FROM One t)`,
  );
  const [from, to, numbers, values, odd] = (row.getRows()[0] ?? []).map(Number);
  expect({ from, to, numbers, odd }).toEqual({ from: 1, to: largest, numbers: values, odd: 0 });
  const none = await db.runAndReadAll(
    `SELECT ${distance.sql("t.v")}, ${distance.whole("t.v", 7)} FROM (SELECT NULL::${sqlType} AS v) t`,
  );
  expect(none.getRows()).toEqual([[null, null]]);
});
