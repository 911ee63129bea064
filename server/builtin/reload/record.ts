import type { BuiltinOptions } from "@/server/builtin/deps";
import { read, readAll, update } from "@/server/builtin/effects";
import { dropOldGenerations } from "@/server/builtin/generations";
import type { StoredReload } from "@/server/builtin/objects";
import type { ReloadEnd } from "./messages";

type Deps = Pick<BuiltinOptions, "state" | "generations" | "hosts" | "log" | "clock" | "onUsage">;

/** Ended reloads of an app whose result stays known. */
const REMEMBERED = 20;
/** Attempts that may die without a word before the reload counts as failed. */
const DEATHS = 5;

/** Notes that a reload's process has started. */
export async function recordStart(deps: Deps, tenant: string, reload: string): Promise<void> {
  await write(deps, tenant, reload, (value) => ({ ...value, state: "running" }));
}

/**
 * Notes how an attempt ended. A success becomes known in an order that a crash can't turn into a lie: the
 * generation, then the staged pointer, then the reload. An attempt that died leaves the reload as it was, to be
 * started again.
 */
export async function recordEnd(
  deps: Deps,
  tenant: string,
  reload: string,
  end: ReloadEnd,
  progress?: StoredReload["progress"],
): Promise<void> {
  const stored = await read(deps.state, tenant, "reload", reload);
  if (!stored) return;
  if (end.state === "interrupted") return recordDeath(deps, tenant, reload, stored.value);
  if (end.state === "succeeded") await stage(deps, tenant, { ...stored, end });
  await write(deps, tenant, reload, (value) => ({
    ...value,
    state: end.state,
    ...(progress ? { progress } : {}),
    ...(end.state === "succeeded" ? {} : { error: end.error }),
  }));
  await forgetOldReloads(deps, tenant, stored.value.app);
  if (end.state !== "succeeded") return;
  await dropOldGenerations(deps, tenant, stored.value.app);
  deps.onUsage({ tenant, type: "reload", quantity: 1, unit: "reload" });
  deps.onUsage({ tenant, type: "reload.rows", quantity: end.facts.rows, unit: "row" });
}

async function stage(
  deps: Deps,
  tenant: string,
  from: { value: StoredReload; by: string; end: Extract<ReloadEnd, { state: "succeeded" }> },
): Promise<void> {
  const { app, generation, version, fingerprint } = from.value;
  const value = { app, version, fingerprint, madeAt: deps.clock.now().toISOString(), facts: from.end.facts };
  await update(deps.state, tenant, { kind: "generation", key: generation, value, by: from.by });
  await update(deps.state, tenant, { kind: "staged", key: app, value: { generation, version }, by: from.by });
}

async function recordDeath(deps: Deps, tenant: string, reload: string, stored: StoredReload): Promise<void> {
  if (stored.attempt < DEATHS) return;
  const error = {
    code: "reload.crashed",
    message: `The reload's process died ${stored.attempt} times without a word.`,
    advice: "Look at the portal's log for its last output, then start it again.",
    retryable: false,
  };
  await write(deps, tenant, reload, (value) => ({ ...value, state: "failed", error }));
}

async function write(
  deps: Deps,
  tenant: string,
  reload: string,
  change: (value: StoredReload) => StoredReload,
): Promise<void> {
  const stored = await read(deps.state, tenant, "reload", reload);
  if (!stored) return;
  await update(deps.state, tenant, {
    kind: "reload",
    key: reload,
    value: change(stored.value),
    by: stored.by,
  });
}

async function forgetOldReloads(deps: Deps, tenant: string, app: string): Promise<void> {
  const ended = (await readAll(deps.state, tenant, "reload"))
    .filter((r) => r.value.app === app && r.value.state !== "queued" && r.value.state !== "running")
    .sort((a, b) => (a.value.startedAt < b.value.startedAt ? 1 : -1));
  for (const { key } of ended.slice(REMEMBERED)) await deps.state.delete(tenant, "reload", key);
}
