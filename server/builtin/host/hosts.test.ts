import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { OnUsage } from "@/server/platform/port";
import { eventually } from "@/server/testing/eventually";
import { hostTests, id, MEBIBYTE, sales, total } from "./testing/hosts";

const w = hostTests();
const { put, start } = w;

test("the CPU time of every question somebody asks is told with the tenant; what the platform asks itself is not", async () => {
  await put([id("ten_a"), id("ten_b")], sales("ann", 5));
  const told: Parameters<OnUsage>[0][] = [];
  const engine = start({ onUsage: (event) => told.push(event) });
  await engine.for("everything").query(id("ten_a"), total);
  expect(told).toEqual([]);
  await engine.query(id("ten_a"), total);
  await expect(engine.query(id("ten_b"), { ...total, measures: ["Sum(Nothing)"] })).rejects.toThrow();
  expect(told.map(({ tenant, type }) => [tenant, type])).toEqual([
    ["ten_a", "query.cpu"],
    ["ten_b", "query.cpu"],
  ]);
  for (const { quantity } of told) expect(quantity).toBeGreaterThan(0);
});

test("queries, field values and the model are answered from a sealed generation", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  expect(await engine.query(id("ten_a"), { ...total, totals: true })).toEqual({
    columns: [
      { name: "Owner", kind: "dimension", type: "text" },
      { name: "Sum(Amount)", kind: "measure", type: "integer" },
    ],
    rows: [
      ["ann", 5],
      ["ann2", 1],
    ],
    totals: [6],
    rowCount: 2,
    generation: "gen_1",
  });
  expect((await engine.fieldValues(id("ten_a"), { field: "Owner" })).values).toHaveLength(2);
  const model = await engine.model(id("ten_a"));
  expect(Object.keys(model).sort()).toEqual([
    "associations",
    "fields",
    "keys",
    "loops",
    "loosened",
    "syntheticKeys",
    "tables",
  ]);
  expect(engine.stats()).toMatchObject({ hosts: 1, open: 1, queries: 0 });
  await engine.release(id("ten_a"));
  expect(engine.stats()).toMatchObject({ open: 0, bytes: 0 });
  await eventually(async () => expect(await readdir(join(w.scratch, "host-0"))).toEqual([]));
});

test("a click is answered in one question, its wrong part by an error", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  const cube = (measure: string) => ({ kind: "cube" as const, dimensions: [], measures: [measure] });
  const answer = await engine.ask(id("ten_a"), {
    selections: { Owner: ["ann"] },
    questions: {
      all: cube("Sum({1} Amount)"),
      own: cube("Sum(Amount)"),
      bad: cube("Sum(Amuont)"),
      owners: { kind: "values", field: "Owner" },
    },
  });
  expect(answer).toMatchObject({
    generation: "gen_1",
    answers: {
      all: { rows: [[6]] },
      own: { rows: [[5]] },
      bad: { kind: "error", code: "query.field_missing", line: 1, column: 5 },
      owners: { total: 2, counts: { S: 1, A: 1 } },
    },
    fields: { Owner: { counts: { S: 1, A: 1 }, distinct: 2 } },
  });
});

test("scratch is wiped at the start and at the end", async () => {
  await mkdir(join(w.scratch, "host-0"), { recursive: true });
  await writeFile(join(w.scratch, "host-0", "left.duckdb"), "plain data of an earlier process");
  const engine = start();
  await eventually(async () => expect(await readdir(join(w.scratch, "host-0"))).toEqual([]));
  await put(id("ten_a"), sales("ann", 5));
  await engine.query(id("ten_a"), total);
  expect(await readdir(join(w.scratch, "host-0"))).toHaveLength(1);
  await engine.close();
  expect(await readdir(w.folder)).not.toContain("scratch");
});

test("errors keep their code, place and advice on the way", async () => {
  await put(id("ten_a"), sales("ann", 5));
  const engine = start();
  await expect(engine.query(id("ten_a"), { dimensions: ["owner"], measures: [] })).rejects.toMatchObject({
    kind: "invalid",
    code: "query.field_missing",
    options: { params: { nearest: "Owner" }, issues: [{ path: "dimensions[0]" }] },
  });
  await expect(engine.query(id("ten_x"), total)).rejects.toMatchObject({ code: "generations.missing" });
});

describe("many generations", () => {
  test("100 generations under a small byte budget stay correct, and within it", async () => {
    const ids = Array.from({ length: 100 }, (_, i) => id(`ten_${i % 20}`, `app_${i}`));
    // Four generations each hold the same 25 kinds of rows: making database files is what takes time here.
    for (let i = 0; i < 25; i++)
      await put(
        ids.filter((_, n) => n % 25 === i),
        sales(`t${i}`, i),
      );
    const maxBytes = 40 * MEBIBYTE;
    const engine = start({ count: 2, maxBytes });
    const order = [...ids.keys()].flatMap((i) => (i % 4 === 0 ? [i, (i * 37) % 100] : [i]));
    await Promise.all(
      order.map(async (i) => {
        const { rows } = await engine.query(ids[i] ?? id("none"), total);
        expect(rows).toEqual([
          [`t${i % 25}`, i % 25],
          [`t${i % 25}2`, 1],
        ]);
        expect(engine.stats().bytes).toBeLessThanOrEqual(2 * maxBytes);
      }),
    );
    const { open, bytes } = engine.stats();
    expect(open).toBeLessThan(20);
    expect(bytes).toBeLessThanOrEqual(2 * maxBytes);
    const files = (await Promise.all([0, 1].map((i) => readdir(join(w.scratch, `host-${i}`))))).flat();
    expect(files.length).toBeLessThan(25);
  }, 120_000);

  test("a generation that can never fit is refused", async () => {
    await put(id("ten_a"), sales("ann", 5));
    const engine = start({ maxBytes: 1024 });
    await expect(engine.query(id("ten_a"), total)).rejects.toMatchObject({ code: "engine.too_large" });
  });
});
