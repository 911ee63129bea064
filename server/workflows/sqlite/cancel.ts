import { eq, inArray } from "drizzle-orm";
import type { Batch } from "./batch";
import { countOpenChildren } from "./children";
import { wakeParent } from "./endings";
import type { Engine } from "./engine";
import { NEVER, type RunRow } from "./rows";

/** Asks a run's children, grandchildren and so on to stop, the youngest generation first. */
export async function cancelFamily(batch: Batch, engine: Engine, id: string): Promise<void> {
  const runs = batch.tables.workflowRuns;
  const generations: RunRow[][] = [];
  for (let parents = [id]; parents.length; ) {
    const children = await batch.db.select().from(runs).where(inArray(runs.parentId, parents));
    generations.push(children);
    parents = children.map((child) => child.id);
  }
  for (const generation of generations.reverse()) {
    for (const row of generation) await cancelOne(batch, engine, row);
  }
}

/** Asks one run to stop. One that has not begun ends at once; ended and undoing ones are left alone. */
export async function cancelOne(batch: Batch, engine: Engine, row: RunRow): Promise<void> {
  if (row.cancelRequested || (row.state !== "queued" && row.state !== "running")) return;
  const runs = batch.tables.workflowRuns;
  const now = engine.clock.now();
  const begun = row.owner !== null || row.state === "running" || (await hasSteps(batch, row.id));
  if (!begun) {
    const ended = { state: "cancelled", cancelRequested: true, endedAt: now, beatAt: now } as const;
    await batch.db.update(runs).set(ended).where(eq(runs.id, row.id));
    batch.runState({ ...row, ...ended }, now.getTime());
    return wakeParent(batch, engine, row, now.getTime());
  }
  const waits = row.owner === null && (await countOpenChildren(batch, row.id)) > 0;
  const dueAt = waits ? new Date(NEVER) : now;
  const asked = { state: "cancelling", cancelRequested: true, dueAt, beatAt: now } as const;
  await batch.db.update(runs).set(asked).where(eq(runs.id, row.id));
  batch.runState({ ...row, ...asked }, now.getTime());
  batch.afterCommit.push(() => {
    engine.live.get(row.id)?.cancel();
    engine.resumable();
  });
}

async function hasSteps(batch: Batch, id: string): Promise<boolean> {
  const steps = batch.tables.workflowSteps;
  const rows = await batch.db.select({ seq: steps.seq }).from(steps).where(eq(steps.runId, id)).limit(1);
  return rows.length > 0;
}
