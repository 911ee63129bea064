import type { StepState } from "@/db/schema";
import { toErrorData } from "@/server/shared/errors";
import { INTERRUPTED, stepFailed } from "../errors";
import { isCancelled, type RetryPolicy, type StepCall } from "../port";
import { pauseBefore } from "./backoff";
import { type Execution, HALT } from "./execution";
import { lazyReporter, type Reporter } from "./reporter";
import { encode, retryState, type StepRow } from "./rows";

/** Pauses up to this long keep their worker; longer ones give it up and survive the process. */
const PARK_MS = 2_000;

const STATES = {
  do: { running: "running", waiting: "queued", done: "succeeded", failed: "failed" },
  undo: { running: "undoing", waiting: "undoing", done: "undone", failed: "undo-failed" },
} as const satisfies Record<string, Record<string, StepState>>;

/** A step's effect, or its reversal, to be tried by a policy until it is done. */
export interface Task {
  row: StepRow;
  phase: keyof typeof STATES;
  policy?: RetryPolicy;
  body(call: StepCall): Promise<unknown>;
}

interface Try {
  task: Task;
  exec: Execution;
  failures: number;
  retryAt: number;
}

/**
 * Tries until done and returns the finished row; its checkpoint is on its way to the disk. Throws the stored error
 * once the policy gives up, HALT if the run stops meanwhile.
 */
export async function persevere(exec: Execution, task: Task): Promise<StepRow> {
  const state: Try = { exec, task, ...retryState(task.row) };
  let row = task.row;
  for (;;) {
    if (exec.stopped) throw HALT;
    if (state.retryAt > 0) await pause(state);
    row = await begin(state, row);
    const startedAt = exec.now();
    const reporter = lazyReporter(exec, row);
    try {
      const key = `${row.runId}:${row.seq}:${row.name}${task.phase === "undo" ? ":undo" : ""}`;
      const value = await task.body({
        key,
        attempt: row.attempt,
        signal: exec.signal,
        report: reporter.report,
      });
      return finish(state, row, task.phase === "do" ? encode(value) : row.output, reporter);
    } catch (error) {
      row = await afterFailure(state, row, startedAt, error, reporter);
    }
  }
}

async function pause({ exec, retryAt }: Try): Promise<void> {
  const ms = retryAt - exec.now();
  if (ms <= 0) return;
  if (ms > PARK_MS) exec.wait(retryAt);
  try {
    await exec.engine.clock.sleep(ms, exec.signal);
  } catch {
    throw HALT;
  }
}

/** The start of a try is on disk before its body runs, so that tries count on over crashes. */
async function begin({ exec, task }: Try, past: StepRow): Promise<StepRow> {
  const at = exec.now();
  const died = task.phase === "do" && past.state === "running";
  const attempt = STATES[task.phase].running === past.state || past.state === "queued" ? past.attempt + 1 : 1;
  const row: StepRow = { ...past, state: STATES[task.phase].running, attempt, endedAt: null };
  await exec.write((batch) => {
    if (died) {
      const { runId, seq, startedAt } = past;
      const error = INTERRUPTED;
      batch.attempt({ runId, seq, attempt: past.attempt, phase: "do", error, startedAt, endedAt: at });
    }
    batch.step(exec.row.rootId, row, at);
  });
  if (!exec.stopped) return row;
  if (task.phase === "do") await giveBack(exec, row);
  throw HALT;
}

/** Stopped between the start's commit and the body: nothing has happened yet. */
async function giveBack(exec: Execution, row: StepRow): Promise<void> {
  const at = exec.now();
  const state = exec.stopping === "cancel" ? "cancelled" : "queued";
  await exec.write((batch) => batch.step(exec.row.rootId, { ...row, state }, at));
}

function finish({ exec, task }: Try, row: StepRow, output: string | null, reporter: Reporter): StepRow {
  const at = exec.now();
  const done: StepRow = { ...row, state: STATES[task.phase].done, output, error: null, endedAt: at };
  const report = reporter.end();
  exec.writeLater((batch) => {
    report(batch);
    batch.step(exec.row.rootId, done, at);
  });
  return done;
}

async function afterFailure(
  state: Try,
  row: StepRow,
  startedAt: number,
  error: unknown,
  reporter: Reporter,
): Promise<StepRow> {
  const { exec, task } = state;
  const at = exec.now();
  const drained = exec.stopping === "drain";
  const next = drained ? { ...row, state: STATES[task.phase].waiting } : judge(state, row, error, at);
  const tried = {
    runId: row.runId,
    seq: row.seq,
    attempt: row.attempt,
    phase: task.phase,
    error: isCancelled(error) ? CANCELLED : toErrorData(error),
    startedAt,
    endedAt: at,
  };
  const report = reporter.end();
  await exec.write((batch) => {
    report(batch);
    if (!drained) batch.attempt(tried);
    batch.step(exec.row.rootId, next, at);
  });
  if (exec.stopped) throw HALT;
  if (next.endedAt !== null) throw stepFailed(tried.error, error);
  return next;
}

const CANCELLED = { code: "workflows.cancelled", message: "The run was cancelled.", retryable: false };

/** What a bad try makes of its step: cancelled with its run, to be tried again, or failed. */
function judge(state: Try, row: StepRow, error: unknown, at: number): StepRow {
  const { exec, task } = state;
  if (task.phase === "do" && exec.stopping === "cancel") return { ...row, state: "cancelled", endedAt: at };
  const { runId, seq, name, attempt } = row;
  exec.engine.log.warn(
    { err: error, run: runId, step: name, seq, attempt, phase: task.phase },
    "A step's try failed.",
  );
  const data = toErrorData(error);
  state.failures += 1;
  const pauseMs = pauseBefore(error, state.failures, task.policy, exec.engine.random);
  if (pauseMs === null) return { ...row, state: STATES[task.phase].failed, error: data, endedAt: at };
  state.retryAt = at + pauseMs;
  const retryAt = new Date(state.retryAt).toISOString();
  const params = { ...data.params, failures: state.failures, retryAt };
  return { ...row, state: STATES[task.phase].waiting, error: { ...data, params } };
}
