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
import { columns, valueSql } from "./testing/columns";
import { shown } from "./testing/shown";
import { MOST_VALUES } from "./worth";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-drafted-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

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
