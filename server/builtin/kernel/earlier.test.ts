import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { times } from "@/server/testing/deep";
import { columns, valueSql } from "./testing/columns";
import { type Indexed, Indexing, shownIn } from "./testing/indexing";

let indexing: Indexing;
beforeAll(() => {
  indexing = new Indexing();
});
afterAll(() => indexing.remove());

/** Model and code tables of T, beside D that shares its key; from what was before, where that is given. */
function index(
  db: DuckDBConnection,
  names: readonly string[],
  before?: { saved: Indexed; rows: Record<string, number> },
): Promise<Indexed> {
  return indexing.index(db, { T: [...names, "Key"], D: ["Key", "Name"] }, before);
}

const world = fc.record({
  rows: fc.constantFrom(205_000, 245_760, 250_001),
  columns,
  /** Rows of each addition, and how far its values lie from those before. */
  additions: fc.array(fc.tuple(fc.constantFrom(1, 77, 2048, 30_000), fc.constantFrom(0, 3, 1_000_000)), {
    minLength: 1,
    maxLength: 3,
  }),
});

test("rows that are added give the facts and code tables that all rows give", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ rows, columns, additions }) => {
      const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
      const db = await instance.connect();
      const names = columns.map((_, i) => `c${i}`);
      const areWide = columns.every(({ type: [, most] }) => most >= 2 ** 31);
      const select = (from: number, to: number, far: number) => {
        const values = columns.map((column, i) => `${valueSql(column, i)} AS c${i}`);
        const moved = `SELECT ${areWide ? `i + ${far}` : "i % 250000"} AS i, i AS own FROM range(${from}, ${to}) r(i)`;
        return `SELECT ${values.join(", ")}, own % 500 AS Key FROM (${moved})`;
      };
      try {
        await db.run(`CREATE TABLE T AS ${select(0, rows, 0)}`);
        await db.run("CREATE TABLE D AS SELECT i AS Key, 'n' || i AS Name FROM range(600) r(i)");
        let saved = await index(db, names);
        let count = rows;
        for (const [added, far] of additions) {
          await db.run(`INSERT INTO T ${select(count, count + added, far)}`);
          const ours = await index(db, names, { saved, rows: { T: count, D: 600 } });
          const theirs = await index(db, names);
          expect(ours.model).toEqual(theirs.model);
          expect(await shownIn(ours, [...names, "Key", "Name"])).toEqual(
            await shownIn(theirs, [...names, "Key", "Name"]),
          );
          saved = ours;
          count += added;
        }
      } finally {
        db.closeSync();
        instance.closeSync();
      }
    }),
    { numRuns: times(3), endOnFailure: true },
  );
}, 600_000);

/** Facts of T after rows were added, from those before and counted anew. */
async function factsWith(first: string, added: string, names: readonly string[]) {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  try {
    await db.run(`CREATE TABLE T AS SELECT *, 1 AS Key FROM (${first})`);
    await db.run("CREATE TABLE D AS SELECT 1 AS Key, 'n' AS Name");
    const saved = await index(db, names);
    await db.run(`INSERT INTO T SELECT *, 1 AS Key FROM (${added})`);
    const rows = saved.model.tables[0]?.rows ?? 0;
    const ours = await index(db, names, { saved, rows: { T: rows } });
    return { ours: ours.model, theirs: (await index(db, names)).model };
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

test.each([
  ["a field that hides the numbers of rows", "SELECT i % 3 AS rowid FROM range(90) r(i)", "SELECT 0"],
  [
    "a number far beyond those before",
    "SELECT i AS id FROM range(205000) r(i)",
    "SELECT 9223372036854775807",
  ],
  ["one far below", "SELECT i + 5 AS id FROM range(205000) r(i)", "SELECT (-9223372036854775808)::BIGINT"],
])("%s is counted", async (_, first, added) => {
  const names = [first.includes(" AS id ") ? "id" : "rowid"];
  const { ours, theirs } = await factsWith(first, added, names);
  expect(ours).toEqual(theirs);
});
