import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { type Catalog, catalogOf } from "@/server/builtin/associative/catalog";
import { world } from "@/server/builtin/associative/testing/small-world";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { fillGeneration } from "@/server/builtin/testing";
import type { Batch } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { fieldsOfClicks } from "./foresight";
import { saveCodes } from "./save";
import { SavedCodes } from "./saved";
import { KernelStore } from "./store";

let folder: string;
let instance: DuckDBInstance;
let db: DuckDBConnection;
let model: AssociativeModel;
let catalog: Catalog;
let budget: KernelBudget;
let kernel: KernelStore;

const picture: Batch = {
  questions: {
    names: { kind: "values", field: "Name" },
    cities: { kind: "cube", dimensions: [{ expression: "=[City]" }], measures: ["Count(Order)"] },
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-ahead-"));
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  db = await instance.connect();
  model = await fillGeneration(db, world);
  catalog = catalogOf(model);
  await saveCodes(db, catalog, join(folder, "codes"));
});
afterAll(async () => {
  db.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => open(1_000_000));

async function open(bytes: number): Promise<void> {
  budget = new KernelBudget(bytes);
  kernel = new KernelStore(catalog, budget, await SavedCodes.open(join(folder, "codes"), catalog));
}

describe("what clicks on a picture need", () => {
  test("is what tables meet by and what can be selected in, each once", () => {
    const foreseen = fieldsOfClicks(catalog, picture);
    const fields = foreseen.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(["Name", "City"]));
    expect(new Set(fields).size).toBe(fields.length);
    const links = catalog.graph.links.flatMap((link) => link.fields);
    expect(fields).toEqual(expect.arrayContaining(links));
    const values = foreseen.flatMap((f) => (f.values ? [f.field] : []));
    expect(values.toSorted()).toEqual(["City", "Name"]);
    const unknown = fieldsOfClicks(catalog, { questions: { no: { kind: "values", field: "Nobody" } } });
    expect(unknown.map(({ field }) => field)).not.toContain("Nobody");
  });

  test("is there when the click comes: it reads no further column, and answers the same", async () => {
    for (const field of fieldsOfClicks(catalog, picture)) await kernel.ahead(field);
    const held = kernel.size;
    expect(held).toBeGreaterThan(3);
    const click = { ...picture, selections: { Name: ["Ann"] } };
    const byKernel = await answerBatch(db, model, click, { generation: "g", kernel });
    expect(byKernel).toEqual(await answerBatch(db, model, click, { generation: "g" }));
    expect(kernel.size).toBe(held);
  });

  test("is left out where something that is held would have to go, and where nothing was saved", async () => {
    await kernel.codes(db, "City");
    await open(budget.used);
    await kernel.codes(db, "City");
    const [held, used] = [kernel.size, budget.used];
    for (const field of fieldsOfClicks(catalog, picture)) await kernel.ahead(field);
    expect([kernel.size, budget.used]).toEqual([held, used]);
    const unsaved = new KernelStore(catalog, new KernelBudget(1_000_000));
    await unsaved.ahead({ field: "City", values: true });
    expect(unsaved.size).toBe(0);
  });
});
