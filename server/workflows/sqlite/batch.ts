import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { type AttemptRow, type RunRow, type StepRow, stepEventData } from "./rows";
import type { Statements } from "./statements";

/** What the units of one transaction write with. */
export class Batch {
  readonly roots = new Set<string>();
  /** Called in order after the commit. */
  readonly afterCommit: (() => void)[] = [];
  constructor(
    readonly db: Database,
    readonly tables: Schema,
    readonly statements: Statements,
    private readonly stateChanged: (run: RunRow) => void,
  ) {}

  /** Writes a step and, unless `quiet`, the event that tells its state. */
  step(rootId: string, row: StepRow, at: number, quiet = false): void {
    const error = row.error && JSON.stringify(row.error);
    this.run(this.statements.step, { ...row, error, hasUndo: row.hasUndo ? 1 : 0 });
    if (!quiet) this.eventText(rootId, row.runId, null, "step.state", stepEventData(row), at);
  }

  attempt(row: AttemptRow): void {
    this.run(this.statements.attempt, { ...row, error: JSON.stringify(row.error) });
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
    const made = new Set<string>();
    for (const run of runs) {
      const { id, rootId, parentId, name, queue, tenant, priority } = run;
      const [inserted] = await this.statements.newRun.execute({
        id,
        rootId,
        parentId,
        name,
        queue,
        tenant,
        priority,
        input: JSON.stringify(run.input ?? null),
        dueAt: run.dueAt.getTime(),
        createdAt: run.createdAt.getTime(),
      });
      if (!inserted) continue;
      made.add(id);
      this.runState(run, run.createdAt.getTime());
    }
    return made;
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
    this.run(this.statements.event, { rootId, runId, seq, type, data, at });
  }

  /** SQLite runs it at once and throws here; there is nothing to wait for. */
  private run(
    statement: { run(values: Record<string, unknown>): unknown },
    values: Record<string, unknown>,
  ): void {
    statement.run(values);
  }
}
