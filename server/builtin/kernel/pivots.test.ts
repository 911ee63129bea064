import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { world } from "@/server/builtin/associative/testing/small-world";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { fillGeneration } from "@/server/builtin/testing";
import type { Batch, PivotQuestion } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { KernelStore } from "./store";
import { alike } from "./testing/alike";

let instance: DuckDBInstance;
let db: DuckDBConnection;
let model: AssociativeModel;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  db = await instance.connect();
  model = await fillGeneration(db, world);
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

const by = (...names: string[]) => names.map((expression) => ({ expression, nulls: "show" as const }));
const question: PivotQuestion = {
  kind: "pivot",
  rows: by("Category", "Product"),
  columns: by("City"),
  measures: ["Sum(Qty)", "Count(distinct Qty)", "Avg(Qty)", "Sum(Qty) / Sum(TOTAL Qty)"],
  expanded: [["Toys"]],
};

/** The same by code tables and by SQL. @returns whether code tables answered it */
async function compare(q: PivotQuestion, click: Partial<Batch> = {}): Promise<boolean> {
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(10_000_000));
  const batch = { ...click, questions: { q } };
  const bySql = await answerBatch(db, model, batch, { generation: "g" });
  const held = await answerBatch(db, model, batch, { generation: "g", kernel });
  expect(alike(held, bySql), `${JSON.stringify(held)}\n${JSON.stringify(bySql)}`).toBe(true);
  return kernel.answered === 1;
}

test.each<[string, Partial<PivotQuestion>]>([
  ["of rows and columns", {}],
  ["without columns", { columns: [] }],
  ["without rows", { rows: [] }],
  ["sorted by a measure", { sort: { measure: 0, order: "desc" } }],
  ["of few rows and columns", { limitRows: 2, limitColumns: 1 }],
  ["closed", { expanded: [] }],
  ["whose open rows are not there", { expanded: [["None"], ["Toys", "P2"]] }],
  ["with a set", { measures: ["Sum({<City={'Oslo'}>} Qty)", "Sum(Qty)"] }],
])("a pivot %s is answered from code tables as by SQL, all totals anew", async (_, over) => {
  expect(await compare({ ...question, ...over })).toBe(true);
  expect(await compare({ ...question, ...over }, { selections: { City: ["Oslo"] } })).toBe(true);
});

test.each<[string, Partial<PivotQuestion>]>([
  ["a field that is none", { rows: by("Category", "Prodct"), expanded: [] }],
  ["a measure that is none", { measures: ["Qty"] }],
  ["a sort by no measure", { sort: { measure: 7, order: "asc" } }],
  ["a look at the row above", { measures: ["Above(Sum(Qty))"] }],
])("%s is told, or computed, by SQL", async (_, over) => {
  expect(await compare({ ...question, ...over })).toBe(false);
});
