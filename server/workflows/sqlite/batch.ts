import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { type AttemptRow, type RunRow, type StepRow, stepEventData } from "./rows";
import type { Statements } from "./statements";

/** In the order of the table's description. */
function runColumns(run: RunRow): unknown[] {
  const { id, rootId, parentId, name, queue, tenant, priority, state, createdAt, dueAt } = run;
  const input = JSON.stringify(run.input ?? null);
  const [due, created] = [dueAt.getTime(), createdAt.getTime()];
  const [output, error, owner, started, ended] = [null, null, null, null, null];
  return [
    id,
    rootId,
    parentId,
    name,
    queue,
    tenant,
    priority,
    state,
    input,
    output,
    error,
    owner,
    created,
    due,
    0,
    0,
    0,
    created,
    started,
    ended,
  ];
}

/** What the units of one transaction write. Rows are gathered and written together at the end. */
export class Batch {
  readonly roots = new Set<string>();
  /** Called in order after the commit. */
  readonly afterCommit: (() => void)[] = [];
  private steps: unknown[] = [];
  private events: unknown[] = [];
  private attempts: unknown[] = [];

  constructor(
    readonly db: Database,
    readonly tables: Schema,
    readonly statements: Statements,
    private readonly stateChanged: (run: RunRow) => void,
  ) {}

  /** Writes a step and, unless `quiet`, the event that tells its state. */
  step(rootId: string, row: StepRow, at: number, quiet = false): void {
    const { runId, seq, name, kind, state, attempt, output, hasUndo, startedAt, endedAt } = row;
    const error = row.error && JSON.stringify(row.error);
    this.steps.push([
      runId,
      seq,
      name,
      kind,
      state,
      attempt,
      output,
      error,
      hasUndo ? 1 : 0,
      startedAt,
      endedAt,
    ]);
    if (!quiet) this.eventText(rootId, runId, null, "step.state", stepEventData(row), at);
  }

  attempt(row: AttemptRow): void {
    const error = JSON.stringify(row.error);
    this.attempts.push([row.runId, row.seq, row.attempt, row.phase, error, row.startedAt, row.endedAt]);
  }

  /** @param seq sequence number of a workflow's own emit; null for the driver's events */
  event(
    run: { id: string; rootId: string },
    seq: number | null,
    type: string,
    data: Record<string, unknown>,
    at: number,
  ): void {
    this.eventText(run.rootId, run.id, seq, type, JSON.stringify(data), at);
  }

  /** Tells the state `run` has now: as an event, and after the commit to whoever listens. */
  runState(run: RunRow, at: number): void {
    this.event(run, null, "run.state", { state: run.state, ...(run.error ? { error: run.error } : {}) }, at);
    this.afterCommit.push(() => this.stateChanged(run));
  }

  /** Inserts runs that do not exist yet, with their first event. Returns the ids of the new ones. */
  async insertRuns(runs: readonly RunRow[]): Promise<Set<string>> {
    const made = await this.statements.runs.execute({ rows: JSON.stringify(runs.map(runColumns)) });
    const ids = new Set(made.map((row) => row.id));
    for (const run of runs) if (ids.has(run.id)) this.runState(run, run.createdAt.getTime());
    return ids;
  }

  private eventText(
    rootId: string,
    runId: string,
    seq: number | null,
    type: string,
    data: string,
    at: number,
  ): void {
    this.roots.add(rootId);
    this.events.push([rootId, runId, seq, type, data, at]);
  }

  /** Writes what was gathered so far; needed before reading it back. */
  async flush(): Promise<void> {
    const { steps, events, attempts, statements } = this;
    this.steps = [];
    this.events = [];
    this.attempts = [];
    if (steps.length) await statements.steps.execute({ rows: JSON.stringify(steps) });
    if (attempts.length) await statements.attempts.execute({ rows: JSON.stringify(attempts) });
    if (events.length) await statements.events.execute({ rows: JSON.stringify(events) });
  }
}
