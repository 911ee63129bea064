import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countColumns } from "./column-counts";
import { buildModel } from "./model";
import { readRows } from "./rows";
import { ValueTables } from "./value-tables";

const ROWS = 210_000;
const MOST = 5000;
let instance: DuckDBInstance;
let db: DuckDBConnection;
let values: ValueTables;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  values = new ValueTables(db, MOST);
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

/** By type, SQL of row `i`: counted in the pass; by DuckDB. */
const COUNTED: [string, string][] = [
  ["BOOLEAN", "i % 3 = 0"],
  ["TINYINT", "i % 256 - 128"],
  ["UTINYINT", "i % 100"],
  ["UTINYINT", "i % 100 + 156"],
  ["USMALLINT", "i % 3000 + 62536"],
  ["UINTEGER", "4294967295 - i % 4000"],
  ["SMALLINT", "i * 7 % 3000 - 1500"],
  ["INTEGER", "2147483647 - i * 31 % 1000"],
  ["INTEGER", "i * 31 % 1000 - 2147483648"],
  ["INTEGER", "i - 1000"],
  ["BIGINT", "5 + i % 10001"],
  ["BIGINT", "9000000000000000000 + i * 13 % 70001"],
  ["BIGINT", "i * 100000"],
  ["BIGINT", "(i % 7) * 1000000000000"],
  ["BIGINT", "i % 2 * -9223372036854775808"],
  ["UBIGINT", "9223372036854775700::UBIGINT + i % 200"],
  ["DECIMAL(4,1)", "(i % 99 - 40) / 10"],
  ["DECIMAL(9,2)", "(i % 999 - 400) / 100"],
  ["DECIMAL(18,4)", "(i % 999 - 400) * 1000000000"],
  ["DATE", "DATE '1969-12-01' + (i % 90)::INTEGER"],
  ["TIMESTAMP", "TIMESTAMP '1969-12-01' + to_hours(i % 500)"],
  ["DOUBLE", "[0.0, -0.0, 'NaN', -'NaN'::DOUBLE, 0.1, 'Infinity', -i % 50][i % 7 + 1]"],
  ["DOUBLE", "sqrt(i)"],
];
const LEFT: [string, string][] = [
  ["UTINYINT", "i % 256"],
  ["DOUBLE", "i // 20"],
  ["FLOAT", "i % 9"],
  ["HUGEINT", "i % 9"],
  ["VARCHAR", "'text ' || i % 9"],
  ["INTEGER", "NULL"],
];

async function counted(columns: readonly [string, string][], some: string, mostBytes?: number) {
  const selected = columns.map(([type, sql], i) => `${some.replace("$", sql)}::${type} AS c${i}`);
  await db.run(`CREATE OR REPLACE TABLE T AS SELECT ${selected.join(", ")} FROM range(${ROWS}) r(i)`);
  await values.drop();
  const asked = columns.map(([sqlType], i) => ({ field: `f${i}`, key: `t.c${i}`, sqlType }));
  return countColumns(db, "main.T", asked, ROWS, { values }, mostBytes);
}

test.each([
  ["whole columns", "($)"],
  ["columns with NULL", "if(i % 11 = 5, NULL, $)"],
])("values of %s are counted and found as DuckDB counts and finds them", async (_, some) => {
  const all = await counted(COUNTED, some);
  for (const [i, [type]] of COUNTED.entries()) {
    const [plain] = await readRows(
      db,
      `SELECT count(DISTINCT c${i}) AS n, count(*) - count(c${i}) AS nulls FROM T`,
    );
    expect(all[i], type).toEqual({ distinct: Number(plain?.n), nulls: Number(plain?.nulls) });
    const table = await values.of(`f${i}`);
    expect(table !== undefined, type).toBe(Number(plain?.n) <= MOST);
    if (!table) continue;
    const [other] = await readRows(
      db,
      `SELECT count(*) AS n, count(DISTINCT k) AS d, count(*) FILTER (k NOT IN (SELECT c${i} FROM T WHERE c${i} IS NOT NULL))
       AS odd, any_value(typeof(k)) AS type FROM ${table}`,
    );
    expect(other).toEqual({ n: plain?.n, d: plain?.n, odd: "0", type });
  }
});

test("a table with a field `rowid` of its own is counted by DuckDB", async () => {
  await db.run(`CREATE OR REPLACE TABLE Ids AS SELECT 'k' || i AS "RowID", i AS a FROM range(${ROWS}) r(i)`);
  const fields = [{ name: "RowID" }, { name: "a" }].map((f) => ({ ...f, type: "", dual: false }));
  const model = await buildModel(db, [{ name: "Ids", rows: ROWS, fields }], { values });
  expect(model.tables[0]?.columns).toEqual([
    { field: "RowID", nulls: 0, distinct: ROWS },
    { field: "a", nulls: 0, distinct: ROWS },
  ]);
});

test("thousands of values that occur twice among many that do not are counted", async () => {
  const columns: [string, string][] = [
    ["BIGINT", `if(i > ${ROWS - 9000}, i - 9000, i) * 1000000007`],
    ["VARCHAR", `hash(if(i > ${ROWS - 9000}, i - 9000, i))`],
  ];
  const facts = await counted(columns, "($)");
  expect(facts).toEqual([
    { distinct: ROWS - 8999, nulls: 0 },
    { distinct: ROWS - 8999, nulls: 0 },
  ]);
});

test("with little memory columns are counted one after the other, as exactly", async () => {
  const columns: [string, string][] = [
    ["BIGINT", "i * 10 + i % 3"],
    ["DOUBLE", "sqrt(i)"],
    ["VARCHAR", "hash(i)"],
  ];
  expect(await counted(columns, "($)", 1000)).toEqual(columns.map(() => ({ distinct: ROWS, nulls: 0 })));
});

test("what cannot be counted in the pass is left to DuckDB, and so are small tables", async () => {
  expect(await counted(LEFT, "($)")).toEqual(LEFT.map(() => null));
  const asked = [{ field: "f", key: "t.c0", sqlType: "UTINYINT" }];
  expect(await countColumns(db, "main.T", asked, 1000, { values })).toEqual([null]);
});
