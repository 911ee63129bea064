import type { RunState, Schema, StepError, StepState } from "@/db/schema";
import { AppError } from "@/server/shared/errors";
import type { WorkflowEvent, WorkflowRun, WorkflowStep } from "../port";

export type RunRow = Schema["workflowRuns"]["$inferSelect"];
export type StepKind = WorkflowStep["kind"];

/** A step as the driver holds it: times in ms, output as JSON text so that null and undefined stay apart. */
export interface StepRow {
  runId: string;
  seq: number;
  name: string;
  kind: StepKind;
  state: StepState;
  attempt: number;
  output: string | null;
  error: StepError | null;
  hasUndo: boolean;
  startedAt: number;
  endedAt: number | null;
}

export interface AttemptRow {
  runId: string;
  seq: number;
  attempt: number;
  phase: "do" | "undo";
  error: StepError;
  startedAt: number;
  endedAt: number;
}

const ENDED_STATES: ReadonlySet<RunState> = new Set([
  "succeeded",
  "failed",
  "cancelled",
  "undone",
  "undo-failed",
]);
export const isEnded = (state: RunState): boolean => ENDED_STATES.has(state);

/** A waiting row is due at this instant only if somebody brings it forward: a parent that waits for children. */
export const NEVER = Date.UTC(9999, 0, 1);

/** JSON text, null for undefined. Throws `workflows.not_json` for what JSON can't hold. */
export function encode(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch (cause) {
    throw new AppError("failed", "workflows.not_json", "A step's result could not be kept as JSON.", {
      advice: "Return plain objects, without bigint values and circles.",
      cause,
    });
  }
}

export function decode(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}

export function toRun(row: RunRow): WorkflowRun {
  const { id, rootId, parentId, name, state, input, output, error, createdAt, startedAt, endedAt } = row;
  return { id, rootId, parentId, name, state, input, output, error, createdAt, startedAt, endedAt };
}

export function toStep(row: Schema["workflowSteps"]["$inferSelect"]): WorkflowStep {
  const { runId, seq, name, state, attempt, output, error, startedAt, endedAt } = row;
  return { runId, seq, name, kind: row.kind as StepKind, state, attempt, output, error, startedAt, endedAt };
}

export function toEvent(row: Schema["runEvents"]["$inferSelect"]): WorkflowEvent {
  const { id, rootId, runId, type, data, at } = row;
  return { id, rootId, runId, type, data, at };
}

/** Events of these don't repeat the output. */
const UNDO_STATES: ReadonlySet<StepState> = new Set(["undoing", "undone", "undo-failed"]);

/** Data of a `step.state` event as JSON text; the output is spliced in as it was encoded. */
export function stepEventData(row: StepRow): string {
  const { seq, name, state, attempt, error } = row;
  const text = JSON.stringify({ seq, step: name, state, attempt, ...(error ? { error } : {}) });
  return row.output === null || UNDO_STATES.has(state)
    ? text
    : `${text.slice(0, -1)},"output":${row.output}}`;
}

/** How often a step failed in this series of tries, and when the next is due: kept in its last error's params. */
export function retryState(row: StepRow | undefined): { failures: number; retryAt: number } {
  const open = row && (row.state === "queued" || row.state === "running" || row.state === "undoing");
  const params = open ? row.error?.params : undefined;
  const retryAt = typeof params?.retryAt === "string" ? Date.parse(params.retryAt) : 0;
  return { failures: typeof params?.failures === "number" ? params.failures : 0, retryAt };
}
