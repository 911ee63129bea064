import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { Batch } from "./batch";

/** Families per transaction, so that none takes long. */
const FAMILIES = 100;

/**
 * Deletes families of runs (a root and all below it) that ended before `before`, with steps, tries and events.
 * @returns how many runs, and whether there may be more
 */
export async function pruneSome(batch: Batch, before: Date): Promise<{ runs: number; more: boolean }> {
  const { workflowRuns, workflowSteps, workflowAttempts, runEvents } = batch.tables;
  const { db } = batch;
  const roots = await db
    .select({ id: workflowRuns.id })
    .from(workflowRuns)
    // The plus sign makes SQLite take the index on ends instead of walking all roots.
    .where(and(sql`+${workflowRuns.parentId} is null`, lt(workflowRuns.endedAt, before)))
    .limit(FAMILIES);
  let count = 0;
  for (const root of roots) {
    const ids = await family(db, batch.tables.workflowRuns, root.id);
    await db.delete(workflowSteps).where(inArray(workflowSteps.runId, ids));
    await db.delete(workflowAttempts).where(inArray(workflowAttempts.runId, ids));
    await db.delete(runEvents).where(eq(runEvents.rootId, root.id));
    await db.delete(workflowRuns).where(inArray(workflowRuns.id, ids));
    count += ids.length;
  }
  return { runs: count, more: roots.length === FAMILIES };
}

async function family(db: Database, runs: Batch["tables"]["workflowRuns"], root: string): Promise<string[]> {
  const ids = [root];
  for (let parents = [root]; parents.length; ) {
    const children = await db.select({ id: runs.id }).from(runs).where(inArray(runs.parentId, parents));
    parents = children.map((child) => child.id);
    ids.push(...parents);
  }
  return ids;
}
