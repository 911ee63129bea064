import {
  type AppRow,
  appRow,
  getGeneration,
  noteDropped,
  recordGeneration,
  removeGeneration,
  setAppPointers,
} from "@/server/apps";
import { planByRef } from "@/server/plans";
import type { Outcome, StartReloadSpec } from "@/server/platform/port";
import { beginReload, endReload, newestReloadOfRun, type ReloadRow } from "@/server/reloads";
import { toErrorData } from "@/server/shared/errors";
import { noteTenant } from "@/server/tenants";
import type { StepCall, WorkflowScope } from "@/server/workflows/port";
import { attempt, RETRY } from "./attempts";
import { forget, recall, remember } from "./journal";
import type { ReloadJob } from "./reload-job";
import { reloadCall, watchReload } from "./reload-watch";
import { identify } from "./remote";
import type { Room, StepResult } from "./room";

export interface Reloaded extends StepResult {
  /** The generation the app has after this step. */
  generation: string;
  /** null where the one it had is still good. */
  reload: string | null;
  outcome: Outcome | null;
}

/** Reloads the app where it must be, watches it, and stages what it made. */
export function startReload(wf: WorkflowScope, room: Room, job: ReloadJob): Promise<Reloaded> {
  const { ctx, platform, tenant } = room;
  const spec = (row: Pick<ReloadRow, "id" | "generationId">): StartReloadSpec => {
    const { rows, memoryMb, reloadSeconds: seconds, storageMb } = planByRef(job.plan).entitlements;
    const limits = { rows, memoryMb, seconds, storageMb };
    const partial = job.partial ? { partial: true } : {};
    return { app: job.app, reload: row.id, generation: row.generationId ?? "", limits, ...partial };
  };
  async function run(call: StepCall): Promise<Reloaded> {
    await identify(room);
    const app = await appRow(ctx, job.app);
    await remember(ctx, wf.id, "staged", async () => app.stagedGenerationId);
    const good = job.force ? null : await goodGeneration(room, app, job);
    if (good) {
      const message = "Nothing changed: no reload needed.";
      return { remoteId: good, effect: "found", message, generation: good, reload: null, outcome: null };
    }
    const mine = { tenantId: tenant.id, appId: job.app, runId: wf.id };
    const row = (await doneBefore(call, mine)) ?? (await beginReload(ctx, { ...mine, trigger: job.trigger }));
    return attempt(
      ctx,
      call,
      () => reload(call, row),
      (signal, error) => tidy(call, row, signal, error),
    );
  }
  /** A reload that ended well just before the process died: it is taken over, not made again. */
  async function doneBefore(call: StepCall, mine: Parameters<typeof newestReloadOfRun>[1]) {
    const newest = call.attempt > 1 ? await newestReloadOfRun(ctx, mine) : null;
    return newest?.state === "succeeded" ? newest : null;
  }
  async function reload(call: StepCall, row: ReloadRow): Promise<Reloaded> {
    const started = reloadCall({ room, call, row });
    const facts = await watchReload({ room, call, row, spec: spec(row) });
    const { app, version: templateVersion, fingerprint } = job;
    await recordGeneration(ctx, {
      tenantId: tenant.id,
      appId: app,
      reloadId: row.id,
      templateVersion,
      fingerprint,
      facts,
    });
    await setAppPointers(ctx, {
      tenantId: tenant.id,
      id: app,
      action: "app.stage",
      pointers: { stagedGenerationId: facts.id },
    });
    await noteDropped(ctx, { tenantId: tenant.id, id: app });
    await noteTenant(ctx, tenant.id, { lastReloadAt: ctx.clock.now() });
    const message = `${facts.rows.toLocaleString("en")} rows in ${facts.model.tables.length} tables`;
    const outcome = { remoteId: row.id, effect: "created" as const, before: { by: started.key } };
    return { remoteId: row.id, effect: "created", message, generation: facts.id, reload: row.id, outcome };
  }
  async function tidy(call: StepCall, row: ReloadRow, signal: AbortSignal, error: unknown): Promise<void> {
    await endReload(ctx, row, toErrorData(error));
    await platform.startReload.undo(reloadCall({ room, call, row }, signal), spec(row), null);
    await restoreStaged(room, wf.id, job.app, row.generationId);
  }
  return wf.step("startReload", run, {
    retry: RETRY,
    async undo(call, done) {
      if (!done.reload || !done.outcome) return;
      await identify(room);
      const row = { id: done.reload, generationId: done.generation };
      const outcome = { ...done.outcome, reloadId: done.reload };
      const signal = call.signal;
      const key = String((done.outcome.before as { by: string }).by);
      await platform.startReload.undo({ tenant, key, attempt: call.attempt, signal }, spec(row), outcome);
      await restoreStaged(room, wf.id, job.app, done.generation);
    },
  });
}

/** The generation that makes a reload needless: made by the same version from the same things, and still there. */
async function goodGeneration(room: Room, app: AppRow, job: ReloadJob): Promise<string | null> {
  const id = job.publishIn === null ? app.stagedGenerationId : app.publishedGenerationId;
  if (!id) return null;
  const row = await getGeneration(room.ctx, room.tenant.id, id);
  const same = row?.fingerprint === job.fingerprint && row.templateVersion === job.version;
  return same && row.droppedAt === null ? id : null;
}

/** Points the app to the generation that was staged before this run. */
export async function unstage(room: Room, runId: string, app: string): Promise<void> {
  const { ctx, tenant } = room;
  const before = await recall<string | null>(ctx, runId, "staged");
  if (!before) return;
  const pointers = { stagedGenerationId: before.value };
  await setAppPointers(ctx, { tenantId: tenant.id, id: app, action: "app.unstage", pointers });
}

async function restoreStaged(room: Room, runId: string, app: string, made: string | null): Promise<void> {
  await unstage(room, runId, app);
  if (made) await removeGeneration(room.ctx, room.tenant.id, made);
  await forget(room.ctx, runId, "staged");
}
