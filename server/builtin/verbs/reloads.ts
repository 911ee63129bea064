import type { BuiltinOptions } from "@/server/builtin/deps";
import { foundOf, read, update } from "@/server/builtin/effects";
import { dropGeneration } from "@/server/builtin/generations";
import { requireObject, requireTenant, type StoredReload } from "@/server/builtin/objects";
import type { ReloadManager } from "@/server/builtin/reload/manager";
import { recordEnd, recordStart } from "@/server/builtin/reload/record";
import { reloadRequest } from "@/server/builtin/reload/request";
import { readsStored } from "@/server/builtin/script";
import { platformError } from "@/server/platform/errors";
import type { Call, Effect, Outcome, Platform, ReloadStatus, StartReloadSpec } from "@/server/platform/port";

export type ReloadDeps = BuiltinOptions & { reloads: ReloadManager };

type ReloadVerbs = Pick<Platform, "startReload" | "reloadStatus" | "cancelReload" | "reloadLog">;

/** Starting, watching and stopping reloads. A reload whose process is gone is started again by `startReload`. */
export function reloadVerbs(deps: ReloadDeps): ReloadVerbs {
  const { state, reloads } = deps;
  const starting = new OneAtATime();
  return {
    startReload: {
      apply: (call, input) => starting.run(input.reload, () => startReload(deps, call, input)),
      undo: (call, input, outcome) => undoReload(deps, call, input, outcome),
    },
    reloadStatus: async (tenant, reload) => {
      await starting.done(reload);
      return status(deps, tenant.id, reload);
    },
    async cancelReload(tenant, reload) {
      const stored = await read(state, tenant.id, "reload", reload);
      if (!stored || !isOpen(stored.value.state) || reloads.cancel(reload)) return;
      // Nobody runs it (the portal was restarted): it is over with a word.
      await update(state, tenant.id, {
        kind: "reload",
        key: reload,
        by: stored.by,
        value: { ...stored.value, state: "cancelled" },
      });
    },
    async reloadLog(tenant, reload, after) {
      await requireObject(state, tenant.id, "reload", reload);
      return reloads.log(tenant.id, reload, after);
    },
  };
}

/** Two callers who start the same reload at once start it once. */
class OneAtATime {
  private readonly busy = new Map<string, Promise<unknown>>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const mine = this.done(name).then(work);
    this.busy.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.busy.get(name) === mine) this.busy.delete(name);
    }
  }

  /** Resolves when nobody is at it; never throws. */
  async done(name: string): Promise<void> {
    await this.busy.get(name)?.catch(() => undefined);
  }
}

function isOpen(state: ReloadStatus["state"]): boolean {
  return state === "queued" || state === "running";
}

async function startReload(deps: ReloadDeps, call: Call, input: StartReloadSpec) {
  call.signal.throwIfAborted();
  const { state, reloads, clock } = deps;
  const tenant = call.tenant.id;
  await requireTenant(state, call.tenant);
  const app = await requireObject(state, tenant, "app", input.app);
  const script = await requireObject(state, tenant, "script", input.app);
  const there = await read(state, tenant, "reload", input.reload);
  if (there && there.value.app !== input.app)
    throw platformError("platform.conflict", `The reload ${input.reload} is another app's.`);
  const effect: Effect = !there || there.by === call.key ? "created" : "found";
  const outcome = {
    remoteId: input.reload,
    reloadId: input.reload,
    effect,
    before: { by: call.key },
  };
  if (there && (reloads.live(input.reload) || there.value.state === "succeeded")) return outcome;
  const value: StoredReload = {
    app: input.app,
    generation: input.generation,
    attempt: (there?.value.attempt ?? 0) + 1,
    state: "queued",
    version: app.version,
    fingerprint: script.fingerprint,
    startedAt: clock.now().toISOString(),
    ...(await stagedBefore(deps, tenant, input, there?.value)),
  };
  const by = there?.by ?? call.key;
  const from = input.partial
    ? await startingPoint(deps, tenant, input, script.fingerprint)
    : await earlierGeneration(deps, tenant, input.app, script.script);
  const request = await reloadRequest(deps, {
    tenant,
    input,
    attempt: value.attempt,
    title: app.title,
    script,
    ...(from ? { from } : {}),
  });
  await update(state, tenant, { kind: "reload", key: input.reload, value, by });
  reloads.start({
    ...request,
    onStart: () => recordStart(deps, tenant, input.reload),
    onEnd: (end, progress) => recordEnd(deps, tenant, input.reload, end, progress),
  });
  return outcome;
}

