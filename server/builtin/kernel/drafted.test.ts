import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import { ValueTables } from "@/server/builtin/associative/value-tables";
import { times } from "@/server/testing/deep";
import { CodesDraft } from "./draft";
import { saveCodes } from "./save";
import { SavedCodes } from "./saved";
import { shown } from "./testing/shown";
import { MOST_VALUES } from "./worth";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-drafted-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** By type, SQL of a value of a whole number `n`, and the largest that it takes. */
const TYPES: [string, number][] = [
  ["($ + 1000000000)::BIGINT", 2 ** 31],
  ["($ - 100000)::INTEGER", 2 ** 31],
  ["($ - 2147483648)::INTEGER", 2 ** 31],
  ["(2147483647 - $)::INTEGER", 2 ** 31],
  ["($ - 9223372036854775808)::BIGINT", 2 ** 31],
  ["(9223372036854775807 - $)::BIGINT", 2 ** 31],
  ["($ - 32768)::SMALLINT", 32_768],
  ["(65535 - $)::USMALLINT", 65_536],
  ["$::UTINYINT", 256],
  ["(255 - $)::UTINYINT", 256],
  ["(127 - $)::TINYINT", 256],
  ["(4294967295 - $)::UINTEGER", 2 ** 31],
  ["(2147483640 + $)::UINTEGER", 2 ** 31],
  ["(18446744073709551615::UBIGINT - $::UBIGINT)", 2 ** 31],
  ["$::HUGEINT", 2 ** 31],
  ["DATE '1969-06-01' + $::INTEGER", 2 ** 31],
  ["$ % 2 = 0", 2 ** 31],
  ["TIMESTAMP '2020-01-01' + to_seconds($)", 2 ** 31],
  ["TIMESTAMP '2020-01-01' + to_microseconds($)", 2 ** 31],
  ["($ / 100)::DECIMAL(10,2)", 2 ** 31],
  ["(($ - 40) / 10)::DECIMAL(18,1)", 2 ** 31],
  ["(($ - 40) / 10)::DECIMAL(4,1)", 1000],
  ["($ / 8.0)::DOUBLE", 2 ** 31],
  ["'t' || $", 2 ** 31],
];

const columns = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    range: fc.constantFrom(1, 2, 5, 20, 128, 200, 256, 1000, 5000, 32_768, 65_536, 100_000, 300_000),
    order: fc.constantFrom("spread", "spread", "spread", "sorted", "late"),
    nulls: fc.constantFrom("", "", "", "i % 7 = 3", "i = 123456"),
  }),
  { minLength: 2, maxLength: 10 },
);

const world = fc.record({
  rows: fc.integer({ min: 200_000, max: 250_000 }),
  threads: fc.integer({ min: 1, max: 3 }),
  columns,
  change: fc.constantFrom(
    "",
    "",
    "",
    "DELETE FROM T WHERE rowid % 5000 = 3",
    "DELETE FROM T WHERE rowid >= 4096 AND rowid < 8192",
    "DELETE FROM T WHERE rowid > 199900",
    "INSERT INTO T SELECT * FROM T LIMIT 1234",
    "UPDATE T SET c0 = NULL WHERE rowid = 77777",
  ),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function valueSql({ type, range, order, nulls }: World["columns"][number], column: number): string {
  const [sql, most] = type;
  const own = Math.min(range, most);
  const spread = `(hash(i, ${column}) % ${own})::BIGINT`;
  const late = `if(i < 70000, ${spread}, ${own - 1})`;
  const number = order === "spread" ? spread : order === "sorted" ? `(i * ${own} // 250000)::BIGINT` : late;
  const value = sql.replaceAll("$", `(${number})`);
  return nulls ? `CASE WHEN ${nulls} THEN NULL ELSE ${value} END` : value;
}

async function counted(db: DuckDBConnection, field: string) {
  const found = await db.runAndReadAll(
    `SELECT count(DISTINCT ${field})::INTEGER, (count(*) - count(${field}))::INTEGER FROM T`,
  );
  const [distinct, nulls] = found.getRows()[0] ?? [];
  return { field, nulls, distinct };
}

let files = 0;

async function compare(db: DuckDBConnection, names: readonly string[]): Promise<void> {
  const tables = [{ name: "T", rows: 0, fields: names.map((name) => ({ name, type: "", dual: false })) }];
  const [early, late] = [join(folder, `early ${files}`), join(folder, `late ${files++}`)];
  const draft = new CodesDraft(early);
  const values = new ValueTables(db, MOST_VALUES);
  const model = await buildModel(db, tables, { values, numbering: draft.numbering });
  const facts = [];
  for (const name of names) facts.push(await counted(db, name));
  expect(model.tables[0]?.columns).toEqual(facts);
  const catalog = catalogOf(model);
  const made = await saveCodes(db, catalog, early, { values, draft });
  expect(made > 0).toBe((await saveCodes(db, catalog, late)) > 0);
  const [ours, theirs] = [await SavedCodes.open(early, catalog), await SavedCodes.open(late, catalog)];
  for (const name of names) {
    const of = async (saved: SavedCodes | null) => [
      shown((await saved?.codes(name)) ?? null),
      shown((await saved?.values(name)) ?? null),
      shown((await saved?.numbers(name)) ?? null),
    ];
    expect(await of(ours), name).toEqual(await of(theirs));
  }
  await ours?.close();
  await theirs?.close();
}

test("columns of any kind are counted as SQL counts them, and written as they are when written later", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ rows, threads, columns, change }) => {
      const instance = await DuckDBInstance.create(":memory:", { threads: String(threads) });
      const db = await instance.connect();
      try {
        const selected = columns.map((column, i) => `${valueSql(column, i)} AS c${i}`);
        await db.run(`CREATE TABLE T AS SELECT ${selected.join(", ")} FROM range(${rows}) r(i)`);
        if (change) await db.run(change);
        await compare(
          db,
          columns.map((_, i) => `c${i}`),
        );
      } finally {
        db.closeSync();
        instance.closeSync();
      }
    }),
    { numRuns: times(5), endOnFailure: true },
  );
}, 600_000);
