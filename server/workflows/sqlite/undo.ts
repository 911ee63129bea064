import { eq } from "drizzle-orm";
import type { RunState } from "@/db/schema";
import { childFailed, stepFailed } from "../errors";
import { persevere } from "./attempts";
import type { Batch } from "./batch";
import { type ChildResult, countOpenChildren } from "./children";
import { type Execution, HALT, type UndoEntry } from "./execution";
import { decode, isEnded, NEVER, type RunRow, type StepRow } from "./rows";
import { requestUndo } from "./undo-request";

/**
 * Undoes what the replay found, newest first, once no child is under way. Throws the stored error of the first undo
 * that fails for good: what came before it is left alone, because it may be needed to put that right.
 */
export async function undoAll(exec: Execution): Promise<void> {
  const open = await exec.write((batch) => countOpenChildren(batch, exec.row.id));
  if (open > 0) exec.wait(NEVER);
  for (const entry of [...exec.undos].sort((a, b) => b.row.seq - a.row.seq)) {
    if (exec.stopped) throw HALT;
    await (entry.undo ? undoStep(exec, entry) : undoChild(exec, entry.row));
  }
}

async function undoStep(exec: Execution, { row, undo, policy }: UndoEntry): Promise<void> {
  await persevere(exec, { row, phase: "undo", policy, body: async (call) => undo?.(call) });
}

/** Ended states that leave something to undo; a cancelled run has undone itself. */
const MAY_HAVE_EFFECTS: ReadonlySet<RunState> = new Set(["succeeded", "failed", "undo-failed"]);

/** A child is undone as a run of its own; its parent gives the worker up meanwhile. */
async function undoChild(exec: Execution, row: StepRow): Promise<void> {
  const { run } = decode(row.output) as ChildResult;
  const asked = row.state === "undoing";
  const child = await exec.write(async (batch) => {
    if (!asked) batch.step(exec.row.rootId, { ...row, state: "undoing", error: null }, exec.now());
    const found = await findRun(batch, run);
    return found && !asked && MAY_HAVE_EFFECTS.has(found.state)
      ? requestUndo(batch, found, exec.now())
      : found;
  });
  if (child && !isEnded(child.state)) exec.wait(NEVER);
  const failed = child?.state === "undo-failed" ? childFailed(child) : null;
  const at = exec.now();
  const next: StepRow = { ...row, state: failed ? "undo-failed" : "undone", error: failed, endedAt: at };
  exec.writeLater((batch) => batch.step(exec.row.rootId, next, at));
  if (failed) throw stepFailed(failed);
}

async function findRun(batch: Batch, id: string): Promise<RunRow | undefined> {
  const runs = batch.tables.workflowRuns;
  const [row] = await batch.db.select().from(runs).where(eq(runs.id, id));
  return row;
}
