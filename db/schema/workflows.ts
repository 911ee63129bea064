import type { Columns } from "./columns.sqlite";
import type { StepError } from "./data";
import { RUN_STATES, STEP_STATES } from "./states";

/** Tables of the sqlite workflow driver, and the runs and events every driver writes. */
export function workflows(c: Columns) {
  /** The business row of a run: the outbox a driver is started from. `id` is also the workflow's id. */
  const runs = c.table(
    "runs",
    {
      id: c.id(),
      kind: c.text().notNull(),
      tenantId: c.text(),
      /** The run that started this one; `rootId` is the first of the line (itself, if it has no parent). */
      parentId: c.text(),
      rootId: c.text().notNull(),
      title: c.text().notNull(),
      state: c.oneOf(RUN_STATES).notNull(),
      /** `unchanged`, `created`, `changed` for a run that ended well. */
      result: c.text(),
      input: c.json<Record<string, unknown>>().notNull(),
      startedBy: c.text().notNull(),
      error: c.json<StepError>(),
      createdAt: c.instant().notNull(),
      startedAt: c.instant(),
      endedAt: c.instant(),
    },
    (t) => [
      c.index("runs_tenant").on(t.tenantId, t.createdAt, t.id),
      c.index("runs_created").on(t.createdAt, t.id),
      c.index("runs_state").on(t.state, t.createdAt, t.id),
      c.index("runs_parent").on(t.parentId),
    ],
  );

  const workflowRuns = c.table(
    "workflow_runs",
    {
      id: c.id(),
      rootId: c.text().notNull(),
      parentId: c.text(),
      name: c.text().notNull(),
      queue: c.text().notNull(),
      tenant: c.text(),
      priority: c.integer().notNull().default(0),
      state: c.oneOf(RUN_STATES).notNull(),
      input: c.json<unknown>().notNull(),
      output: c.json<unknown>(),
      error: c.json<StepError>(),
      /** Process that runs it now; null when waiting. */
      owner: c.text(),
      beatAt: c.instant(),
      /** Not before this instant (sleep, delay). */
      dueAt: c.instant().notNull(),
      cancelRequested: c.boolean().notNull().default(false),
      undoRequested: c.boolean().notNull().default(false),
      recoveries: c.integer().notNull().default(0),
      createdAt: c.instant().notNull(),
      startedAt: c.instant(),
      endedAt: c.instant(),
    },
    (t) => [
      c.index("workflow_runs_ready").on(t.queue, t.state, t.priority, t.createdAt, t.id),
      c.index("workflow_runs_tenant").on(t.queue, t.tenant, t.state),
      c.index("workflow_runs_parent").on(t.parentId),
      c.index("workflow_runs_ended").on(t.endedAt),
    ],
  );

  const workflowSteps = c.table(
    "workflow_steps",
    {
      runId: c.text().notNull(),
      seq: c.integer().notNull(),
      name: c.text().notNull(),
      /** step, sleep, emit or child. */
      kind: c.text().notNull(),
      state: c.oneOf(STEP_STATES).notNull(),
      attempt: c.integer().notNull().default(1),
      output: c.json<unknown>(),
      error: c.json<StepError>(),
      hasUndo: c.boolean().notNull().default(false),
      startedAt: c.instant().notNull(),
      endedAt: c.instant(),
    },
    (t) => [c.primaryKey({ columns: [t.runId, t.seq] })],
  );

  /** Every try that did not end well, kept until the run is pruned. */
  const workflowAttempts = c.table(
    "workflow_attempts",
    {
      id: c.serial(),
      runId: c.text().notNull(),
      seq: c.integer().notNull(),
      attempt: c.integer().notNull(),
      phase: c.oneOf(["do", "undo"] as const).notNull(),
      error: c.json<StepError>().notNull(),
      startedAt: c.instant().notNull(),
      endedAt: c.instant().notNull(),
    },
    (t) => [c.index("workflow_attempts_run").on(t.runId, t.seq)],
  );

  /** What the run page replays: `id` grows, so "after the last seen id" is one range scan. */
  const runEvents = c.table(
    "run_events",
    {
      id: c.serial(),
      rootId: c.text().notNull(),
      runId: c.text().notNull(),
      /** Sequence number of a memoized emit; null for the driver's own events. */
      seq: c.integer(),
      type: c.text().notNull(),
      data: c.json<Record<string, unknown>>().notNull(),
      at: c.instant().notNull(),
    },
    (t) => [
      c.index("run_events_root").on(t.rootId, t.id),
      c.uniqueIndex("run_events_emit").on(t.runId, t.seq),
    ],
  );

  const workflowSchedules = c.table(
    "workflow_schedules",
    {
      id: c.id(),
      name: c.text().notNull(),
      cron: c.text().notNull(),
      zone: c.text().notNull(),
      input: c.json<unknown>().notNull(),
      queue: c.text().notNull(),
      tenant: c.text(),
      nextAt: c.instant().notNull(),
      lastAt: c.instant(),
      pausedAt: c.instant(),
    },
    (t) => [c.index("workflow_schedules_next").on(t.nextAt)],
  );

  return {
    runs,
    workflowRuns,
    workflowSteps,
    workflowAttempts,
    runEvents,
    workflowSchedules,
  };
}
