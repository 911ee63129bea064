import type { RunState } from "@/db/schema";
import { toErrorData } from "@/server/shared/errors";
import { end, handBack, park } from "./endings";
import type { Engine } from "./engine";
import { Execution, type Outcome, type UndoEntry } from "./execution";
import { type Job, replayBody } from "./replay";
import type { RunRow } from "./rows";
import { undoAll } from "./undo";

/**
 * Undoes what a run has done, newest first, and ends it.
 * @param known how its steps are undone, if this process has just run them; else the body is replayed to learn it
 */
export async function unwind(engine: Engine, job: Job, known?: readonly UndoEntry[]): Promise<void> {
  const { row, definition } = job;
  const undos = known ?? (await learn(engine, job));
  if (!undos) return;
  const exec = new Execution(engine, row, definition, [], true);
  engine.live.set(row.id, exec);
  exec.undos.push(...undos);
  const undone = exec
    .guard(() => undoAll(exec))
    .then(
      (): Outcome => ({ kind: "returned", output: null }),
      (error): Outcome => ({ kind: "threw", error }),
    );
  const outcome = await Promise.race([exec.outcome, undone]);
  if (await leave(exec, outcome)) return;
  await exec.write(async (batch) => {
    if (outcome.kind === "threw") await endUndoFailed(exec, batch, outcome.error);
    else
      await end(batch, engine, row, {
        state: stateAfter(row),
        output: row.output,
        error: row.error,
        force: true,
      });
  });
}

/** Why it was undone decides what the run is called afterwards. */
function stateAfter(row: RunRow): RunState {
  if (row.state === "cancelling") return "cancelled";
  return row.undoRequested ? "undone" : "failed";
}

async function endUndoFailed(
  exec: Execution,
  batch: Parameters<typeof end>[0],
  cause: unknown,
): Promise<void> {
  const { engine, row } = exec;
  const error = toErrorData(cause);
  engine.log.error({ err: cause, run: row.id, workflow: row.name }, "A run could not be undone.");
  await end(batch, engine, row, { state: "undo-failed", output: row.output, error, force: true });
}

/** Replays the body up to the end of what is recorded. Null if the run was left to somebody else meanwhile. */
async function learn(engine: Engine, { row, definition, history }: Job): Promise<UndoEntry[] | null> {
  const exec = new Execution(engine, row, definition, history, true);
  engine.live.set(row.id, exec);
  const outcome = await replayBody(exec);
  if (await leave(exec, outcome)) return null;
  if (outcome.kind === "threw" && outcome.fatal) {
    await exec.write((batch) => endUndoFailed(exec, batch, outcome.error));
    return null;
  }
  return exec.undos;
}

/** Gives the run up where it has to wait or the process is stopping. */
async function leave(exec: Execution, outcome: Outcome): Promise<boolean> {
  const { engine, row } = exec;
  if (outcome.kind === "parked") await exec.write((batch) => park(batch, engine, row, outcome.dueAt));
  else if (exec.stopping === "drain") await exec.write((batch) => handBack(batch, engine, row));
  return outcome.kind === "parked" || exec.stopped;
}
