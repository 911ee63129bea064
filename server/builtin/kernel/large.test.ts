import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import type { Batch, CubeQuestion, Selections } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { Helper } from "./helper/helper";
import { SHARED_ROWS } from "./memory";
import { KernelStore } from "./store";
import { alike } from "./testing/alike";

const ROWS = SHARED_ROWS + 100_001;
const FIELDS = ["k", "n", "price", "weight", "city", "region"];

const helper = new Helper((await bundledEntry("engine-helper")).file);
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
afterAll(async () => {
  instance.closeSync();
  await helper.close();
});

const cube = (over: Partial<CubeQuestion> = {}): CubeQuestion => ({
  kind: "cube",
  dimensions: [],
  measures: ["Sum(price)", "Sum(weight)", "Count(n)", "Min(n)", "Max(n)"],
  ...over,
});

const questions = (selections: Selections): Batch => ({
  selections,
  questions: {
    region: { kind: "values", field: "region" },
    city: { kind: "values", field: "city", sort: "frequency", order: "desc", limit: 20 },
    byRegion: cube({ dimensions: [{ expression: "region" }] }),
    byKey: cube({ dimensions: [{ expression: "k" }], sort: [{ column: 1, order: "desc" }], limit: 20 }),
    total: cube(),
  },
});

test("clicks on a table of millions of rows, passed by two threads, are answered as by SQL", async () => {
  const db = await instance.connect();
  await db.run(`CREATE TABLE Sales AS SELECT (hash(i) % 5001)::INTEGER AS k, (hash(i + 7) % 1000)::INTEGER AS n,
    CASE WHEN i % 11 > 0 THEN ((hash(i + 3) % 90000) / 100)::DECIMAL(10,2) END AS price,
    sin(i) * 1000 AS weight FROM range(${ROWS}) t(i)`);
  await db.run(`CREATE TABLE Places AS SELECT i::INTEGER AS k, 'City ' || (i % 300) AS city,
    'Region ' || (i % 300 % 12) AS region FROM range(4000) t(i)`);
  const fields = (names: string[]) => names.map((name) => ({ name, type: "", dual: false }));
  const model = await buildModel(db, [
    { name: "Sales", rows: ROWS, fields: fields(FIELDS.slice(0, 4)) },
    { name: "Places", rows: 4000, fields: fields(["k", ...FIELDS.slice(4)]) },
  ]);
  const tuning = { helper };
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(2 ** 30), null, tuning);
  const clicks: Selections[] = [
    {},
    { region: ["Region 3", "Region 7"] },
    { region: ["Region 3"], n: Array.from({ length: 700 }, (_, n) => n) },
    { city: ["City 5"] },
  ];
  for (const selections of clicks) {
    const byKernel = await answerBatch(db, model, questions(selections), { generation: "g", kernel });
    const bySql = await answerBatch(db, model, questions(selections), { generation: "g" });
    for (const [key, answer] of Object.entries(bySql.answers))
      expect(alike(byKernel.answers[key], answer), `${key} of ${JSON.stringify(selections)}`).toBe(true);
  }
  expect(kernel.answered).toBe(clicks.length * 5);
  expect(helper.isRunning).toBe(true);
  db.closeSync();
}, 60_000);
