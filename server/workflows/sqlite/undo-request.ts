import { eq } from "drizzle-orm";
import type { Batch } from "./batch";
import type { RunRow } from "./rows";

/** Opens an ended run again to be undone. Its children are undone by its child steps. */
export async function requestUndo(batch: Batch, row: RunRow, at: number): Promise<RunRow> {
  const runs = batch.tables.workflowRuns;
  const change = {
    state: "undoing",
    undoRequested: true,
    cancelRequested: false,
    dueAt: new Date(at),
    beatAt: new Date(at),
    endedAt: null,
  } as const;
  await batch.db.update(runs).set(change).where(eq(runs.id, row.id));
  const next: RunRow = { ...row, ...change };
  batch.runState(next, at);
  return next;
}
