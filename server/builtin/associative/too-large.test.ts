import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { KernelBudget } from "@/server/builtin/kernel/budget";
import { KernelStore } from "@/server/builtin/kernel/store";
import { fillGeneration } from "@/server/builtin/testing";
import type { CubeQuestion } from "@/server/platform/model";
import { answerBatch } from "./ask";
import { catalogOf } from "./catalog";
import { query } from "./query";

const MOST = "9223372036854775807";

type Answered = (question: Partial<CubeQuestion>) => Promise<unknown>;

let bySql: Answered;
let byKernel: Answered;
let alone: Answered;
beforeAll(async () => {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, [
    {
      name: "T",
      fields: { K: "INTEGER", G: "VARCHAR", N: "BIGINT", I: "INTEGER" },
      rows: [
        [1, "a", MOST, 2_000_000_000],
        [2, "a", MOST, 2_000_000_000],
        [3, "b", "9007199254740993", 3],
      ],
    },
  ]);
  const kernel = new KernelStore(catalogOf(model), new KernelBudget(1_000_000));
  const asked = (options: { kernel?: KernelStore }): Answered => {
    return async (question) => {
      const q = { kind: "cube" as const, dimensions: [], measures: [], ...question };
      const { answers } = await answerBatch(db, model, { questions: { q } }, { generation: "g", ...options });
      return answers.q?.kind === "cube" ? answers.q.rows : answers.q;
    };
  };
  bySql = asked({});
  byKernel = asked({ kernel });
  alone = async ({ dimensions = [], measures = [] }) => {
    const texts = dimensions.map((d) => d.expression);
    return (await query(db, model, { dimensions: texts, measures }, { generation: "g" })).rows;
  };
});

const LARGE = 2 ** 63;

describe("whole numbers beyond 64 bits go on as doubles", () => {
  test.each<[string, number]>([
    ["Sum({<G={'a'}>} N)", 2 * LARGE],
    ["Sum(N)", 2 * LARGE + 2 ** 53],
    ["Sum({<G={'a'}>} I * I * I)", 1.6e28],
    ["Sum({<K={1}>} N + I)", LARGE + 2e9],
    ["Sum({<K={1}>} N) * 2", 2 * LARGE],
    ["Sum({<K={1}>} N) + Sum({<K={2}>} N)", 2 * LARGE],
    ["-Sum({<G={'a'}>} N) - 5", -2 * LARGE],
    ["RangeSum(Max(N), Max(N))", 2 * LARGE],
    ["Max(Aggr(Sum(N), G))", 2 * LARGE],
    ["Sum(Aggr(NODISTINCT Sum(N), G))", 4 * LARGE + 2 ** 53],
    ["$(=Max(N) + Max(N)) / 2", LARGE],
    ["Count({<G={'=Sum(N)*2>0'}>} K)", 0],
    ['Count({<G={"=Sum(N)*2>0"}>} K)', 3],
    ["Fabs(Min(-N) * 3)", 3 * LARGE],
  ])("%s", async (measure, expected) => {
    for (const ask of [bySql, byKernel, alone]) {
      const rows = (await ask({ measures: [measure] })) as number[][];
      expect(Number(rows[0]?.[0])).toBeCloseTo(expected, -Math.log10(Math.max(1, expected * 1e-12)) | 0);
    }
  });

  test("in all rows and totals, also of a calculated dimension", async () => {
    const question = {
      dimensions: [{ expression: "=If(I * I * I > 1e27, 'many', 'few')" }],
      measures: ["Sum(N)", "Count(K)"],
      sort: [{ column: 0, order: "asc" as const }],
      others: true,
      limit: 1,
    };
    for (const ask of [bySql, byKernel]) expect(await ask(question)).toEqual([["few", 9007199254740992, 1]]);
  });

  test("what fits stays exact", async () => {
    for (const ask of [bySql, byKernel, alone])
      expect(await ask({ measures: ["Sum({<K={3}>} N)", "Max(N) - 1"] })).toEqual([
        ["9007199254740993", "9223372036854775806"],
      ]);
  });

  test("an error of another kind is still one, with its expression", async () => {
    expect(await bySql({ measures: ["Sum(N)", "Sum(Nn)"] })).toMatchObject({ kind: "error", part: "Nn" });
  });
});
