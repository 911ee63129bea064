import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { times } from "@/server/testing/deep";
import { type Indexed, Indexing, shownIn } from "./testing/indexing";

let indexing: Indexing;
beforeAll(() => {
  indexing = new Indexing();
});
afterAll(() => indexing.remove());

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
});
afterEach(() => {
  db.closeSync();
  instance.closeSync();
});

const TABLES = { T: ["Key", "t"], D: ["Key", "d"], E: ["Key", "e"] };
const NAMES = ["T", "D", "E"] as const;
type Name = (typeof NAMES)[number];

/** A key's value, or none. */
const keys = (most: number) => fc.option(fc.integer({ min: 0, max: most }), { freq: 6, nil: null });

const world = fc
  .record({ most: fc.constantFrom(3, 12, 60), isText: fc.boolean() })
  .chain(({ most, isText }) =>
    fc.record({
      isText: fc.constant(isText),
      rows: fc.record({
        T: fc.array(keys(most), { minLength: 30, maxLength: 90 }),
        D: fc.oneof(
          fc.array(keys(most + 3), { maxLength: 25 }),
          fc.constant(Array.from({ length: most + 2 }, (_, i): number | null => i)),
        ),
        E: fc.array(keys(most * 2), { maxLength: 20 }),
      }),
      /** To one table, or several at once. */
      additions: fc.array(
        fc.uniqueArray(
          fc.record({ into: fc.constantFrom(...NAMES), rows: fc.array(keys(most + 4), { maxLength: 4 }) }),
          { selector: ({ into }) => into, minLength: 1, maxLength: 3 },
        ),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  );

async function add(table: Name, rows: readonly (number | null)[], isText: boolean): Promise<void> {
  if (rows.length === 0) return;
  const key = (value: number | null) => (value === null ? "NULL" : isText ? `'k${value}'` : `${value}`);
  await db.run(`INSERT INTO ${table} VALUES ${rows.map((v) => `(${key(v)}, 'x')`).join(", ")}`);
}

async function fill({ isText, rows }: { isText: boolean; rows: Record<Name, (number | null)[]> }) {
  for (const name of NAMES) {
    const own = name.toLowerCase();
    await db.run(`CREATE OR REPLACE TABLE ${name} (Key ${isText ? "VARCHAR" : "INTEGER"}, ${own} VARCHAR)`);
    await add(name, rows[name], isText);
  }
}

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of NAMES) {
    const [row] = (await db.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM ${name}`)).getRowObjects();
    found[name] = Number(row?.n);
  }
  return found;
}

test("keys of tables that are added to have the facts and codes that all rows give", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(world, async ({ isText, rows, additions }) => {
      await fill({ isText, rows });
      let saved: Indexed = await indexing.index(db, TABLES);
      for (const some of additions) {
        const before = await counts();
        for (const { into, rows } of some) await add(into, rows, isText);
        const ours = await indexing.index(db, TABLES, { saved, rows: before });
        const theirs = await indexing.index(db, TABLES);
        expect(ours.model).toEqual(theirs.model);
        expect(await shownIn(ours, ["Key", "t", "d", "e"])).toEqual(
          await shownIn(theirs, ["Key", "t", "d", "e"]),
        );
        if (ours.copied.has("Key")) taken++;
        saved = ours;
      }
    }),
    { numRuns: times(12), endOnFailure: true },
  );
  expect(taken).toBeGreaterThan(times(12) / 2);
}, 600_000);

test.each([
  ["a new value twice", [9, 9], false],
  ["a new value once", [9], true],
  ["a value of another table twice", [7, 7], false],
  ["a value of another table once", [7], true],
  ["a value it has", [2], false],
  ["none", [null], true],
] as const)("a table whose values were unique gets %s", async (_, added, isUnique) => {
  const many = Array.from({ length: 20 }, (_, i) => (i % 2 ? 7 : 1));
  await fill({ isText: false, rows: { T: many, D: [1, 2], E: [] } });
  const saved = await indexing.index(db, TABLES);
  const before = await counts();
  await add("D", added, false);
  const ours = await indexing.index(db, TABLES, { saved, rows: before });
  expect(ours.model).toEqual((await indexing.index(db, TABLES)).model);
  expect(ours.model.keys?.[0]?.sides.find((side) => side.table === "D")?.unique).toBe(isUnique);
  expect(ours.copied.has("Key")).toBe(true);
});

test("a key whose table was loaded again is counted anew", async () => {
  await fill({ isText: false, rows: { T: [1, 2, 2, 3], D: [1, 2], E: [] } });
  const saved = await indexing.index(db, TABLES);
  await db.run("DELETE FROM D");
  await db.run("CREATE OR REPLACE TABLE D AS SELECT 2::INTEGER AS Key, 'x' AS d");
  const ours = await indexing.index(db, TABLES, { saved, rows: { T: 4, E: 0 } });
  expect(ours.copied.has("Key")).toBe(false);
  expect(ours.model).toEqual((await indexing.index(db, TABLES)).model);
});

/** Values that text or numbers on the way may change. */
const ODD: [string, string[]][] = [
  ["VARCHAR", ["''", "'A'", "'b'", "'a  '", "'a' || chr(776)", "chr(65279) || 'a'", "'null'", "'\"q\"'"]],
  ["VARCHAR", ["'x'", "chr(65279)", "'x' || chr(0)", "chr(10)", "'a\\b'", "'[1]'", "'1.0'", "'01'", "'😀'"]],
  ["BIGINT", ["9223372036854775807", "9007199254740993", "9007199254740992", "-9223372036854775808"]],
  ["HUGEINT", ["170141183460469231731687303715884105727", "1", "-1"]],
  ["DECIMAL(38,10)", ["1234567890123456789012345678.0123456789", "0.0000000001", "1"]],
  ["BOOLEAN", ["true", "false"]],
  ["DATE", ["'2020-01-01'", "'0044-03-15 (BC)'", "'10000-01-01'", "'infinity'"]],
  ["TIMESTAMP", ["'2020-01-01 00:00:00.000001'", "'0001-01-01'", "'10000-01-01'"]],
  ["TIMESTAMP_NS", ["'2020-01-01 00:00:00.123456789'", "'2020-01-01 00:00:00.123456'"]],
  ["TIMESTAMP WITH TIME ZONE", ["'2020-01-01 00:00:00.123456+02'", "'2020-06-01 00:00:00+05:30'"]],
  ["BLOB", ["'\\x00'::BLOB", "'abc'::BLOB", "'\\xFF\\x00'::BLOB"]],
];

test.each(ODD)("keys of %s keep their values: %s", async (type, values) => {
  const rows = (some: readonly string[]) => some.map((v) => `(CAST(${v} AS ${type}), 'x')`).join(", ");
  const many = Array.from({ length: 20 }, () => values.slice(0, -1)).flat();
  for (const name of ["T", "D"])
    await db.run(`CREATE TABLE ${name} (Key ${type}, ${name.toLowerCase()} VARCHAR)`);
  await db.run(`CREATE TABLE E (Key ${type}, e VARCHAR)`);
  await db.run(`INSERT INTO T VALUES ${rows(many)}`);
  await db.run(`INSERT INTO D VALUES ${rows([...values.slice(1), ...values.slice(1)])}`);
  let saved = await indexing.index(db, TABLES);
  for (const [into, some] of [
    ["T", values.slice(0, 2)],
    ["D", values.slice(0, 1)],
    ["T", values.slice(-1)],
  ] as const) {
    const before = await counts();
    await db.run(`INSERT INTO ${into} VALUES ${rows(some)}`);
    const ours = await indexing.index(db, TABLES, { saved, rows: before });
    const theirs = await indexing.index(db, TABLES);
    expect(ours.model).toEqual(theirs.model);
    expect(await shownIn(ours, ["Key"])).toEqual(await shownIn(theirs, ["Key"]));
    saved = ours;
  }
});
