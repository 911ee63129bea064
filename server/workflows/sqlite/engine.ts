import type { Store } from "@/db/store";
import type { Clock } from "@/server/shared/clock";
import type { Logger } from "@/server/shared/logger";
import type { DefineOptions, QueueLimits, WorkflowBody } from "../port";
import type { Execution } from "./execution";
import type { Hub } from "./hub";
import type { RunRow } from "./rows";
import type { Writer } from "./writer";

export interface Definition {
  body: WorkflowBody<unknown, unknown>;
  options: DefineOptions;
}

/** What the driver's parts share. */
export interface Engine {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly owner: string;
  readonly random: () => number;
  readonly isOwnerAlive: (owner: string) => boolean;
  readonly definitions: Map<string, Definition>;
  readonly queues: Map<string, QueueLimits>;
  readonly writer: Writer;
  readonly hub: Hub;
  /** Runs this process works on. */
  readonly live: Map<string, Execution>;
  /** The process is stopping: nothing new is begun. */
  draining: boolean;
  /** A run of this queue may begin: claim it soon. */
  queued(queue: string): void;
  /** Runs that gave their worker up, or came from another process, may go on: look for them soon. */
  resumable(): void;
  /** A worker is free: claim what had to wait for one, if anything had. */
  roomFreed(): void;
  /** A queue without declared limits is served as well. */
  seeQueue(queue: string): void;
  /** Something becomes due at this instant (ms). */
  dueAt(at: number): void;
}

export const DEFAULT_QUEUE = "default";

export interface NewRun {
  id: string;
  name: string;
  input: unknown;
  queue?: string;
  tenant?: string | null;
  priority?: number;
  dueAt?: number;
  parent?: RunRow;
}

/** The row of a run that has not begun. */
export function newRunRow(run: NewRun, now: number): RunRow {
  const { id, name, input, queue = DEFAULT_QUEUE, tenant = null, parent } = run;
  return {
    id,
    rootId: parent?.rootId ?? id,
    parentId: parent?.id ?? null,
    name,
    queue,
    tenant,
    priority: run.priority ?? parent?.priority ?? 0,
    state: "queued",
    input: input ?? null,
    output: null,
    error: null,
    owner: null,
    beatAt: new Date(now),
    dueAt: new Date(run.dueAt ?? now),
    cancelRequested: false,
    undoRequested: false,
    recoveries: 0,
    createdAt: new Date(now),
    startedAt: null,
    endedAt: null,
  };
}
