import { and, asc, eq, gte } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { AppError, notFound } from "@/server/shared/errors";
import type { Batch } from "./batch";
import type { ChildResult } from "./children";
import { isEnded, NEVER, type RunRow } from "./rows";

type Step = Schema["workflowSteps"]["$inferSelect"];

const conflict = (code: string, message: string, advice: string) =>
  new AppError("conflict", `workflows.${code}`, message, { advice });

const kept = ({ state }: Step) => state === "succeeded" || state === "skipped";

export async function findRun(batch: Batch, id: string): Promise<RunRow> {
  const runs = batch.tables.workflowRuns;
  const [row] = await batch.db.select().from(runs).where(eq(runs.id, id));
  if (!row) throw notFound("run", id);
  return row;
}

/** Sets an ended run back to a step, its children with it. */
export async function retryRun(batch: Batch, now: Date, id: string, step?: string): Promise<void> {
  const row = await findRun(batch, id);
  refuseUnlessRetryable(row);
  const { workflowRuns: runs, workflowSteps: steps, runEvents: events } = batch.tables;
  const recorded = await batch.db.select().from(steps).where(eq(steps.runId, id)).orderBy(asc(steps.seq));
  const from = step === undefined ? firstOpen(recorded) : named(row, recorded, step);
  for (const later of recorded) if (later.seq >= from) await retryChild(batch, now, later, later.seq > from);
  await batch.db.delete(steps).where(and(eq(steps.runId, id), gte(steps.seq, from)));
  // What was told stays told, but no longer as the memo of an emit that will be made again.
  await batch.db
    .update(events)
    .set({ seq: null })
    .where(and(eq(events.runId, id), gte(events.seq, from)));
  const again = {
    state: "queued",
    output: null,
    error: null,
    owner: null,
    cancelRequested: false,
    undoRequested: false,
    dueAt: now,
    beatAt: now,
    startedAt: null,
    endedAt: null,
  } as const;
  await batch.db.update(runs).set(again).where(eq(runs.id, id));
  batch.runState({ ...row, ...again }, now.getTime());
}

function refuseUnlessRetryable(row: RunRow): void {
  if (row.state === "failed" || row.state === "cancelled" || row.state === "undone") return;
  if (!isEnded(row.state)) {
    throw conflict(
      "not_ended",
      `The run "${row.id}" is ${row.state}.`,
      "Wait until it has ended, or cancel it first.",
    );
  }
  const advice = row.state === "undo-failed" ? "Undo it first." : "There is nothing to retry.";
  throw conflict("not_retryable", `The run "${row.id}" is ${row.state}.`, advice);
}

/** The first step whose effect is not there; behind the last one if all are. */
function firstOpen(steps: readonly Step[]): number {
  return steps.find((step) => !kept(step))?.seq ?? steps.length;
}

function named(row: RunRow, steps: readonly Step[], name: string): number {
  const candidates = steps.filter((step) => step.name === name);
  const target = candidates.find((step) => !kept(step)) ?? candidates[0];
  if (!target) {
    throw new AppError(
      "not-found",
      "workflows.step_not_found",
      `The run "${row.id}" has no step "${name}".`,
      {
        advice: "Look at the run's steps.",
        params: { run: row.id, step: name },
      },
    );
  }
  const missing = steps.find((step) => step.seq < target.seq && !kept(step) && step.state !== "failed");
  if (missing) {
    throw conflict(
      "earlier_step_missing",
      `"${name}" builds on "${missing.name}", which is ${missing.state}.`,
      `Retry from "${missing.name}".`,
    );
  }
  return target.seq;
}

/**
 * A child that did not succeed is retried from its own first open step; the parent's step finds it again by its id.
 * @param held the parent has steps to do first: the child waits until the parent comes to it
 */
async function retryChild(batch: Batch, now: Date, step: Step, held: boolean): Promise<void> {
  if (step.kind !== "child") return;
  const { run } = (step.output ?? {}) as Partial<ChildResult>;
  const runs = batch.tables.workflowRuns;
  const [child] = await batch.db
    .select()
    .from(runs)
    .where(eq(runs.id, run ?? ""));
  if (child?.parentId !== step.runId || child.state === "succeeded" || !isEnded(child.state)) return;
  await retryRun(batch, now, child.id);
  if (held) {
    await batch.db
      .update(runs)
      .set({ dueAt: new Date(NEVER) })
      .where(eq(runs.id, child.id));
  }
}
