import { and, eq, gt, inArray, isNotNull, isNull, min, notInArray } from "drizzle-orm";
import type { Batch } from "./batch";
import { handBack } from "./endings";
import type { Engine } from "./engine";

/** Takes from dead processes what they held, at once; a live one's runs are never touched. Returns how many. */
export async function recover(batch: Batch, engine: Engine): Promise<number> {
  const runs = batch.tables.workflowRuns;
  const open = and(isNull(runs.endedAt), isNotNull(runs.owner));
  const owners = await batch.db.selectDistinct({ owner: runs.owner }).from(runs).where(open);
  const dead = owners.flatMap(({ owner }) =>
    owner && owner !== engine.owner && !engine.isOwnerAlive(owner) ? [owner] : [],
  );
  if (!dead.length) return 0;
  return release(batch, engine, and(open, inArray(runs.owner, dead)));
}

/** Hands back what this driver holds but does not work on: its last write failed. */
export function releaseStrays(batch: Batch, engine: Engine): Promise<number> {
  const runs = batch.tables.workflowRuns;
  const mine = and(isNull(runs.endedAt), eq(runs.owner, engine.owner));
  const live = [...engine.live.keys()];
  return release(batch, engine, live.length ? and(mine, notInArray(runs.id, live)) : mine);
}

async function release(batch: Batch, engine: Engine, which: ReturnType<typeof and>): Promise<number> {
  const runs = batch.tables.workflowRuns;
  const now = engine.clock.now();
  const rows = await batch.db.select().from(runs).where(which);
  for (const row of rows) {
    const state = row.state === "running" ? "queued" : row.state;
    const recoveries = row.recoveries + 1;
    const change = { owner: null, state, recoveries, dueAt: now, beatAt: now };
    await batch.db.update(runs).set(change).where(eq(runs.id, row.id));
    if (state !== row.state) batch.runState({ ...row, ...change }, now.getTime());
  }
  if (rows.length) batch.afterCommit.push(() => engine.resumable());
  return rows.length;
}

/** Leaves everything this driver still holds to the next process, which goes on at the last checkpoints. */
export async function handBackAll(batch: Batch, engine: Engine): Promise<void> {
  const runs = batch.tables.workflowRuns;
  const mine = and(isNull(runs.endedAt), eq(runs.owner, engine.owner));
  for (const row of await batch.db.select().from(runs).where(mine)) await handBack(batch, engine, row);
}

/** Runs of this driver that another process asked to stop. */
export async function findCancelled(engine: Engine): Promise<string[]> {
  const runs = engine.store.tables.workflowRuns;
  const rows = await engine.store.read
    .select({ id: runs.id })
    .from(runs)
    .where(and(isNull(runs.endedAt), eq(runs.owner, engine.owner), eq(runs.cancelRequested, true)));
  return rows.map((row) => row.id);
}

/** Queues that have open runs. */
export async function openQueues(engine: Engine): Promise<string[]> {
  const runs = engine.store.tables.workflowRuns;
  const rows = await engine.store.read
    .selectDistinct({ queue: runs.queue })
    .from(runs)
    .where(isNull(runs.endedAt));
  return rows.map((row) => row.queue);
}

/** When the next waiting run is due, or null. */
export async function nextDue(engine: Engine): Promise<Date | null> {
  const runs = engine.store.tables.workflowRuns;
  const [next] = await engine.store.read
    .select({ at: min(runs.dueAt) })
    .from(runs)
    .where(and(isNull(runs.endedAt), isNull(runs.owner), gt(runs.dueAt, engine.clock.now())));
  return next?.at ?? null;
}
