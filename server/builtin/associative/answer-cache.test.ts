import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { fillGeneration } from "@/server/builtin/testing";
import type { Answer, Question } from "@/server/platform/model";
import { AnswerCache, answerKey } from "./answer-cache";
import { answerBatch } from "./ask";
import { world } from "./testing/small-world";

const figure = (measure: string): Question => ({ kind: "cube", dimensions: [], measures: [measure] });
const answer = (text: string): Answer => ({ kind: "error", code: "c", message: text });

test("the answers used last are kept, up to a size", () => {
  const cache = new AnswerCache(400);
  for (const key of ["a", "b", "c", "d"]) cache.set(key, answer("x".repeat(40)));
  expect(cache.get("a")).toBeDefined();
  for (const key of ["e", "f"]) cache.set(key, answer("x".repeat(40)));
  expect(["a", "b", "f"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  cache.set("large", answer("x".repeat(200)));
  expect(cache.get("large")).toBeUndefined();
});

test("a key tells selections, locks, variables and questions apart, not their order", () => {
  const question = figure("Sum(A)");
  const key = answerKey({ selections: { A: [1], B: [2] }, locked: ["A", "B"] }, question);
  expect(answerKey({ selections: { B: [2], A: [1] }, locked: ["B", "A"] }, question)).toBe(key);
  expect(answerKey({ selections: { A: [1] }, locked: ["A", "B"] }, question)).not.toBe(key);
  expect(answerKey({ selections: { A: [1], B: [2] }, locked: ["A"] }, question)).not.toBe(key);
  expect(answerKey({ variables: { v: 1 } }, question)).not.toBe(
    answerKey({ variables: { v: "1" } }, question),
  );
  expect(answerKey({}, figure("Sum(If(Day = Today(), 1))"))).toBeNull();
});

test("answers given before are the same again; an error is tried anew", async () => {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, world);
  const cache = new AnswerCache(100_000);
  const questions = {
    sum: figure("Sum(Amount)"),
    bad: figure("Sum(Nothing)"),
    all: figure("Sum({1} Amount)"),
  };
  const ask = (city: string) =>
    answerBatch(db, model, { selections: { City: [city] }, questions }, { generation: "g", cache });
  const [rome, oslo] = [await ask("Rome"), await ask("Oslo")];
  expect(rome.answers.sum).toMatchObject({ rows: [[150.1]] });
  expect(oslo.answers.sum).toMatchObject({ rows: [[25]] });
  expect(await ask("Rome")).toEqual(rome);
  expect(Object.keys((await ask("Oslo")).answers)).toEqual(["sum", "bad", "all"]);
});
