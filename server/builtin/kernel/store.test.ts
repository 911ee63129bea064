import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeEach, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { world } from "@/server/builtin/associative/testing/small-world";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Batch, CubeQuestion, Question } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { KernelStore } from "./store";

let db: DuckDBConnection;
let model: AssociativeModel;

beforeEach(async () => {
  await open(world);
});

async function open(tables: readonly TestTable[]): Promise<void> {
  db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  model = await fillGeneration(db, tables);
}

const storeOf = (bytes = 1_000_000) => new KernelStore(catalogOf(model), new KernelBudget(bytes));
const list = (field: string): Question => ({ kind: "values", field });
const cube = (measure: string, over: Partial<CubeQuestion> = {}): Question => ({
  kind: "cube",
  dimensions: [{ expression: "City" }],
  measures: [measure],
  ...over,
});

/** Asks both ways, expects the same, and tells how many questions the code tables answered. */
async function answered(kernel: KernelStore, questions: Question[], click: Omit<Batch, "questions"> = {}) {
  const batch = { ...click, questions: Object.fromEntries(questions.map((q, i) => [`q${i}`, q])) };
  const before = kernel.answered;
  const byKernel = await answerBatch(db, model, batch, { generation: "g", kernel });
  expect(byKernel).toEqual(await answerBatch(db, model, batch, { generation: "g" }));
  return kernel.answered - before;
}

test("list boxes and plain charts over two facts are answered from code tables", async () => {
  const asked = [list("Name"), list("Category"), cube("Sum(Amount)"), cube("Count(Order)")];
  expect(await answered(storeOf(), asked, { selections: { City: ["Rome"] } })).toBe(3);
});

test.each([
  ["a set found by a search", cube('Sum({<City={"R*"}>} Amount)')],
  ["sets put together", cube("Sum({$ + 1} Amount)")],
  ["TOTAL of some dimensions", cube("Sum(TOTAL <City> Amount)")],
  ["nothing but TOTAL", cube("Sum(TOTAL Amount)")],
  ["what is left of different values", cube("Count(distinct Name)", { limit: 1, others: true })],
  ["arithmetic of several tables' rows", cube("Sum(Qty * Price)")],
  ["a function of a row", cube("Sum(Round(Amount))")],
  ["a function of aggregations", cube("Round(Sum(Amount) / 2)")],
  ["a calculated dimension", cube("Sum(Amount)", { dimensions: [{ expression: "=Year(Day)" }] })],
  [
    "what is left of two dimensions",
    cube("Sum(Amount)", {
      dimensions: [{ expression: "City" }, { expression: "Name" }],
      limit: 1,
      others: true,
    }),
  ],
  [
    "a dimension a row may have several values of",
    cube("Sum(Amount)", { dimensions: [{ expression: "Product" }] }),
  ],
  ["a dimension of unconnected tables", cube("Sum(Amount)", { dimensions: [{ expression: "Currency" }] })],
  ["the order of loading", { kind: "values", field: "City", sort: "load" }],
  ["a search", { kind: "values", field: "City", search: "R*" }],
] satisfies [string, Question][])("%s goes the way of SQL", async (_, question) => {
  expect(await answered(storeOf(), [question])).toBe(0);
});

test.each([
  ["arithmetic of aggregations", cube("Sum(Amount) / Count(Amount) - 2 * Max(Amount)")],
  ["a share of everything", cube("Sum(Amount) / Sum(TOTAL Amount)", { totals: true })],
  ["a share, and what is left", cube("Sum(Amount) / Sum(TOTAL Amount)", { limit: 1, others: true })],
  ["a share sorted by", cube("-Sum(Amount) / 7", { sort: [{ column: 1, order: "desc" }] })],
  ["a set of values", cube("Sum({<City={Rome}>} Amount) / Sum({1} Amount)", { totals: true })],
  [
    "a set without a field's selection",
    cube("Sum({<City=>} Amount)", { dimensions: [{ expression: "Name" }] }),
  ],
  ["a division by zero", cube("Sum(Amount) / (Count(Amount) - Count(Amount))")],
  ["different values", cube("Count(DISTINCT Category)", { dimensions: [] })],
  [
    "two dimensions, NULL shown in one",
    cube("Sum(Amount)", {
      dimensions: [{ expression: "City", nulls: "show" }, { expression: "Day" }],
      totals: true,
    }),
  ],
  [
    "three dimensions, sorted by the second and a measure",
    cube("Count(Amount)", {
      dimensions: [{ expression: "Name" }, { expression: "City" }, { expression: "Order" }],
      sort: [
        { column: 1, order: "desc" },
        { column: 3, order: "asc" },
      ],
      limit: 2,
      offset: 1,
    }),
  ],
  ["different values by a dimension", cube("Count(DISTINCT Name)", { totals: true })],
  ["different values of a set", cube("Count({1} DISTINCT Name)")],
  ["different values by itself", cube("Count(DISTINCT City) + Sum(Amount)")],
  [
    "different values by two dimensions",
    cube("Count(DISTINCT Day)", { dimensions: [{ expression: "City" }, { expression: "Name" }] }),
  ],
  ["arithmetic of a row", cube("Sum(Amount * (1 - Amount / 200)) / Max(Amount - 0.5)", { totals: true })],
  ["exact arithmetic of a row", cube("Sum(Amount * -Amount + 3)", { sort: [{ column: 1, order: "desc" }] })],
  ["a row's division by zero", cube("Avg(Amount / (Amount - 25))")],
] satisfies [string, Question][])("%s is answered from code tables", async (_, question) => {
  expect(await answered(storeOf(), [question], { selections: { City: ["Rome"] } })).toBe(1);
  expect(await answered(storeOf(), [question])).toBe(1);
});

