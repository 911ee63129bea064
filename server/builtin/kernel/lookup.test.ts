import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CodeLookup, vectorBytes, vectorValidity } from "./lookup";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:");
  db = await instance.connect();
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

/** Of `v`, whose values are numbered in their order: codes that are looked up, and those of a join. */
async function codesOf(sqlType: string, values: string) {
  await db.run(`CREATE OR REPLACE TABLE V AS SELECT v::${sqlType} AS v FROM (${values}) s(v)`);
  await db.run(`CREATE OR REPLACE TABLE D AS SELECT k, (row_number() OVER (ORDER BY k) - 1)::UINTEGER AS code
    FROM (SELECT DISTINCT v AS k FROM V WHERE v IS NOT NULL)`);
  const size = Number((await db.runAndReadAll("SELECT count(*) FROM D")).getRows()[0]?.[0]);
  const joined = await db.runAndReadAll(
    `SELECT coalesce(code, ${size}) FROM V LEFT JOIN D ON k = v ORDER BY V.rowid`,
  );
  const lookup = await CodeLookup.of(db, "D", { table: "V", field: "v", sqlType, kind: "integer" }, size);
  if (!lookup) return null;
  const found: number[] = [];
  const result = await db.run("SELECT v FROM V");
  for (let i = 0; i < result.chunkCount; i++) {
    const chunk = result.getChunk(i);
    const bytes = lookup.codes(vectorBytes(chunk, 0, lookup.width), vectorValidity(chunk, 0), chunk.rowCount);
    const width = bytes.length / chunk.rowCount;
    const wide =
      width === 1 ? bytes : width === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
    found.push(...wide);
  }
  return { found, joined: joined.getRows().map(([code]) => Number(code)) };
}

const some = (sql: string) => `SELECT if(i % 11 = 5, NULL, ${sql}) FROM range(5000) r(i)`;

test.each([
  ["TINYINT", some("i % 256 - 128")],
  ["UTINYINT", some("i % 100")],
  ["SMALLINT", some("i * 7 % 3000 - 1500")],
  ["INTEGER", some("2147483647 - i * 31 % 1000")],
  ["INTEGER", some("i * 31 % 1000 - 2147483648")],
  ["BIGINT", some("9000000000000000000 + i * 13 % 70001")],
  ["BIGINT", some("i * 977 % 300000 - 4294967296")],
  ["DECIMAL(4,1)", some("(i % 99 - 40) / 10")],
  ["DECIMAL(9,2)", some("(i % 999 - 400) / 100")],
  ["DECIMAL(18,4)", some("(i % 999 - 400) / 100")],
  ["BOOLEAN", some("i % 2 = 0")],
  ["DATE", some("DATE '1969-12-01' + (i % 90)::INTEGER")],
])("codes of %s are those of a join", async (type, values) => {
  const codes = await codesOf(type, values);
  expect(codes?.found).toEqual(codes?.joined);
  expect(codes?.found).toHaveLength(5000);
});

test.each([
  ["BIGINT", "SELECT i * 10000000 FROM range(50) r(i)"],
  ["BIGINT", "SELECT if(i = 0, -9223372036854775808, 9223372036854775807) FROM range(2) r(i)"],
  ["UTINYINT", "SELECT i FROM range(256) r(i)"],
  ["DOUBLE", "SELECT i FROM range(9) r(i)"],
  ["HUGEINT", "SELECT i FROM range(9) r(i)"],
  ["INTEGER", "SELECT NULL FROM range(9) r(i)"],
])("values of %s that cannot be looked up are left to the join", async (type, values) => {
  expect(await codesOf(type, values)).toBeNull();
});
