import { and, eq } from "drizzle-orm";
import { toErrorData } from "@/server/shared/errors";
import { cancelFamily } from "./cancel";
import { type Ending, end, handBack, park } from "./endings";
import type { Engine } from "./engine";
import { Execution, HALT } from "./execution";
import { type Job, replayBody } from "./replay";
import type { RunRow } from "./rows";
import { unwind } from "./unwind";

/** Works on a claimed run until it ends, waits or stops. Never throws. */
export async function work(engine: Engine, job: Job): Promise<void> {
  try {
    await (job.row.state === "running" ? run(engine, job) : unwind(engine, job));
  } catch (error) {
    // The row keeps its owner; `tend` hands it back once the store can be written again.
    if (error !== HALT) engine.log.error({ err: error, run: job.row.id }, "A run could not be worked on.");
  } finally {
    engine.live.delete(job.row.id);
    engine.roomFreed();
  }
}

async function run(engine: Engine, job: Job): Promise<void> {
  const { row } = job;
  const exec = new Execution(engine, row, job.definition, job.history);
  engine.live.set(row.id, exec);
  const outcome = await replayBody(exec);
  switch (outcome.kind) {
    case "returned":
      return endOrUnwind(exec, job, { state: "succeeded", output: outcome.output });
    case "threw":
      return fail(exec, job, outcome.error, outcome.fatal === true);
    case "parked":
      return exec.write((batch) => park(batch, engine, row, outcome.dueAt));
    case "stopped":
      return stop(exec, job);
  }
}

async function stop(exec: Execution, job: Job): Promise<void> {
  const { engine, row, stopping } = exec;
  if (stopping === "drain") return exec.write((batch) => handBack(batch, engine, row));
  if (stopping === "cancel")
    return unwind(engine, { ...job, row: { ...row, state: "cancelling" } }, exec.undos);
}

/** Ends the run, unless a cancel was asked for while its last step ran. */
async function endOrUnwind(exec: Execution, job: Job, ending: Ending): Promise<void> {
  const { engine, row } = exec;
  const cancelled = await exec.write(async (batch) => {
    if (await end(batch, engine, row, ending)) return null;
    const runs = batch.tables.workflowRuns;
    const mine = and(eq(runs.id, row.id), eq(runs.owner, engine.owner));
    const [found] = await batch.db.select().from(runs).where(mine);
    return found ?? null;
  });
  if (cancelled) await unwind(engine, { ...job, row: cancelled }, exec.undos);
}

async function fail(exec: Execution, job: Job, error: unknown, fatal: boolean): Promise<void> {
  const { engine, row } = exec;
  const data = toErrorData(error);
  engine.log.warn({ err: error, run: row.id, workflow: row.name }, "A run failed.");
  const keep = fatal || job.definition.options.onFailure === "keep";
  if (keep || exec.undos.length === 0) {
    await exec.write((batch) => cancelFamily(batch, engine, row.id));
    return endOrUnwind(exec, job, { state: "failed", error: data });
  }
  const undoing: RunRow = { ...row, state: "undoing", error: data };
  await exec.write(async (batch) => {
    await cancelFamily(batch, engine, row.id);
    const runs = batch.tables.workflowRuns;
    const mine = and(eq(runs.id, row.id), eq(runs.owner, engine.owner));
    await batch.db.update(runs).set({ state: "undoing", error: data }).where(mine);
    batch.runState(undoing, exec.now());
  });
  await unwind(engine, { ...job, row: undoing }, exec.undos);
}
