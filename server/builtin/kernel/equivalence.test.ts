import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { Random } from "@/server/builtin/associative/testing/random";
import { fillGeneration } from "@/server/builtin/testing";
import type { BatchAnswer } from "@/server/platform/model";
import { DEEP, FIRST_SEED } from "@/server/testing/deep";
import { KernelBudget } from "./budget";
import { KernelStore } from "./store";
import { alike } from "./testing/alike";
import { randomClick } from "./testing/clicks";
import { randomModels } from "./testing/tables";

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
});
afterAll(() => instance.closeSync());

/** Models compared; raise it (`TENANTRY_KERNEL_MODELS`) for a longer run. */
const MODELS = Number(process.env.TENANTRY_KERNEL_MODELS ?? 250);
const CLICKS = DEEP ? 4 : 1;
/** Values of code tables compared per model, at least: 10,000 in all. */
const VALUES = 40;

test("random clicks on random models are answered as by SQL, value by value", async () => {
  let [compared, plain, held, values, twisted] = [0, 0, 0, 0, 0];
  await fc.assert(
    fc.asyncProperty(randomModels(), fc.nat(), async (world, seed) => {
      const db = await instance.connect();
      await db.run("ATTACH ':memory:' AS world");
      await db.run("USE world");
      try {
        const model = await fillGeneration(db, world.tables);
        expect(model.syntheticKeys.length > 0, JSON.stringify(world)).toBe(world.twist === "synthetic key");
        expect(model.loosened?.length ?? 0, JSON.stringify(world)).toBe(world.twist === "circle" ? 1 : 0);
        const random = new Random(seed);
        // Tables are too small to have columns joined as large ones have.
        const tuning = { ...(seed % 3 > 0 ? { rowsPerJointCode: 0 } : {}), subtractAbove: seed % 2 };
        const store = new KernelStore(catalogOf(model), new KernelBudget(50_000_000), null, tuning);
        for (let i = 0; i < CLICKS; i++) {
          const click = randomClick(world, () => random.int(0, 1_000_000));
          // What all rows come to is known from the first picture on.
          if ((i + seed) % 6 === 0)
            await answerBatch(db, model, { ...click, selections: {} }, { generation: "g", kernel: store });
          const bySql = await answerBatch(db, model, click, { generation: "g" });
          const byKernel = await answerBatch(db, model, click, { generation: "g", kernel: store });
          const about = JSON.stringify(click);
          expect(Object.keys(byKernel.answers)).toEqual(Object.keys(bySql.answers));
          for (const [key, answer] of Object.entries(bySql.answers))
            expect(
              alike(byKernel.answers[key], answer),
              `${key} of ${about}: ${shown(byKernel, bySql, key)}`,
            ).toBe(true);
          expect(byKernel.fields, about).toEqual(bySql.fields);
          compared += Object.keys(bySql.answers).length;
          if (world.twist) continue;
          plain += Object.keys(bySql.answers).length;
          values += valuesIn(bySql.answers);
        }
        if (world.twist) {
          expect(store.answered).toBe(0);
          twisted++;
        }
        held += store.answered;
      } finally {
        await db.run("USE memory");
        await db.run("DETACH world");
        db.closeSync();
      }
    }),
    { numRuns: MODELS, endOnFailure: true, seed: FIRST_SEED },
  );
  expect(compared).toBeGreaterThan(MODELS * CLICKS);
  expect(values * (held / plain)).toBeGreaterThan(VALUES * MODELS);
  // What SQL answers both times compares nothing.
  expect(held, "answered from code tables").toBeGreaterThan(plain * 0.8);
  expect(twisted, "synthetic keys and circles").toBeGreaterThan(MODELS / 40);
}, 36_000_000);

test("a model with a table that LOOSEN TABLE names is left to SQL", async () => {
  const db = await instance.connect();
  await db.run("ATTACH ':memory:' AS loosened");
  await db.run("USE loosened");
  try {
    const model = await fillGeneration(db, [
      { name: "A", fields: { k: "INTEGER", a: "INTEGER" }, rows: [[1, 5]], loosened: true },
      { name: "B", fields: { k: "INTEGER", b: "INTEGER" }, rows: [[2, 7]] },
    ]);
    const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
    const click = {
      selections: { a: [5] },
      questions: { sum: { kind: "cube" as const, dimensions: [], measures: ["Sum(b)"] } },
    };
    const { answers } = await answerBatch(db, model, click, { generation: "g", kernel });
    expect(answers.sum).toMatchObject({ rows: [[7]] });
    expect(kernel.answered).toBe(0);
  } finally {
    await db.run("USE memory");
    await db.run("DETACH loosened");
    db.closeSync();
  }
});

/** Numbers, texts, … that an answer is made of. */
function valuesIn(answer: unknown): number {
  if (typeof answer !== "object" || answer === null) return 1;
  return Object.values(answer).reduce((sum: number, part) => sum + valuesIn(part), 0);
}

function shown(kernel: BatchAnswer, sql: BatchAnswer, key: string): string {
  return `\nkernel ${JSON.stringify(kernel.answers[key])}\nSQL    ${JSON.stringify(sql.answers[key])}`;
}
