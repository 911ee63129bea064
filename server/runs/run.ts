import type { Schema, StepError } from "@/db/schema";
import type { RunState, StepState } from "@/db/schema/states";
import type { WorkflowStep } from "@/server/workflows/port";

export type RunRow = Schema["runs"]["$inferSelect"];

/** Work that takes time, as the API and the portal show it. */
export interface Run {
  id: string;
  kind: string;
  tenantId: string | null;
  parentId: string | null;
  rootId: string;
  title: string;
  state: RunState;
  /** `unchanged`, `created` or `changed` for a run that ended well. */
  result: string | null;
  startedBy: string;
  error: StepError | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export function toRun(row: RunRow): Run {
  const { input: _input, ...shown } = row;
  return shown;
}

/** One step of a run: what it was about, how it went, and in one short remark what it did. */
export interface RunStep {
  seq: number;
  name: string;
  kind: WorkflowStep["kind"];
  state: StepState;
  attempt: number;
  effect: string | null;
  message: string | null;
  error: StepError | null;
  startedAt: Date;
  endedAt: Date | null;
}

export function toRunStep(step: WorkflowStep): RunStep {
  const { seq, name, kind, state, attempt, error, startedAt, endedAt } = step;
  const output = typeof step.output === "object" && step.output !== null ? step.output : {};
  const { effect, message } = output as { effect?: unknown; message?: unknown };
  return {
    seq,
    name,
    kind,
    state,
    attempt,
    effect: typeof effect === "string" ? effect : null,
    message: typeof message === "string" ? message : null,
    error,
    startedAt,
    endedAt,
  };
}

/** A run with its steps, and those of the runs it started. */
export interface RunDetail extends Run {
  /** Name of the person who started it; null for others, and for readers who may not see it in the audit. */
  starterName: string | null;
  steps: RunStep[];
  children: RunDetail[];
  /** What can be done now. */
  can: { retry: boolean; undo: boolean; cancel: boolean };
}

export function possible(state: RunState): RunDetail["can"] {
  return {
    retry: state === "failed" || state === "cancelled" || state === "undone",
    undo: state === "failed" || state === "succeeded" || state === "cancelled" || state === "undo-failed",
    cancel: state === "queued" || state === "running",
  };
}
