import { and, asc, eq, inArray, isNull, lt } from "drizzle-orm";
import type { StepError } from "@/db/schema";
import type { Database } from "@/db/store";
import { authorize } from "@/server/auth";
import { notify } from "@/server/notifications";
import type { Context } from "@/server/shared/context";
import type { WorkflowRun } from "@/server/workflows/port";
import { launchRun } from "./insert";
import { isRunKind, kindOfWorkflow } from "./kinds";
import type { RunRow } from "./run";

const OPEN: RunRow["state"][] = ["queued", "running", "cancelling", "undoing"];

/**
 * Brings a run's row to its workflow's state; makes the row of a child that has none yet. Idempotent.
 * @param shown what the workflow knows better than its driver: the result, and the error as a person should read it
 * @unaudited: a person's verbs (start, retry, cancel, undo) are audited, not what follows from them
 */
export async function recordRun(
  ctx: Context,
  run: WorkflowRun,
  shown: { result?: string | null; error?: StepError | null; title?: string; tenantId?: string } = {},
): Promise<void> {
  authorize(ctx, "runs:control");
  const { runs: t } = ctx.store.tables;
  const { state, startedAt, endedAt, createdAt } = run;
  const now = { state, startedAt, endedAt, error: shown.error === undefined ? run.error : shown.error };
  const result = shown.result === undefined ? {} : { result: shown.result };
  await ctx.store.tx(async (db) => {
    const [row] = await db
      .update(t)
      .set({ ...now, ...result })
      .where(eq(t.id, run.id))
      .returning();
    if (row) return tellStarter(ctx, db, row);
    const [parent] = run.parentId ? await db.select().from(t).where(eq(t.id, run.parentId)) : [];
    await db.insert(t).values({
      id: run.id,
      kind: kindOfWorkflow(run.name) ?? run.name,
      tenantId: shown.tenantId ?? parent?.tenantId ?? null,
      parentId: run.parentId,
      rootId: run.rootId,
      title: shown.title ?? run.name,
      input: {},
      startedBy: parent?.startedBy ?? "system:workflow",
      createdAt,
      ...now,
      ...result,
    });
  });
}

/** Whoever started a run is told how it ended; of a failed reload the tenant's admins are told as such. */
async function tellStarter(ctx: Context, db: Database, run: RunRow): Promise<void> {
  const { id, kind, state, title, tenantId, parentId, startedBy, endedAt, error } = run;
  const failed = state === "failed" || state === "undo-failed";
  if (parentId || !startedBy.startsWith("user:") || !(failed || state === "succeeded")) return;
  const user = startedBy.slice("user:".length);
  await notify(ctx, db, {
    kind: failed ? "run-failed" : "run-succeeded",
    to: { user, tenant: failed && kind === "reload" ? null : tenantId },
    params: { title, ...(failed && error ? { problem: error.message } : {}) },
    href: `/runs/${id}`,
    key: `run ${id} ${endedAt?.getTime() ?? state}`,
  });
}

/** Starts runs whose row was written but whose workflow never began, for example after a crash. Returns how many. */
export async function sweepRuns(ctx: Context, olderThanMs = 5_000): Promise<number> {
  authorize(ctx, "runs:control");
  const { runs: t } = ctx.store.tables;
  const before = new Date(ctx.clock.now().getTime() - olderThanMs);
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.state, "queued"), isNull(t.parentId), lt(t.createdAt, before)))
    .orderBy(asc(t.createdAt))
    .limit(500);
  let started = 0;
  for (const row of rows) {
    if (!isRunKind(row.kind) || (await ctx.workflows.get(row.id))) continue;
    await launchRun(ctx, row);
    started++;
  }
  return started;
}

/** The tenant's runs that have not ended. */
export async function openRunsOf(ctx: Context, tenantId: string): Promise<RunRow[]> {
  authorize(ctx, "runs:read");
  const { runs: t } = ctx.store.tables;
  return ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.tenantId, tenantId), isNull(t.parentId), inArray(t.state, OPEN)))
    .orderBy(asc(t.createdAt), asc(t.id));
}
