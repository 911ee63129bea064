import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Batch, Question } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { KernelStore } from "./store";

const dual = (num: number | null, txt: string | null) => ({ num, txt });
const [jan, feb, other, none, plain] = [
  dual(1, "Jan"),
  dual(2, "Feb"),
  dual(14, "Feb"),
  dual(null, "later"),
  dual(3, null),
];

/** Tables meet by a dual, and by a key that is a text in one of them. */
const tables: TestTable[] = [
  {
    name: "Sales",
    fields: { Month: "DUAL", Size: "DUAL", Shop: "INTEGER", Amount: "INTEGER" },
    rows: [
      [jan, dual(5, "5 pcs"), 1, 10],
      [feb, dual(7, "7 pcs"), 2, 20],
      [other, dual(null, "many"), 1, 30],
      [none, null, 3, 40],
      [plain, dual(5, "5 pcs"), 2, 50],
      [null, dual(0.5, "0.5"), 1, 60],
    ],
  },
  {
    name: "Months",
    fields: { Month: "DUAL", Quarter: "DUAL" },
    rows: [
      [jan, dual(1, "Q1")],
      [other, dual(2, "Q2")],
      [dual(9, "Sep"), dual(3, "Q3")],
    ],
  },
  {
    name: "Shops",
    fields: { Shop: "VARCHAR", City: "VARCHAR" },
    rows: [
      ["1", "Rome"],
      ["2", "Bern"],
      ["x", "Oslo"],
    ],
  },
];

let db: DuckDBConnection;
let model: AssociativeModel;
beforeAll(async () => {
  db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  model = await fillGeneration(db, tables);
});

const list = (field: string, order: "asc" | "desc"): Question => ({ kind: "values", field, order });
const cube = (dimensions: string[], measures: string[], order: "asc" | "desc" = "asc"): Question => ({
  kind: "cube",
  dimensions: dimensions.map((expression) => ({ expression, nulls: "show" })),
  measures,
  sort: [{ column: 0, order }],
  totals: true,
});

const asked: Record<string, Question> = {
  up: list("Month", "asc"),
  down: list("Month", "desc"),
  shops: list("Shop", "asc"),
  quarters: list("Quarter", "asc"),
  byMonth: cube(["Month"], ["Sum(Amount)", "Count(DISTINCT Size)"], "desc"),
  byQuarter: cube(["Quarter", "City"], ["Sum(Size)", "Count(Size)", "Avg(Size)", "Max(Size)"]),
  whole: { kind: "cube", dimensions: [], measures: ["Sum(Size * 2 + Amount)", "Min(Size) - Count(Size)"] },
};

test.each<[string, NonNullable<Batch["selections"]>]>([
  ["nothing selected", {}],
  ["by text", { Month: ["Jan"] }],
  ["by a text of two numbers", { Month: ["Feb"] }],
  ["by number, written as a number and as text", { Month: [14, "3"] }],
  ["by a text that is no number", { Size: ["many"] }],
  ["by a number as a text", { Size: ["0.50"] }],
  ["beyond a dual key", { Quarter: ["Q2"] }],
  ["beyond a key that is a number here and a text there", { City: ["Bern", "Oslo"] }],
  ["a value there is not", { Month: ["Dec"] }],
])("numbers with texts are answered from code tables as by SQL: %s", async (_, selections) => {
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
  const batch = { selections, questions: asked };
  const held = await answerBatch(db, model, batch, { generation: "g", kernel });
  expect(held).toEqual(await answerBatch(db, model, batch, { generation: "g" }));
  expect(kernel.answered).toBe(Object.keys(asked).length);
});

test("a number written as only DuckDB reads it takes the click the way of SQL", async () => {
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
  const batch = { selections: { Month: ["1e0"] }, questions: asked };
  const held = await answerBatch(db, model, batch, { generation: "g", kernel });
  expect(held).toEqual(await answerBatch(db, model, batch, { generation: "g" }));
  expect(kernel.answered).toBe(0);
});
