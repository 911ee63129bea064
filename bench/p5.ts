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
    const started = performance.now();
    for (let i = 0; i < COMMITS; i++) insert.run(`run-${i}`, "createTenant", '{"remoteId":"ten_1"}');
    const seconds = (performance.now() - started) / 1000;
    db.close();
    return COMMITS / seconds;
  });
}

/** Steps per second of `runs` runs, `inFlight` at a time. */
function steps(runs: number, inFlight: number): Promise<number> {
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
    const started = performance.now();
    let next = 0;
    const keepOneInFlight = async () => {
      while (next < runs) await one(`run-${next++}`);
    };
    await Promise.all(Array.from({ length: inFlight }, keepOneInFlight));
    const seconds = (performance.now() - started) / 1000;
    await workflows.drain();
    await store.close();
    if (done !== runs * STEPS) throw new Error(`${done} step bodies ran instead of ${runs * STEPS}`);
    return done / seconds;
  });
}

const spec = (runs: number, inFlight: number): CaseSpec => ({
  unit: "steps/s",
  ours: () => steps(runs, inFlight),
  yardstick: bareCommits,
  runs: 7,
  details: () => ({ yardstickIs: "single-row commits/s", runs, inFlight, stepsPerRun: STEPS }),
});

await runBench("p5", { serial: () => spec(200, 1), batched: () => spec(1000, 50) });
