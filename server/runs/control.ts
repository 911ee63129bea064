import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { runRow } from "./get";
import { retryAt } from "./kinds";
import { possible, type RunDetail, type RunRow } from "./run";
import { type RetryRunInput, retryRunInput, runIdInput } from "./schemas";

const WORDS = { retry: "tried again", cancel: "cancelled", undo: "undone" };

/** Opens the run at the head of the line, checks that the verb fits its state, and tells the audit. */
async function control(
  ctx: Context,
  verb: keyof RunDetail["can"],
  id: string,
  payload: Record<string, unknown> = {},
): Promise<RunRow> {
  const asked = await runRow(ctx, id);
  const row = asked.rootId === asked.id ? asked : await runRow(ctx, asked.rootId);
  if (row.tenantId === null) authorize(ctx, "runs:control");
  else await scopeOf(ctx, "runs:control", "run", id, row);
  if (!possible(row.state)[verb])
    throw new AppError("conflict", "runs.state", `A run that is ${row.state} cannot be ${WORDS[verb]}.`, {
      params: { state: row.state, verb },
      advice: verb === "cancel" ? "It has ended." : "Wait until it has ended.",
    });
  await ctx.store.tx((db) =>
    append(db, ctx, { tenantId: row.tenantId, action: `run.${verb}`, target: row.id, payload }),
  );
  return row;
}

/**
 * Goes on from the failed step (or the one before it that must be repeated), or from `step`; earlier steps keep their
 * results. Runs it started are retried with it.
 * @throws `runs.state`
 */
export async function retryRun(ctx: Context, input: RetryRunInput): Promise<void> {
  const { id, step } = parse(retryRunInput, input);
  const row = await control(ctx, "retry", id, { step: step ?? null });
  const { runs: t } = ctx.store.tables;
  const children = await ctx.store.read.select().from(t).where(eq(t.parentId, row.id));
  for (const child of children) {
    const at = await repeatFrom(ctx, child);
    if (at) await ctx.workflows.retryFrom(child.id, at);
  }
  await ctx.workflows.retryFrom(row.id, step ?? (await repeatFrom(ctx, row)));
}

/** The step to begin at, where it is not the failed one itself. */
async function repeatFrom(ctx: Context, row: RunRow): Promise<string | undefined> {
  if (row.state !== "failed") return undefined;
  const failed = (await ctx.workflows.steps(row.id)).find((s) => s.state === "failed");
  return failed && retryAt(row.kind, failed.name);
}

/** Stops a run; what it did is undone in reverse. @throws `runs.state` */
export async function cancelRun(ctx: Context, input: { id: string }): Promise<void> {
  const row = await control(ctx, "cancel", parse(runIdInput, input).id);
  await ctx.workflows.cancel(row.id);
}

/** Undoes what an ended run did, in reverse. @throws `runs.state` */
export async function undoRun(ctx: Context, input: { id: string }): Promise<void> {
  const row = await control(ctx, "undo", parse(runIdInput, input).id);
  await ctx.workflows.undo(row.id);
}
