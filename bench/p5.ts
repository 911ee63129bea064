/**
 * P5: checkpointed workflow steps per second, synchronous=FULL, against bare fsynced single-row commits per second of
 * better-sqlite3 on the same disk. A run has twelve steps, as many as provisioning has.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { openSqliteStore } from "@/db/store.sqlite";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import { type CaseSpec, runBench } from "./report";

const STEPS = 12;
const COMMITS = 3000;
/** Enough to fill SQLite's log once: an installation overwrites it, only a new file still has to grow. */
const WARM_COMMITS = 1000;
const WARM_RUNS = { serial: 60, batched: 600 };

/** Beside the sources, because the system's folder for temporary files may be in memory. */
function folder(): string {
  const parent = resolve("node_modules/.cache/bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, "p5-"));
}

async function within<T>(body: (path: string) => Promise<T>): Promise<T> {
  const path = folder();
  try {
    return await body(join(path, "bench.db"));
  } finally {
    rmSync(path, { recursive: true });
  }
}

function bareCommits(): Promise<number> {
  return within(async (path) => {
    const db = new Sqlite(path);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.exec(
      "create table steps (id integer primary key, run text not null, name text not null, output text)",
    );
    const insert = db.prepare("insert into steps (run, name, output) values (?, ?, ?)");
    const commit = (i: number) => insert.run(`run-${i}`, "createTenant", '{"remoteId":"ten_1"}');
    for (let i = 0; i < WARM_COMMITS; i++) commit(i);
    const started = performance.now();
    for (let i = 0; i < COMMITS; i++) commit(i);
    const seconds = (performance.now() - started) / 1000;
    db.close();
    return COMMITS / seconds;
  });
}

/** Steps per second of `runs` runs, `inFlight` at a time. */
function steps(runs: number, inFlight: number, warmRuns: number): Promise<number> {
  return within(async (path) => {
    const store = await openSqliteStore(path);
    const workflows = createSqliteWorkflows({ store, clock: systemClock, log: silentLogger });
    let done = 0;
    workflows.define("twelve@1", async (wf) => {
      for (let i = 0; i < STEPS; i++) {
        await wf.step(`step-${i}`, async () => {
          done += 1;
          return { remoteId: `obj-${i}` };
        });
      }
    });
    workflows.queue("bench", { concurrency: inFlight });
    await workflows.launch();
    const one = async (id: string) => {
      await workflows.start("twelve@1", {}, { id, queue: "bench" });
      const run = await workflows.wait(id);
      if (run.state !== "succeeded") throw new Error(`${id} ended as ${run.state}`);
    };
    let next = 0;
    const runUpTo = async (count: number) => {
      const keepOneInFlight = async () => {
        while (next < count) await one(`run-${next++}`);
      };
      await Promise.all(Array.from({ length: inFlight }, keepOneInFlight));
    };
    await runUpTo(warmRuns);
    const started = performance.now();
    await runUpTo(warmRuns + runs);
    const seconds = (performance.now() - started) / 1000;
    await workflows.drain();
    await store.close();
    const expected = (warmRuns + runs) * STEPS;
    if (done !== expected) throw new Error(`${done} step bodies ran instead of ${expected}`);
    return (runs * STEPS) / seconds;
  });
}

const spec = (runs: number, inFlight: number, warmRuns: number): CaseSpec => ({
  unit: "steps/s",
  ours: () => steps(runs, inFlight, warmRuns),
  yardstick: bareCommits,
  runs: 7,
  details: () => ({ yardstickIs: "single-row commits/s", runs, inFlight, stepsPerRun: STEPS }),
});

await runBench("p5", {
  serial: () => spec(200, 1, WARM_RUNS.serial),
  batched: () => spec(1000, 50, WARM_RUNS.batched),
});
