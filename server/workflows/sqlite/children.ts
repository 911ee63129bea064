import { and, eq, inArray, isNull } from "drizzle-orm";
import type { StepError } from "@/db/schema";
import { childFailed, stepFailed } from "../errors";
import type { Batch } from "./batch";
import { newRunRow } from "./engine";
import type { Execution } from "./execution";
import { decode, encode, NEVER, type RunRow, type StepRow } from "./rows";
import { isSettled, mayBeUndone, newStepRow } from "./step";

export interface ChildSpec {
  name: string;
  input: unknown;
  id: string;
  queue?: string;
  tenant?: string;
}

/** What a child step keeps as output: which run it is and, once ended, what came of it. */
export interface ChildResult {
  run: string;
  output?: unknown;
  error?: StepError;
}

interface Awaited {
  spec: ChildSpec;
  row: StepRow;
  fresh: boolean;
}

/** `WorkflowScope.children`: all are started in one write; the parent gives its worker up while it waits. */
export async function runChildren<T>(exec: Execution, specs: readonly ChildSpec[]): Promise<T[]> {
  const entries = await Promise.all(specs.map((spec) => enter(exec, spec)));
  const open = entries.filter(({ row }) => !isSettled(row));
  const settled = open.length ? await settle(exec, entries) : entries.map(({ row }) => row);
  for (const row of settled) rememberUndo(exec, row);
  const results = settled.map((row) => decode(row.output) as ChildResult);
  const failed = results.find((result) => result.error);
  if (failed?.error) throw stepFailed(failed.error);
  return results.map((result) => result.output as T);
}

function enter(exec: Execution, spec: ChildSpec): Promise<Awaited> {
  return exec.operate("child", spec.name, async (seq, past) => {
    const output = encode({ run: spec.id });
    const row = past ?? {
      ...newStepRow(exec, seq, "child", spec.name),
      state: "running" as const,
      attempt: 1,
      output,
      hasUndo: true,
    };
    return { spec, row, fresh: !past };
  });
}

function settle(exec: Execution, entries: Awaited[]): Promise<StepRow[]> {
  if (exec.replayOnly) {
    // Some may have ended well before the run was stopped: they are undone with it.
    for (const { row, fresh } of entries) if (!fresh) rememberUndo(exec, row);
    return exec.frontier();
  }
  return exec.guard(async () => {
    const children = await exec.write((batch) => startAndLook(batch, exec, entries));
    const rows = entries.map(({ spec, row }) =>
      isSettled(row) ? row : outcome(exec, row, children.get(spec.id)),
    );
    const changed = rows.filter((row, i) => isSettled(row) && row !== entries[i]?.row);
    const at = exec.now();
    if (changed.length) {
      exec.writeLater((batch) => {
        for (const row of changed) batch.step(exec.row.rootId, row, at);
      });
    }
    if (rows.every(isSettled)) return rows;
    return exec.wait(NEVER);
  });
}

/** Children that a retry set back before the parent came to them were held: now they may begin. */
async function release(batch: Batch, exec: Execution, fresh: Awaited[], at: number): Promise<void> {
  if (fresh.length === 0) return;
  const runs = batch.tables.workflowRuns;
  const ids = fresh.map(({ spec }) => spec.id);
  const held = and(
    inArray(runs.id, ids),
    eq(runs.parentId, exec.row.id),
    eq(runs.state, "queued"),
    eq(runs.dueAt, new Date(NEVER)),
  );
  const freed = await batch.db
    .update(runs)
    .set({ dueAt: new Date(at) })
    .where(held)
    .returning({ queue: runs.queue });
  for (const { queue } of freed) batch.afterCommit.push(() => exec.engine.queued(queue));
}

async function startAndLook(batch: Batch, exec: Execution, entries: Awaited[]): Promise<Map<string, RunRow>> {
  const at = exec.now();
  const fresh = entries.filter((entry) => entry.fresh);
  for (const { row } of fresh) batch.step(exec.row.rootId, row, at);
  if (fresh.length) {
    await batch.insertRuns(fresh.map(({ spec }) => newRunRow({ ...spec, parent: exec.row }, at)));
  }
  const runs = batch.tables.workflowRuns;
  await release(batch, exec, fresh, at);
  const ids = entries.filter(({ row }) => !isSettled(row)).map(({ spec }) => spec.id);
  const rows = await batch.db.select().from(runs).where(inArray(runs.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The step of a child after a look at its run: unchanged while that is open. */
function outcome(exec: Execution, row: StepRow, child: RunRow | undefined): StepRow {
  if (!child) return row;
  if (child.parentId !== exec.row.id) return failed(exec, row, idTaken(child.id));
  if (child.endedAt === null) return row;
  if (child.state !== "succeeded") return failed(exec, row, childFailed(child));
  const output = encode({ run: child.id, output: child.output });
  return { ...row, state: "succeeded", output, endedAt: exec.now() };
}

function failed(exec: Execution, row: StepRow, error: StepError): StepRow {
  const { run } = decode(row.output) as ChildResult;
  return { ...row, state: "failed", output: encode({ run, error }), error, endedAt: exec.now() };
}

const idTaken = (id: string): StepError => ({
  code: "workflows.child_id_taken",
  message: `There is already a run "${id}" that this run did not start.`,
  advice: "Give the child an id that names its parent.",
  retryable: false,
  params: { run: id },
});

/** A failed child may have left effects as well: it is undone with its parent, unless its id was never ours. */
function rememberUndo(exec: Execution, row: StepRow): void {
  if (mayBeUndone(row) && row.error?.code !== "workflows.child_id_taken") exec.undos.push({ row });
}

/** How many of a run's children have not ended; those a retry holds back until the parent comes to them don't count. */
export async function countOpenChildren(batch: Batch, runId: string): Promise<number> {
  const runs = batch.tables.workflowRuns;
  const rows = await batch.db
    .select({ state: runs.state, dueAt: runs.dueAt })
    .from(runs)
    .where(and(eq(runs.parentId, runId), isNull(runs.endedAt)));
  return rows.filter((row) => row.state !== "queued" || row.dueAt.getTime() !== NEVER).length;
}
