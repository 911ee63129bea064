import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { createGenerationFile } from "@/server/builtin/testing";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { silentLogger } from "@/server/shared/logger";
import { eventually } from "@/server/testing/eventually";
import { createEngineHosts } from "./hosts";
import { affordable, type QuestionLimits } from "./limits";
import type { EngineHosts } from "./port";

const MEBIBYTE = 1024 * 1024;
const ROWS = 100_000;
const SUM = (ROWS * (ROWS - 1)) / 2;
const key = async (tenant: string) => ({
  id: `dek_${tenant}`,
  bytes: createHash("sha256").update(tenant).digest(),
});
const of = (tenant: string) => ({ tenant, app: "app_1", generation: "gen_1" });

let folder: string;
let engine: EngineHosts;
const limits = new Map<string, QuestionLimits>();
/** How often a question's limits were looked up. */
let lookedUp = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-limits-"));
  const generations = createLocalGenerationStore({ folder: join(folder, "generations"), log: silentLogger });
  const plain = join(folder, "plain.duckdb");
  await createGenerationFile(plain, [{ name: "T", fields: { N: "BIGINT" }, rows: [[0]] }]);
  const instance = await DuckDBInstance.create(plain);
  const db = await instance.connect();
  await db.run(`INSERT INTO main."T" SELECT r FROM range(1, ${ROWS}) t(r)`);
  db.closeSync();
  instance.closeSync();
  for (const tenant of ["ten_small", "ten_large"])
    await generations.put(of(tenant), await key(tenant), plain);
  engine = createEngineHosts({
    ...{ count: 1, scratch: join(folder, "scratch"), generations, key, log: silentLogger },
    entry: await bundledEntry("engine-host"),
    maxBytes: 1024 * MEBIBYTE,
    limits: async (tenant) => {
      lookedUp++;
      return limits.get(tenant) ?? null;
    },
  });
}, 60_000);
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** As many groups as rows: some tens of megabytes, some tenths of a second. */
const hungry = {
  dimensions: ["=Repeat('x', 600) & N"],
  measures: ["Count(DISTINCT N)"],
  limit: 1,
};
const light = { dimensions: [], measures: ["Sum(N)"] };
const small: QuestionLimits = { memoryBytes: 32 * MEBIBYTE, timeoutMs: 30_000 };
const large: QuestionLimits = { memoryBytes: 300 * MEBIBYTE, timeoutMs: 30_000 };

test("memory: a question beyond its tenant's limit is refused by name, another tenant's is answered on the same host", async () => {
  limits.set("ten_small", small);
  limits.set("ten_large", large);
  const [refused, answered] = await Promise.allSettled([
    engine.query(of("ten_small"), hungry),
    engine.query(of("ten_large"), hungry),
  ]);
  expect(refused).toMatchObject({
    reason: {
      kind: "limit",
      code: "query.too_large",
      message: "The question needs more memory than the 32 MB it may use.",
      options: { advice: expect.stringContaining("a larger plan"), params: { limit: "32 MB" } },
    },
  });
  expect(answered).toMatchObject({ value: { rowCount: ROWS } });
  const questions = {
    hungry: {
      kind: "cube" as const,
      ...{ ...hungry, dimensions: hungry.dimensions.map((expression) => ({ expression })) },
    },
    light: { kind: "cube" as const, ...light },
  };
  const { answers } = await engine.ask(of("ten_small"), { questions });
  expect(answers.hungry).toMatchObject({
    code: "query.too_large",
    message: expect.stringContaining("32 MB"),
  });
  expect(answers.light).toMatchObject({ rows: [[SUM]] });
});

test("time: a question past its tenant's limit is interrupted, another tenant's is answered on the same host", async () => {
  limits.set("ten_small", { ...large, timeoutMs: 20 });
  limits.set("ten_large", large);
  await expect(engine.query(of("ten_small"), hungry)).rejects.toMatchObject({
    ...{ kind: "limit", code: "query.timeout" },
    options: { advice: expect.stringContaining("a larger plan") },
  });
  expect(await engine.query(of("ten_large"), hungry)).toMatchObject({ rowCount: ROWS });
});

test("another plan is felt by the next question; the one that runs is answered under the plan it was asked with", async () => {
  limits.set("ten_small", small);
  await engine.query(of("ten_small"), light);
  limits.set("ten_small", large);
  const before = lookedUp;
  const running = engine.query(of("ten_small"), hungry);
  await eventually(() => expect(lookedUp).toBe(before + 1));
  limits.set("ten_small", small);
  const next = engine.query(of("ten_small"), hungry);
  expect(await running).toMatchObject({ rowCount: ROWS });
  await expect(next).rejects.toMatchObject({ code: "query.too_large" });
  expect(engine.stats().open).toBe(2);
});

test("a host gives no more than it can afford, and never too little to open an app", () => {
  const asked = (megabytes: number, seconds: number) =>
    affordable({ memoryBytes: megabytes * MEBIBYTE, timeoutMs: seconds * 1000 }, 1500 * MEBIBYTE);
  expect(asked(448, 60)).toEqual({ memoryBytes: 448 * MEBIBYTE, timeoutMs: 60_000 });
  expect(asked(8192, 1e9)).toEqual({ memoryBytes: 500 * MEBIBYTE, timeoutMs: 3_600_000 });
  expect(asked(1, 1)).toEqual({ memoryBytes: 32 * MEBIBYTE, timeoutMs: 1000 });
});
