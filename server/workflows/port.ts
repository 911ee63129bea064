import type { RunState, StepError, StepState } from "@/db/schema";

/**
 * Durable workflows. Checkpoints are exactly-once, effects at-least-once: a step's body may run again after a
 * crash, so every external call carries `key` and is looked up before it is repeated.
 * This room knows no noun. Drivers: `sqlite` (here); every driver passes `conformance.ts`.
 */
export interface Workflows {
  /** Registers a workflow. `name` carries its version: `provision@1`. Keep old versions until drained. */
  define<I, O>(name: string, body: WorkflowBody<I, O>, options?: DefineOptions): void;
  /** Declares a queue and its limits. */
  queue(name: string, limits: QueueLimits): void;
  /** Starts a run, or does nothing if `id` exists. Returns the id. */
  start(name: string, input: unknown, options: StartOptions): Promise<string>;
  /** Asks a run (and its children) to stop; its finished steps are undone in reverse. Ended runs are left alone. */
  cancel(id: string): Promise<void>;
  /** Undoes the finished steps of an ended run (failed, succeeded, cancelled, undo-failed) in reverse. */
  undo(id: string): Promise<void>;
  /**
   * Runs a failed, cancelled or undone run again from a step (its first failed one by default); earlier steps keep
   * their results, later ones are forgotten. A `child` step retried this way retries its child from its failed step.
   */
  retryFrom(id: string, step?: string): Promise<void>;
  get(id: string): Promise<WorkflowRun | null>;
  steps(id: string): Promise<WorkflowStep[]>;
  /** Events of a run and all its children with `id > after`, oldest first. */
  events(rootId: string, after: number, limit?: number): Promise<WorkflowEvent[]>;
  /** Calls `listener` after new events of `rootId` were written, until the returned function is called. */
  onEvents(rootId: string, listener: () => void): () => void;
  /** Resolves with the ended run. */
  wait(id: string, signal?: AbortSignal): Promise<WorkflowRun>;
  /** Starts `name` at each time of `cron` in `zone`. The same `id` again replaces the schedule. */
  schedule(id: string, spec: ScheduleSpec): Promise<void>;
  unschedule(id: string): Promise<void>;
  /** Runs waiting and running, per queue, for metrics. */
  depth(): Promise<{ queue: string; waiting: number; running: number }[]>;
  /** Deletes ended runs, their steps, attempts and events older than `before`. Returns how many runs. */
  prune(before: Date): Promise<number>;
  /** Takes over what dead processes left and begins to claim work. */
  launch(): Promise<void>;
  /** Stops claiming, lets steps in flight finish (up to `graceMs`), hands runs back so that the next start goes on. */
  drain(graceMs?: number): Promise<void>;
}

export type WorkflowBody<I, O> = (wf: WorkflowScope, input: I) => Promise<O>;

export interface WorkflowScope {
  readonly id: string;
  readonly rootId: string;
  /** Aborted on cancel and on drain (see `step`): long bodies should heed it. */
  readonly signal: AbortSignal;
  /**
   * Runs `body` once and keeps its result (JSON). Names must come in the same order on every replay.
   * On drain the signal aborts with a `DrainError`; a body that throws then is simply run again after the restart.
   */
  step<T>(name: string, body: (call: StepCall) => Promise<T>, options?: StepOptions<T>): Promise<T>;
  /** Survives restarts: a month is fine. */
  sleep(name: string, ms: number): Promise<void>;
  /** Writes one event, exactly once however often the body is replayed. */
  emit(type: string, data: Record<string, unknown>): Promise<void>;
  /** Starts a child run (durably) and resolves with its output; a failed child throws `ChildFailed`. */
  child<T>(
    name: string,
    input: unknown,
    options: { id: string; queue?: string; tenant?: string },
  ): Promise<T>;
  /** Several children at once; waits for all to end before it throws. */
  children<T>(
    specs: { name: string; input: unknown; id: string; queue?: string; tenant?: string }[],
  ): Promise<T[]>;
}

export interface StepCall {
  /** `runId:seq:name`, the same on every attempt: the idempotency key for external calls. */
  key: string;
  /** 1 on the first try. Counts on over crashes. */
  attempt: number;
  signal: AbortSignal;
  /** A live note on the running step (at-least-once, newest wins): progress, message. Also written as an event. */
  report(type: string, data: Record<string, unknown>): Promise<void>;
}

export interface StepOptions<T> {
  retry?: RetryPolicy;
  /** Reverses this step's effect. Runs as a durable step of its own, retried by the same policy. */
  undo?: (call: StepCall, result: T) => Promise<void>;
}

export interface RetryPolicy {
  /** Tries in all; 1 means no retry. Default 3. */
  attempts?: number;
  /** First pause; doubled each time, with full jitter. Default 500 ms. */
  backoffMs?: number;
  maxBackoffMs?: number;
  /** Decides by the error; default: retries what `toErrorData(e).retryable` says. */
  retryable?: (error: unknown) => boolean;
}

export interface DefineOptions {
  /** What a failure does with the steps done before it. `keep` leaves them for retry or undo. Default `undo`. */
  onFailure?: "undo" | "keep";
  /** Called after the run's state changed (at-least-once), in the driver's process. Must be idempotent. */
  onState?: (run: WorkflowRun) => Promise<void>;
}

export interface QueueLimits {
  /** Runs at once in the whole installation. */
  concurrency?: number;
  /** Runs at once of one tenant. */
  perTenant?: number;
  /** Starts per period. */
  rate?: { limit: number; perMs: number };
}

export interface StartOptions {
  /** Business id of the run: starting it twice is starting it once. */
  id: string;
  queue?: string;
  tenant?: string;
  /** Smaller runs first. Default 0. */
  priority?: number;
  delayMs?: number;
}

export interface ScheduleSpec {
  cron: string;
  /** IANA zone, for example `Europe/Berlin`. */
  zone: string;
  name: string;
  input: unknown;
  queue?: string;
  tenant?: string;
}

export interface WorkflowRun {
  id: string;
  rootId: string;
  parentId: string | null;
  name: string;
  state: RunState;
  input: unknown;
  output: unknown;
  error: StepError | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface WorkflowStep {
  runId: string;
  seq: number;
  name: string;
  kind: "step" | "sleep" | "emit" | "child";
  state: StepState;
  attempt: number;
  output: unknown;
  error: StepError | null;
  startedAt: Date;
  endedAt: Date | null;
}

/**
 * Driver events: `run.state` {state, error?}, `step.state` {seq, step, state, attempt, output?, error?},
 * `step.report` {seq, step, type, …data}; a workflow's own emits come under their type.
 */
export interface WorkflowEvent {
  id: number;
  rootId: string;
  runId: string;
  type: string;
  data: Record<string, unknown>;
  at: Date;
}

const brand = (name: string) => Symbol.for(`tenantry.workflows.${name}`);
const CANCELLED = brand("cancelled");
const DRAIN = brand("drain");

export class CancelledError extends Error {
  readonly [CANCELLED] = true;
  constructor() {
    super("The run was cancelled.");
    this.name = "CancelledError";
  }
}

/** The process is stopping: the step is not finished and will be run again. */
export class DrainError extends Error {
  readonly [DRAIN] = true;
  constructor() {
    super("The process is stopping.");
    this.name = "DrainError";
  }
}

const has = (error: unknown, key: symbol) => typeof error === "object" && error !== null && key in error;
export const isCancelled = (error: unknown): error is CancelledError => has(error, CANCELLED);
export const isDrain = (error: unknown): error is DrainError => has(error, DRAIN);
