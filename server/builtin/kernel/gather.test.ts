import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test, vi } from "vitest";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { fillGeneration } from "@/server/builtin/testing";
import { KernelBudget } from "./budget";
import { memoryFor } from "./memory";
import { KernelStore } from "./store";

vi.mock("./memory", async (original) => {
  const { memoryFor, ...others } = await original<typeof import("./memory")>();
  return { ...others, memoryFor: vi.fn(memoryFor) };
});

test("columns that only one figure is gathered by are made once, not by every click", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  const model = await fillGeneration(db, [
    { name: "A", fields: { k: "INTEGER", a: "INTEGER" }, rows: [1, 2, 3, 4].map((n) => [n, n * 5]) },
    { name: "B", fields: { k: "INTEGER", b: "INTEGER" }, rows: [1, 2, 3, 4].map((n) => [n, n]) },
  ]);
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
  const total = { kind: "cube" as const, dimensions: [], measures: ["Sum(a)"] };
  const sumOf = async (b: number[]) => {
    const click = { selections: { b }, questions: { total } };
    const { answers } = await answerBatch(db, model, click, { generation: "g", kernel });
    return answers.total;
  };
  expect(await sumOf([1, 2])).toMatchObject({ rows: [[15]] });
  vi.mocked(memoryFor).mockClear();
  expect(await sumOf([3])).toMatchObject({ rows: [[15]] });
  expect(await sumOf([1, 4])).toMatchObject({ rows: [[25]] });
  expect(kernel.answered).toBe(3);
  expect(vi.mocked(memoryFor).mock.calls.filter(([rows]) => rows > 0)).toEqual([]);
  db.closeSync();
  instance.closeSync();
});
