import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { type Catalog, type CatalogField, catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import { fillGeneration } from "@/server/builtin/testing";
import { KernelBudget } from "./budget";
import { loadCodes, loadNumbers, loadValues } from "./load";
import { saveCodes } from "./save";
import { SavedCodes } from "./saved";
import { KernelStore } from "./store";
import { isSimple, NotHeld } from "./tables";
import { shown } from "./testing/shown";
import { randomTables } from "./testing/tables";

let folder: string;
let instance: DuckDBInstance;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-codes-"));
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
});
afterAll(async () => {
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;

async function saved(db: DuckDBConnection, catalog: Catalog) {
  const path = join(folder, `codes ${files++}`);
  await saveCodes(db, catalog, path);
  return SavedCodes.open(path, catalog);
}

/** Null where it is not held. */
async function held<T>(loading: Promise<T>): Promise<T | null> {
  return loading.catch((error: unknown) => {
    if (error instanceof NotHeld) return null;
    throw error;
  });
}

async function sameAsLoaded(db: DuckDBConnection, catalog: Catalog, field: CatalogField, made: SavedCodes) {
  const [codes, values, numbers] = [
    await made.codes(field.name),
    await made.values(field.name),
    await made.numbers(field.name),
  ];
  expect(shown(codes), field.name).toEqual(shown(await held(loadCodes(db, catalog, field))));
  expect(shown(values), field.name).toEqual(shown(await held(loadValues(db, field))));
  expect(shown(numbers), field.name).toEqual(shown(await held(loadNumbers(db, catalog, field))));
}

test("code tables of random models are those that are made when needed", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(randomTables(), async (world) => {
      const db = await instance.connect();
      await db.run("ATTACH ':memory:' AS world");
      await db.run("USE world");
      try {
        const catalog = catalogOf(await fillGeneration(db, world.tables));
        const made = await saved(db, catalog);
        expect(made === null).toBe(!isSimple(catalog));
        if (!made) return;
        for (const name of world.fields) {
          const field = catalog.field(name);
          if (field) await sameAsLoaded(db, catalog, field, made);
          compared++;
        }
        await made.close();
      } finally {
        await db.run("USE memory");
        await db.run("DETACH world");
        db.closeSync();
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(15);
}, 60_000);

test("columns of many values and of several blocks of rows come out in the order of their rows", async () => {
  const db = await instance.connect();
  await db.run("ATTACH ':memory:' AS large");
  await db.run("USE large");
  await db.run(`CREATE TABLE T AS SELECT i::INTEGER AS id, (i * 7919 % 100003)::DECIMAL(9,2) / 4 AS price,
    hash(i) / 1e19 AS share, if(i % 7 = 0, NULL, 1000000000 + i * 5)::INTEGER AS far, 'text ' || (i * 31 % 70001) AS name, if(i % 9 = 0, NULL, i % 5) AS few
    FROM range(150000) r(i)`);
  await db.run("CREATE TABLE D AS SELECT i::INTEGER AS id, i % 3 AS third FROM range(120000, 150000) r(i)");
  const fields = (...names: string[]) => names.map((name) => ({ name, type: "", dual: false }));
  const model = await buildModel(db, [
    { name: "T", rows: 0, fields: fields("id", "price", "share", "far", "name", "few") },
    { name: "D", rows: 0, fields: fields("id", "third") },
  ]);
  const catalog = catalogOf(model);
  const made = await saved(db, catalog);
  if (!made) throw new Error("There are no code tables.");
  for (const name of ["id", "name", "few", "third"]) {
    const field = catalog.field(name);
    if (field) await sameAsLoaded(db, catalog, field, made);
  }
  expect(await made.codes("share")).toBeNull();
  for (const name of ["price", "share", "far"]) {
    const field = catalog.field(name);
    if (field) expect(shown(await made.numbers(name))).toEqual(shown(await loadNumbers(db, catalog, field)));
  }
  await made.close();
  await db.run("USE memory");
  await db.run("DETACH large");
  db.closeSync();
}, 60_000);

test("a click is answered from them, and without them once they cannot be read", async () => {
  const db = await instance.connect();
  await db.run("ATTACH ':memory:' AS small");
  await db.run("USE small");
  const model = await fillGeneration(db, [
    { name: "T", fields: { City: "VARCHAR", Amount: "INTEGER" }, rows: [["a", 1], ["b", 2], ["a", 3]] }, // biome-ignore format: rows
  ]);
  const catalog = catalogOf(model);
  const path = join(folder, "click");
  await saveCodes(db, catalog, path);
  const batch = {
    questions: {
      q: { kind: "cube" as const, dimensions: [{ expression: "City" }], measures: ["Sum(Amount)"] },
    },
  };
  const whole = await readFile(path);
  for (const bytes of [whole, whole.subarray(0, -1), whole.subarray(0, 4), Buffer.alloc(0)]) {
    await writeFile(path, bytes);
    const codes = await SavedCodes.open(path, catalog);
    expect(codes === null).toBe(bytes !== whole);
    const kernel = new KernelStore(catalog, new KernelBudget(1e6), codes);
    const { answers } = await answerBatch(db, model, batch, { generation: "g", kernel });
    expect(answers.q).toMatchObject({ rows: [["a", 4], ["b", 2]] }); // biome-ignore format: rows
    expect(kernel.answered).toBe(1);
    await kernel.close();
  }
  await db.run("USE memory");
  await db.run("DETACH small");
  db.closeSync();
});
