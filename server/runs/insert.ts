import type { Database } from "@/db/store";
import { doerName } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { RUN_KINDS, type RunKind } from "./kinds";
import type { RunRow } from "./run";

export interface NewRun {
  kind: RunKind;
  /** null for a run over several tenants. */
  tenantId: string | null;
  title: string;
  /** The workflow's input, without the run's own id. Never a secret. */
  input: Record<string, unknown>;
}

/**
 * The business row of a run, inside the transaction of what it is about: the outbox its workflow is started from.
 * Call `launchRun` once the transaction is through; a sweep does so where the process died in between.
 */
export async function insertRun(ctx: Context, db: Database, run: NewRun): Promise<RunRow> {
  const { runs: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const id = newId("run", now.getTime());
  const [row] = await db
    .insert(t)
    .values({ id, rootId: id, ...run, state: "queued", startedBy: doerName(ctx.actor), createdAt: now })
    .returning();
  if (!row) throw new Error("insert returned no row");
  return row;
}

/** Starts the workflow of a run's row; starting it twice is starting it once. */
export async function launchRun(
  ctx: Pick<Context, "workflows">,
  run: Pick<RunRow, "id" | "kind" | "tenantId" | "input" | "startedBy">,
): Promise<void> {
  const { workflow, queue } = RUN_KINDS[run.kind as RunKind];
  await ctx.workflows.start(
    workflow,
    { ...run.input, runId: run.id, startedBy: run.startedBy },
    { id: run.id, queue, ...(run.tenantId ? { tenant: run.tenantId } : {}) },
  );
}