test("a selection written in a way that only DuckDB reads takes the whole click the way of SQL", async () => {
  const day = { selections: { Day: ["2024-1-5"] } };
  expect(await answered(storeOf(), [list("City")], day)).toBe(0);
});

test("duals are answered from code tables; where a number has several texts, they go the way of SQL", async () => {
  const dual = (num: number, txt: string) => ({ num, txt });
  const rows = [
    [dual(1, "one"), dual(1, "one")],
    [dual(2, "two"), dual(1, "uno")],
  ];
  await open([{ name: "T", fields: { Both: "DUAL", Several: "DUAL" }, rows }]);
  expect(await answered(storeOf(), [list("Both"), list("Several")])).toBe(1);
});

test("a table that rows were deleted from is not held", async () => {
  await db.run(`DELETE FROM main."Orders" WHERE "Order" = 1`);
  model = { ...model, tables: model.tables.map((t) => (t.name === "Orders" ? { ...t, rows: 4 } : t)) };
  expect(await answered(storeOf(), [cube("Sum(Amount)"), list("Category")])).toBe(1);
});

test("what a click needs and the budget does not hold goes the way of SQL", async () => {
  const kernel = storeOf(100);
  expect(await answered(kernel, [list("Name"), cube("Sum(Amount)")])).toBe(0);
  expect(kernel.size).toBe(0);
});

test("what was used longest ago makes room, in whichever generation it is", async () => {
  const budget = new KernelBudget(400);
  const [first, second] = [
    new KernelStore(catalogOf(model), budget),
    new KernelStore(catalogOf(model), budget),
  ];
  expect(await answered(first, [list("Name")])).toBe(1);
  const alone = first.size;
  for (const field of ["Category", "City", "Name"]) expect(await answered(second, [list(field)])).toBe(1);
  expect(budget.used).toBeLessThanOrEqual(400);
  expect(first.size).toBeLessThan(alone);
  expect(await answered(first, [list("Name")])).toBe(1);
  second.close();
  first.close();
  expect(budget.used).toBe(0);
});

test("sums of numbers too large to be exact are left to SQL", async () => {
  const rows = [[9007199254740993n], [1n]];
  await open([{ name: "T", fields: { Big: "BIGINT" }, rows }]);
  expect(await answered(storeOf(), [cube("Sum(Big)", { dimensions: [] })])).toBe(0);
});

test("arithmetic of a row that is not exact is left to SQL, and what is worked out is held", async () => {
  const rows = [[-2147483648, 3_000_000_000n], [null, 3_000_000_000n], [7, 1n]]; // biome-ignore format: rows
  await open([{ name: "T", fields: { A: "INTEGER", B: "BIGINT" }, rows }]);
  const asked = (measure: string) => [cube(measure, { dimensions: [] })];
  const kernel = storeOf();
  expect(await answered(kernel, asked("Sum(A * B)"))).toBe(0);
  expect(await answered(kernel, asked("Sum(A - B)"))).toBe(1);
  const { size } = kernel;
  expect(await answered(kernel, asked("Sum(A - B)"))).toBe(1);
  expect(kernel.size).toBe(size);
});

test("the least 32-bit number among larger ones is a number, not NULL", async () => {
  await open([{ name: "T", fields: { A: "BIGINT" }, rows: [[-2147483648], [null], [3_000_000_000n]] }]);
  expect(await answered(storeOf(), [cube("Sum(A)", { dimensions: [] })])).toBe(1);
});

test("alternatives of a field are kept in charts of another table's numbers", async () => {
  await open([
    { name: "T", fields: { Amount: "INTEGER", k: "INTEGER" }, rows: [[1, 1], [2, 2], [4, 3]] }, // biome-ignore format: rows
    { name: "D", fields: { k: "INTEGER", Flag: "VARCHAR", j: "INTEGER" }, rows: [[1, "a", 1], [2, "b", 1], [9, "b", 1], [8, "a", 2]] }, // biome-ignore format: rows
    { name: "E", fields: { j: "INTEGER", Name: "VARCHAR" }, rows: [[1, "x"], [2, "y"]] }, // biome-ignore format: rows
  ]);
  const asked = cube("Sum(Amount)", {
    dimensions: [{ expression: "Flag", nulls: "show" }],
    alternatives: true,
  });
  for (const Name of [[], ["x"], ["y"]])
    expect(await answered(storeOf(), [asked], { selections: { Flag: ["a"], Name } })).toBe(1);
});
