import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eachVector } from "@/server/builtin/associative/tap";
import type { FieldType } from "@/server/platform/model";
import { HashLookup, lookupOf } from "./lookup";
import { NotHeld } from "./tables";

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

const column = (sqlType: string, kind: FieldType) => ({ table: "V", field: "v", sqlType, kind });

/** Of `v`, whose values are numbered in their order: codes that are looked up, and those of a join. */
async function codesOf(sqlType: string, kind: FieldType, values: string, way: typeof lookupOf) {
  await db.run(`CREATE OR REPLACE TABLE V AS SELECT v::${sqlType} AS v FROM (${values}) s(v)`);
  await db.run(`CREATE OR REPLACE TABLE D AS SELECT k, (row_number() OVER (ORDER BY k) - 1)::UINTEGER AS code
    FROM (SELECT DISTINCT v AS k FROM V WHERE v IS NOT NULL)`);
  const size = Number((await db.runAndReadAll("SELECT count(*) FROM D")).getRows()[0]?.[0]);
  const joined = await db.runAndReadAll(
    `SELECT coalesce(code, ${size}) FROM V LEFT JOIN D ON k = v ORDER BY V.rowid`,
  );
  const lookup = await way(db, { name: "D", size, kind }, column(sqlType, kind));
  const found: number[] = [];
  const into = new Uint32Array(2048);
  await eachVector(db, "V t", ["t.rowid", lookup.sql], (chunk) => {
    lookup.codes(chunk, 1, into);
    for (let i = 0; i < chunk.rows; i++) found[chunk.words(0, 8)[i * 2] ?? 0] = into[i] ?? 0;
  });
  return { lookup, found, joined: joined.getRows().map(([code]) => Number(code)) };
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
  for (const way of [lookupOf, HashLookup.of]) {
    const { lookup, found, joined } = await codesOf(type, "integer", values, way);
    expect(lookup instanceof HashLookup).toBe(way !== lookupOf);
    expect(found).toEqual(joined);
    expect(found).toHaveLength(5000);
  }
});

test.each([
  ["BIGINT", "integer", some("i * 10000000")],
  ["BIGINT", "integer", "SELECT if(i = 0, -9223372036854775808, 9223372036854775807) FROM range(2) r(i)"],
  ["UTINYINT", "integer", "SELECT i FROM range(256) r(i)"],
  ["UBIGINT", "integer", "SELECT 9223372036854775700::UBIGINT + i FROM range(256) r(i)"],
  ["DOUBLE", "number", some("[0.0, -0.0, 'NaN', -'NaN'::DOUBLE, 0.1, 'Infinity'][i % 6 + 1]")],
  ["HUGEINT", "integer", some("i // 3")],
  ["TIMESTAMP", "timestamp", some("TIMESTAMP '2024-01-01' + to_seconds(i % 999)")],
  ["TIME", "time", some("TIME '10:00:00' + to_seconds(i % 999)")],
  ["VARCHAR", "text", some("['', 'a', 'ä', 'a text longer than its slot', 'a' || i][i % 5 + 1]")],
  ["INTEGER", "integer", "SELECT NULL FROM range(9) r(i)"],
] satisfies [string, FieldType, string][])(
  "codes of %s are found by hashes of the values",
  async (type, kind, values) => {
    const { lookup, found, joined } = await codesOf(type, kind, values, lookupOf);
    expect(lookup).toBeInstanceOf(HashLookup);
    expect(found).toEqual(joined);
  },
);

test("a table that holds a key in another type finds the same codes", async () => {
  await db.run("CREATE OR REPLACE TABLE V AS SELECT (i % 50)::UTINYINT AS v FROM range(300) r(i)");
  await db.run("CREATE OR REPLACE TABLE D AS SELECT i - 5 AS k, i::UINTEGER AS code FROM range(1000) r(i)");
  const lookup = await HashLookup.of(
    db,
    { name: "D", size: 1000, kind: "integer" },
    column("UTINYINT", "integer"),
  );
  const into = new Uint32Array(2048);
  await eachVector(db, "V t", [lookup.sql], (chunk) => lookup.codes(chunk, 0, into));
  expect([...into.subarray(0, 300)]).toEqual(Array.from({ length: 300 }, (_, i) => (i % 50) + 5));
});

test("values whose hashes are the same, or that no dictionary has, are not held", async () => {
  const lookup = new HashLookup("", 4);
  lookup.add(Uint32Array.of(7, 1, 7, 2, 23, 1), Uint32Array.of(0, 1, 2));
  expect(() => lookup.add(Uint32Array.of(7, 2), Uint32Array.of(3))).toThrow(NotHeld);
  await db.run("CREATE OR REPLACE TABLE D AS SELECT 1 AS k, 0::UINTEGER AS code");
  const made = await HashLookup.of(db, { name: "D", size: 1, kind: "text" }, column("INTEGER", "integer"));
  const looked = eachVector(db, "(SELECT 2 AS v) t", [made.sql], (chunk) =>
    made.codes(chunk, 0, new Uint32Array(1)),
  );
  await expect(looked).rejects.toThrow(NotHeld);
});
