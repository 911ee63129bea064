import { stepFailed } from "../errors";
import type { StepCall, StepOptions } from "../port";
import { persevere } from "./attempts";
import type { Execution } from "./execution";
import { decode, type StepKind, type StepRow } from "./rows";

const SETTLED = ["succeeded", "failed", "skipped", "undoing", "undone", "undo-failed"] as const;
const settledStates: ReadonlySet<string> = new Set(SETTLED);

/** A row whose outcome is known and never found out again. */
export type SettledRow = StepRow & { state: (typeof SETTLED)[number] };
export const isSettled = (row: StepRow | undefined): row is SettledRow =>
  row !== undefined && settledStates.has(row.state);

/** Its effect may still be there. */
export const mayBeUndone = ({ state }: StepRow): boolean => state !== "undone" && state !== "skipped";

export function newStepRow(exec: Execution, seq: number, kind: StepKind, name: string): StepRow {
  return {
    runId: exec.row.id,
    seq,
    name,
    kind,
    state: "queued",
    attempt: 0,
    output: null,
    error: null,
    hasUndo: false,
    startedAt: exec.now(),
    endedAt: null,
  };
}

function rememberUndo<T>(exec: Execution, row: StepRow, result: T, { undo, retry }: StepOptions<T>): void {
  if (!undo || !mayBeUndone(row)) return;
  exec.undos.push({ row, policy: retry, undo: (call) => undo(call, result) });
}

/** `WorkflowScope.step` */
export function runStep<T>(
  exec: Execution,
  name: string,
  body: (call: StepCall) => Promise<T>,
  options: StepOptions<T> = {},
): Promise<T> {
  return exec.operate("step", name, (seq, past) => {
    if (isSettled(past)) return recall(exec, past, options);
    // A step cut off by a crash, or between two tries, may have had its effect: it is finished first, to be undone.
    const begun = past?.state === "running" || (past?.state === "queued" && past.attempt > 0);
    const settleFirst = begun && options.undo;
    if (exec.replayOnly && !settleFirst) return exec.frontier<T>();
    const row = { ...(past ?? newStepRow(exec, seq, "step", name)), hasUndo: !!options.undo };
    return exec.guard(async () => {
      const done = await persevere(exec, { row, phase: "do", policy: options.retry, body });
      const result = decode(done.output) as T;
      rememberUndo(exec, done, result, options);
      return result;
    });
  });
}

/** What a replay answers. */
async function recall<T>(exec: Execution, past: SettledRow, options: StepOptions<T>): Promise<T> {
  if (past.state === "failed") throw stepFailed(past.error ?? LOST_ERROR);
  const result = decode(past.output) as T;
  rememberUndo(exec, past, result, options);
  return result;
}

const LOST_ERROR = { code: "internal", message: "The step failed.", retryable: true };