/** The published generation, where a partial reload of this script can start from it. */
async function startingPoint(
  { state, generations, keyring }: ReloadDeps,
  tenant: string,
  { app }: StartReloadSpec,
  fingerprint: string,
): Promise<string> {
  const published = await read(state, tenant, "published", app);
  const generation = published?.value.generation ?? "";
  const made = published && (await read(state, tenant, "generation", generation));
  if (!made) throw notPartial("Nothing is published that a partial reload could start from.");
  if (made.value.fingerprint !== fingerprint)
    throw notPartial("The script or what it reads has changed since the published data were loaded.");
  const sealed = await generations.keyId?.({ tenant, app, generation });
  if (sealed && sealed !== (await keyring.tenantKey(tenant)).id)
    throw notPartial("The tenant's data key has changed since the published data were loaded.");
  return generation;
}

/** The published generation, where a script reads QVDs that it may have written itself. */
async function earlierGeneration(
  { state, generations, keyring }: ReloadDeps,
  tenant: string,
  app: string,
  script: string,
): Promise<string | undefined> {
  if (!readsStored(script)) return undefined;
  const published = await read(state, tenant, "published", app);
  if (!published) return undefined;
  const { generation } = published.value;
  const sealed = await generations.keyId?.({ tenant, app, generation });
  return sealed && sealed !== (await keyring.tenantKey(tenant)).id ? undefined : generation;
}

function notPartial(message: string) {
  return platformError("platform.conflict", message, { advice: "Reload the app in full once." });
}

async function stagedBefore(
  deps: ReloadDeps,
  tenant: string,
  input: StartReloadSpec,
  earlier?: StoredReload,
) {
  if (earlier) return earlier.stagedBefore ? { stagedBefore: earlier.stagedBefore } : {};
  const staged = await read(deps.state, tenant, "staged", input.app);
  return staged ? { stagedBefore: staged.value } : {};
}

async function status(deps: ReloadDeps, tenant: string, reload: string): Promise<ReloadStatus> {
  const live = deps.reloads.live(reload);
  const value = await requireObject(deps.state, tenant, "reload", reload);
  if (isOpen(value.state) && live)
    return { state: live.state, ...(live.progress ? { progress: live.progress } : {}) };
  if (isOpen(value.state)) return { state: "running", interrupted: true };
  const generation =
    value.state === "succeeded" ? await read(deps.state, tenant, "generation", value.generation) : null;
  return {
    state: value.state,
    ...(value.progress ? { progress: value.progress } : {}),
    ...(value.error ? { error: value.error } : {}),
    ...(generation ? { generation: generation.value.facts } : {}),
  };
}

/** Stops it, takes its generation away unless that is published, and stages again what was staged before. */
async function undoReload(deps: ReloadDeps, call: Call, input: StartReloadSpec, outcome: Outcome | null) {
  const { state, reloads } = deps;
  const tenant = call.tenant.id;
  const there = await read(state, tenant, "reload", input.reload);
  if (there?.by !== foundOf(call, outcome).by) return;
  if (reloads.cancel(input.reload)) await reloads.settled(input.reload);
  const published = await read(state, tenant, "published", input.app);
  if (published?.value.generation === input.generation) return;
  const staged = await read(state, tenant, "staged", input.app);
  if (staged?.value.generation === input.generation) {
    const before = (await requireObject(state, tenant, "reload", input.reload)).stagedBefore;
    if (before) await update(state, tenant, { kind: "staged", key: input.app, value: before, by: "" });
    else await state.delete(tenant, "staged", input.app);
  }
  await dropGeneration(deps, { tenant, app: input.app, generation: input.generation });
  await state.delete(tenant, "reload", input.reload);
}
