/**
 * P3: one click, whole trip through the engine host: states of 14 list boxes and the figures of 6 charts. A run is 21
 * clicks on values of its own, so that no answer was given before. Beside that the processor time of a pivot alone.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { createEngineHosts } from "@/server/builtin/host";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import type { BatchAnswer, Selections } from "@/server/platform/model";
import { silentLogger } from "@/server/shared/logger";
import { clicks, p3Data, questions } from "./p3-model";
import { finestGroups, pivotsInProcess } from "./p3-pivot";
import { type Click, codesWithTempTable, crossfiltered, wideCodes, type Yardstick } from "./p3-yardsticks";
import { type CaseSpec, median, runBench } from "./report";

const MILLION = 1_000_000;
const LIMIT_MS = { 1: 50, 10: 150 };
const BUDGET_BYTES = { 1: 1024 ** 3, 10: 3 * 1024 ** 3 };
type Millions = 1 | 10;

const closers: (() => unknown)[] = [];

/** A generation in a store and an engine host that answers from it. */
async function openEngine(millions: Millions): Promise<(selections: Selections) => Promise<BatchAnswer>> {
  const data = await p3Data(millions * MILLION);
  const folder = mkdtempSync(join(tmpdir(), "tenantry-p3-"));
  const generations = createLocalGenerationStore({ folder: join(folder, "store"), log: silentLogger });
  const id = { tenant: "ten_bench", app: "app_bench", generation: "gen_bench" };
  const key = { id: "dek_1", bytes: Buffer.alloc(32, 7) };
  await generations.put(id, key, { database: data.generation, codes: data.codeTables });
  const hosts = createEngineHosts({
    count: 1,
    scratch: join(folder, "engine"),
    generations,
    key: async () => key,
    entry: await bundledEntry("engine-host"),
    helper: await bundledEntry("engine-helper"),
    log: silentLogger,
    maxBytes: BUDGET_BYTES[millions],
    timeoutMs: 120_000,
  });
  closers.push(
    () => hosts.close(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  let click = 0;
  return async (selections) => {
    const answer = await hosts.ask(id, questions(selections, click++));
    const wrong = Object.values(answer.answers).find((a) => a.kind === "error");
    if (wrong?.kind === "error") throw new Error(`a question failed: ${wrong.message}`);
    return answer;
  };
}

/** Milliseconds of each click of one run. */
async function timed(run: number, click: Click): Promise<number[]> {
  const times: number[] = [];
  for (const selections of clicks(run)) {
    const began = performance.now();
    await click(selections);
    times.push(performance.now() - began);
  }
  return times;
}

const rate = (times: number[]) => 1000 / median(times);

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** Sums of the click's answers, to be seen in the report: an empty answer would be fast. */
function runner(ask: (selections: Selections) => Promise<BatchAnswer>) {
  let [run, cells] = [0, 0];
  const all: number[] = [];
  return {
    async times(): Promise<number[]> {
      const times = await timed(run++, async (selections) => {
        const { answers } = await ask(selections);
        for (const a of Object.values(answers))
          cells += a.kind === "values" ? a.values.length : a.kind === "cube" ? a.rows.length : 0;
      });
      all.push(...times);
      return times;
    },
    details: () => ({ clicks: all.length, p50: median(all), p95: p95(all), cells }),
  };
}

async function against(
  millions: Millions,
  open: (data: Awaited<ReturnType<typeof p3Data>>) => Promise<Yardstick>,
  figure: { unit: string; of(times: number[]): number },
): Promise<CaseSpec> {
  const yardstick = await open(await p3Data(millions * MILLION));
  closers.push(() => yardstick.close());
  const ours = runner(await openEngine(millions));
  let run = 0;
  return {
    unit: figure.unit,
    ours: async () => figure.of(await ours.times()),
    yardstick: async () => figure.of(await timed(run++, yardstick.click)),
    details: ours.details,
  };
}

/** Without the trip to the engine host, whose processor time this process does not know. */
async function pivot(): Promise<CaseSpec> {
  const data = await p3Data(MILLION);
  const [ours, yardstick] = [await pivotsInProcess(data), await finestGroups(data)];
  closers.push(
    () => ours.close(),
    () => yardstick.close(),
  );
  const runs = { ours: 0, yardstick: 0 };
  return {
    unit: "CPU ms",
    ours: async () => median(await cpuTimes(runs.ours++, ours.click)),
    yardstick: async () => median(await cpuTimes(runs.yardstick++, yardstick.click)),
    details: () => ({ cells: ours.cells() }),
  };
}

/** Milliseconds of processor time of each click of one run, on all threads. */
async function cpuTimes(run: number, click: Click): Promise<number[]> {
  const times: number[] = [];
  for (const selections of clicks(run)) {
    const before = process.cpuUsage();
    await click(selections);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times;
}

async function slowest(millions: Millions): Promise<CaseSpec> {
  const ours = runner(await openEngine(millions));
  return {
    unit: "ms",
    yardstick: LIMIT_MS[millions],
    ours: async () => p95(await ours.times()),
    details: ours.details,
  };
}

/** A reader looks at the first picture for so long before the first click. */
const LOOK_MS = 1500;

/** The first click on a dashboard that was just opened: nothing but its picture was asked for. */
async function firstClick(millions: Millions): Promise<CaseSpec> {
  let run = 0;
  return {
    unit: "ms",
    yardstick: LIMIT_MS[millions],
    async ours() {
      const ask = await openEngine(millions);
      await ask({});
      await setTimeout(LOOK_MS);
      const [selections = {}] = clicks(run++);
      const began = performance.now();
      await ask(selections);
      const ms = performance.now() - began;
      for (const close of closers.splice(0)) await close();
      return ms;
    },
  };
}

await runBench("p3", {
  "1m-vs-duckdb": () => against(1, codesWithTempTable, { unit: "clicks/s", of: rate }),
  "10m-vs-duckdb": () => against(10, wideCodes, { unit: "clicks/s", of: rate }),
  "1m-vs-crossfilter": () => against(1, crossfiltered, { unit: "ms", of: median }),
  "1m-pivot": pivot,
  "1m-p95": () => slowest(1),
  "10m-p95": () => slowest(10),
  "1m-first": () => firstClick(1),
  "10m-first": () => firstClick(10),
});
for (const close of closers) await close();
