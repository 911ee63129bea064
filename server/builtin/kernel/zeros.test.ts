import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Batch, CubeQuestion, Question } from "@/server/platform/model";
import { KernelBudget } from "./budget";
import { KernelStore } from "./store";

const rows = [
  ["none", 0, 0.1, 1],
  ["even", 5, 0.1, 2],
  ["even", -5, -0.1, 2],
  ["null", null, null, 3],
  ["some", 2, 0.2, 4],
  ["more", 3, 0.3, 5],
];
const tables: TestTable[] = [
  { name: "T", fields: { Group: "VARCHAR", N: "INTEGER", D: "DOUBLE", Other: "INTEGER" }, rows },
];

let db: DuckDBConnection;
let model: AssociativeModel;
beforeAll(async () => {
  db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  model = await fillGeneration(db, tables);
});

const cube = (measures: string[], over: Partial<CubeQuestion> = {}): Question => ({
  kind: "cube",
  dimensions: [{ expression: "Group" }],
  measures,
  zeros: "hide",
  ...over,
});

/** Asks both ways and expects the same. @returns the rows' first cells, and whether code tables answered */
async function compare(question: Question, click: Partial<Batch> = {}) {
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
  const batch = { ...click, questions: { question } };
  const held = await answerBatch(db, model, batch, { generation: "g", kernel });
  expect(held).toEqual(await answerBatch(db, model, batch, { generation: "g" }));
  const { question: answer } = held.answers;
  const shown = answer?.kind === "cube" ? answer.rows.map(([first]) => first) : [];
  return { shown, isHeld: kernel.answered === 1 };
}

test.each<[string, Question, string[]]>([
  ["sums", cube(["Sum(N)"]), ["more", "some"]],
  ["anything but one measure of two", cube(["Sum(N)", "Max(N)"]), ["even", "more", "some"]],
  ["counts", cube(["Count(N)"]), ["even", "more", "none", "some"]],
  ["what is left out in a mean", cube(["Avg(N)"]), ["more", "some"]],
  ["differences", cube(["Sum(N) - 2"]), ["even", "more", "none", "null"]],
])("rows that come to nothing are left out as by SQL: %s", async (_, question, shown) => {
  expect(await compare(question)).toEqual({ shown, isHeld: true });
});

test("what is not shown is part of the rest and of the totals all the same", async () => {
  const question = cube(["Min(N)", "Sum(N)", "Count(N)"], { limit: 1, others: true, totals: true });
  expect(await compare(question)).toMatchObject({ isHeld: true });
});

test("with several dimensions, alternatives and selections", async () => {
  const dimensions = [{ expression: "Group" }, { expression: "Other" }];
  expect(await compare(cube(["Sum(N)"], { dimensions }))).toMatchObject({ isHeld: true });
  const click = { selections: { Group: ["even", "some"] } };
  expect(await compare(cube(["Sum(N)"], { alternatives: true }), click)).toMatchObject({ isHeld: true });
});

test("sums of doubles are told from 0 where they are larger than they can be wrong; else SQL tells", async () => {
  expect(await compare(cube(["Sum(D)"]))).toEqual({ shown: ["more", "none", "some"], isHeld: false });
  const click = { selections: { Group: ["none", "some", "more"] } };
  expect(await compare(cube(["Sum(D)"]), click)).toMatchObject({ isHeld: true });
});
