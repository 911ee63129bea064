import { nondeterminism } from "../errors";
import { CancelledError, DrainError, type RetryPolicy, type StepCall } from "../port";
import type { Definition, Engine } from "./engine";
import type { RunRow, StepKind, StepRow } from "./rows";
import type { Unit } from "./writer";

/** How working on a run ended for now. */
export type Outcome =
  | { kind: "returned"; output: unknown }
  /** `fatal`: the code does not fit the history, so nothing can be undone either. */
  | { kind: "threw"; error: unknown; fatal?: boolean }
  /** Every branch waits: the worker is given up until `dueAt` (ms). */
  | { kind: "parked"; dueAt: number }
  | { kind: "stopped" };

/** Why no further step may begin. `frontier`: a replay reached the end of what is recorded; `lost`: can't write. */
type Stop = "cancel" | "drain" | "frontier" | "lost";

export interface UndoEntry {
  row: StepRow;
  /** Absent for a child run, which is undone as a run. */
  undo?: (call: StepCall) => Promise<void>;
  policy?: RetryPolicy;
}

/** Thrown inside an operation to leave it without an answer; the workflow's body never sees it. */
export const HALT = Symbol("halt");

/** A promise nobody settles: the body that awaits it is dropped and later replayed. */
const never = <T>() => new Promise<T>(() => {});

/** One go at a run's body, in this process. */
export class Execution {
  readonly history = new Map<number, StepRow>();
  readonly undos: UndoEntry[] = [];
  readonly outcome: Promise<Outcome>;
  stopping: Stop | null = null;
  private readonly controller = new AbortController();
  private finish: (outcome: Outcome) => void = () => {};
  private finished = false;
  private nextSeq = 0;
  private busy = 0;
  private wakeAt = Number.POSITIVE_INFINITY;

  /** @param replayOnly nothing new is begun: the body is run only to learn how its steps are undone */
  constructor(
    readonly engine: Engine,
    readonly row: RunRow,
    readonly definition: Definition,
    history: readonly StepRow[],
    readonly replayOnly = false,
  ) {
    for (const step of history) this.history.set(step.seq, step);
    this.outcome = new Promise((resolve) => {
      this.finish = (outcome) => {
        this.finished = true;
        resolve(outcome);
      };
    });
    if (engine.draining) this.drain();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Nothing may be begun any more. */
  get stopped(): boolean {
    return this.stopping !== null && this.stopping !== "frontier";
  }

  now(): number {
    return this.engine.clock.now().getTime();
  }

  /** Gives the next sequence number to an operation, after comparing it with what is recorded under it. */
  operate<T>(
    kind: StepKind,
    name: string,
    run: (seq: number, past: StepRow | undefined) => Promise<T>,
  ): Promise<T> {
    if (this.finished) return never();
    const seq = this.nextSeq++;
    const past = this.history.get(seq);
    if (!past || (past.kind === kind && past.name === name)) return run(seq, past);
    const error = nondeterminism(seq, `${past.kind} ${past.name}`, `${kind} ${name}`);
    this.finish({ kind: "threw", error, fatal: true });
    return never();
  }

  /** Runs one operation; stopping and parking wait until none is under way. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.stopped) return this.halt();
    this.busy++;
    try {
      return await work();
    } catch (error) {
      if (error === HALT) return never();
      throw error;
    } finally {
      this.busy--;
      this.look();
    }
  }

  halt<T>(): Promise<T> {
    this.look();
    return never();
  }

  /** A replay found the first thing that is not recorded. */
  frontier<T>(): Promise<T> {
    this.stopping ??= "frontier";
    return this.halt();
  }

  /** Leaves the current operation until the run is claimed again, at `at` or when something brings it forward. */
  wait(at: number): never {
    this.wakeAt = Math.min(this.wakeAt, at);
    throw HALT;
  }

  private look(): void {
    if (this.finished || (this.busy > 0 && this.stopping !== "lost")) return;
    if (this.stopping) this.finish({ kind: "stopped" });
    else if (this.wakeAt < Number.POSITIVE_INFINITY) setImmediate(() => this.park());
  }

  /** A turn later, because another branch of the body may go on. */
  private park(): void {
    if (this.busy === 0 && !this.finished) this.finish({ kind: "parked", dueAt: this.wakeAt });
  }

  /** The recorded operations the body did not come to: its code has become shorter. */
  unreached(): StepRow | undefined {
    return [...this.history.values()].find((row) => row.seq >= this.nextSeq);
  }

  private submit<T>(unit: Unit<T>): Promise<T> {
    return this.engine.writer.write((batch) => {
      if (this.stopping === "lost") throw HALT;
      try {
        return unit(batch);
      } catch (error) {
        // At once: what this run wrote after it must not be kept without it.
        this.stopping = "lost";
        throw error;
      }
    });
  }

  write<T>(unit: Unit<T>): Promise<T> {
    return this.submit(unit).catch((error) => {
      this.lose(error);
      throw HALT;
    });
  }

  /**
   * Writes without waiting: the next write of this run is in the same transaction or a later one, so nothing that
   * builds on it can be kept without it.
   */
  writeLater(unit: Unit<void>): void {
    this.submit(unit).catch((error) => this.lose(error));
  }

  /** This process must not write for the run any more; it stays where it is until somebody hands it back. */
  lose(error?: unknown): void {
    if (error && error !== HALT) {
      this.engine.log.error({ err: error, run: this.row.id }, "A run's progress could not be written.");
    }
    this.stopping = "lost";
    this.controller.abort(new DrainError());
    this.look();
  }

  cancel(): void {
    if (this.stopped || this.replayOnly) return;
    this.stopping = "cancel";
    this.controller.abort(new CancelledError());
    this.look();
  }

  drain(): void {
    if (this.stopping === "lost" || this.finished) return;
    this.stopping = "drain";
    this.controller.abort(new DrainError());
    this.look();
  }
}
