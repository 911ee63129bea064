import { and, eq } from "drizzle-orm";
import type { RunState, StepError } from "@/db/schema";
import type { Batch } from "./batch";
import { countOpenChildren } from "./children";
import type { Engine } from "./engine";
import { encode, NEVER, type RunRow } from "./rows";

/** What a run is after this go at it; null where the row is no longer this driver's to end. */
export interface Ending {
  state: RunState;
  output?: unknown;
  error?: StepError | null;
  /** End it although somebody asked to cancel it: its undo has just run. */
  force?: boolean;
}

export async function end(batch: Batch, engine: Engine, row: RunRow, ending: Ending): Promise<RunRow | null> {
  const now = engine.clock.now().getTime();
  const error = ending.error ?? null;
  const [held] = await batch.statements.finish.execute({
    id: row.id,
    owner: engine.owner,
    state: ending.state,
    output: encode(ending.output),
    error: error && JSON.stringify(error),
    now,
    force: ending.force ? 1 : 0,
  });
  if (!held) return null;
  const at = new Date(now);
  const next = {
    ...row,
    state: ending.state,
    output: ending.output ?? null,
    error,
    owner: null,
    endedAt: at,
  };
  batch.runState(next, now);
  await wakeParent(batch, engine, row, now);
  return next;
}

export async function wakeParent(batch: Batch, engine: Engine, row: RunRow, now: number): Promise<void> {
  if (!row.parentId) return;
  await batch.statements.wakeParent.execute({ id: row.parentId, now });
  batch.afterCommit.push(() => engine.resumable());
}

/** Gives the worker up until `dueAt`, or until the last open child ends. A cancel that came meanwhile is due now. */
export async function park(batch: Batch, engine: Engine, row: RunRow, dueAt: number): Promise<void> {
  const runs = batch.tables.workflowRuns;
  const mine = and(eq(runs.id, row.id), eq(runs.owner, engine.owner));
  const now = engine.clock.now().getTime();
  const [current] = await batch.db.select({ cancelled: runs.cancelRequested }).from(runs).where(mine);
  if (!current) return;
  const replaying = row.state === "cancelling" || row.state === "undoing";
  const cancelledMeanwhile = current.cancelled && !replaying;
  const mayGoOn =
    dueAt === NEVER || cancelledMeanwhile ? (await countOpenChildren(batch, row.id)) === 0 : false;
  const due = mayGoOn ? now : cancelledMeanwhile ? NEVER : dueAt;
  await batch.db
    .update(runs)
    .set({ owner: null, dueAt: new Date(due) })
    .where(mine);
  batch.afterCommit.push(() => (due <= now ? engine.resumable() : engine.dueAt(due)));
}

/** Leaves a run to the next process: it goes on where its last checkpoint is. */
export async function handBack(batch: Batch, engine: Engine, row: RunRow): Promise<void> {
  const runs = batch.tables.workflowRuns;
  const now = engine.clock.now();
  const mine = and(eq(runs.id, row.id), eq(runs.owner, engine.owner));
  const [current] = await batch.db.select().from(runs).where(mine);
  if (!current) return;
  const state = current.state === "running" ? "queued" : current.state;
  await batch.db.update(runs).set({ owner: null, state, dueAt: now, beatAt: now }).where(mine);
  if (state !== current.state) batch.runState({ ...current, state, owner: null }, now.getTime());
}
