import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { runRow } from "./get";
import { retryAt } from "./kinds";
import { overtakenBy } from "./overtaken";
import { possible, type RunDetail, type RunRow } from "./run";
import { type RetryRunInput, retryRunInput, runIdInput } from "./schemas";

const WORDS = { retry: "tried again", cancel: "cancelled", undo: "undone" };

interface Controlled {
  /** The run that was named: the one at the head of the line, or one it started. */
  asked: RunRow;
  /** The run at the head of the line. */
  root: RunRow;
}

/** Opens the run at the head of the line, checks that the verb fits its state, and tells the audit. */
async function control(
  ctx: Context,
  verb: keyof RunDetail["can"],
  id: string,
  payload: Record<string, unknown> = {},
): Promise<Controlled> {
  const asked = await runRow(ctx, id);
  const root = asked.rootId === asked.id ? asked : await runRow(ctx, asked.rootId);
  if (root.tenantId === null) authorize(ctx, "runs:control");
  else await scopeOf(ctx, "runs:control", "run", id, root);
  if (!possible(root.state)[verb])
    throw new AppError("conflict", "runs.state", `A run that is ${root.state} cannot be ${WORDS[verb]}.`, {
      params: { state: root.state, verb },
      advice: verb === "cancel" ? "It has ended." : "Wait until it has ended.",
    });
  if (verb !== "cancel") await refuseIfOvertaken(ctx, root, verb);
  await ctx.store.tx((db) =>
    append(db, ctx, { tenantId: root.tenantId, action: `run.${verb}`, target: root.id, payload }),
  );
  return { asked, root };
}

/** What a later run built on a run cannot be pulled away under it. */
async function refuseIfOvertaken(ctx: Context, run: RunRow, verb: "retry" | "undo"): Promise<void> {
  const later = await overtakenBy(ctx, run, verb);
  if (!later) return;
  const advice =
    verb === "undo"
      ? `Undo "${later.title}" first.`
      : "Apply the tenants file again, or start the reload again, instead.";
  throw new AppError(
    "conflict",
    "runs.overtaken",
    `A later run has changed the tenant since: ${later.title}.`,
    {
      advice,
      params: { run: later.id },
    },
  );
}

/**
 * Goes on from the failed step (or the one before it that must be repeated), or from `step`; earlier steps keep their
 * results. Runs it started are retried with it; a step of theirs can be named, too.
 * @throws `runs.state`, `runs.overtaken`
 */
export async function retryRun(ctx: Context, input: RetryRunInput): Promise<void> {
  const { id, step } = parse(retryRunInput, input);
  const { asked, root } = await control(ctx, "retry", id, { step: step ?? null });
  const own = step !== undefined && asked === root && (await hasStep(ctx, root, step));
  for (const child of await childrenOf(ctx, root)) {
    const named = step !== undefined && !own && (asked === root || asked.id === child.id);
    const at = named && (await hasStep(ctx, child, step)) ? step : await repeatFrom(ctx, child);
    if (at && child.state !== "succeeded") await ctx.workflows.retryFrom(child.id, at);
  }
  await ctx.workflows.retryFrom(root.id, own ? step : await repeatFrom(ctx, root));
}

async function childrenOf(ctx: Context, root: RunRow): Promise<RunRow[]> {
  const { runs: t } = ctx.store.tables;
  return ctx.store.read.select().from(t).where(eq(t.parentId, root.id));
}

async function hasStep(ctx: Context, run: RunRow, step: string): Promise<boolean> {
  return (await ctx.workflows.steps(run.id)).some((s) => s.name === step);
}

/** The step to begin at, where it is not the failed one itself. */
async function repeatFrom(ctx: Context, row: RunRow): Promise<string | undefined> {
  if (row.state !== "failed") return undefined;
  const failed = (await ctx.workflows.steps(row.id)).find((s) => s.state === "failed");
  return failed && retryAt(row.kind, failed.name);
}

/** Stops a run; what it did is undone in reverse. @throws `runs.state` */
export async function cancelRun(ctx: Context, input: { id: string }): Promise<void> {
  const { root } = await control(ctx, "cancel", parse(runIdInput, input).id);
  await ctx.workflows.cancel(root.id);
}

/** Undoes what an ended run did, in reverse. @throws `runs.state`, `runs.overtaken` */
export async function undoRun(ctx: Context, input: { id: string }): Promise<void> {
  const { root } = await control(ctx, "undo", parse(runIdInput, input).id);
  await ctx.workflows.undo(root.id);
}
