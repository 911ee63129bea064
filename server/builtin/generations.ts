import type { GenerationId } from "@/server/builtin/files/port";
import type { BuiltinOptions } from "./deps";
import { read, readAll } from "./effects";

/** Generations of an app kept besides the published and the staged one: the way back of the last changes. */
const KEPT = 2;

export type GenerationDeps = Pick<BuiltinOptions, "state" | "generations" | "hosts" | "log">;

/** Removes a generation's bytes and facts. It may be gone already. */
export async function dropGeneration(deps: GenerationDeps, id: GenerationId): Promise<void> {
  await deps.hosts.release(id);
  await deps.generations.delete(id);
  await deps.state.delete(id.tenant, "generation", id.generation);
}

/** Drops generations of an app made before an instant, never the published or the staged one. @returns ids of the others */
export async function trimGenerations(
  deps: GenerationDeps,
  tenant: string,
  { app, before }: { app: string; before: Date },
): Promise<string[]> {
  const { state } = deps;
  const published = (await read(state, tenant, "published", app))?.value.generation;
  const staged = (await read(state, tenant, "staged", app))?.value.generation;
  const mine = (await readAll(state, tenant, "generation")).filter((g) => g.value.app === app);
  const old = mine.filter(
    ({ key, value }) => key !== published && key !== staged && new Date(value.madeAt) < before,
  );
  for (const { key } of old) await dropGeneration(deps, { tenant, app, generation: key });
  const dropped = new Set(old.map(({ key }) => key));
  return mine.map(({ key }) => key).filter((key) => !dropped.has(key));
}

/**
 * Drops an app's old generations, never the published or the staged one. What fails is tried again at the next
 * publish or reload: an old file too many does no harm.
 */
export async function dropOldGenerations(deps: GenerationDeps, tenant: string, app: string): Promise<void> {
  const { state, log } = deps;
  const published = (await read(state, tenant, "published", app))?.value.generation;
  const staged = (await read(state, tenant, "staged", app))?.value.generation;
  const mine = (await readAll(state, tenant, "generation"))
    .filter((g) => g.value.app === app && g.key !== published && g.key !== staged)
    .sort((a, b) => (a.value.madeAt < b.value.madeAt ? 1 : -1));
  for (const { key } of mine.slice(KEPT)) {
    const id = { tenant, app, generation: key };
    await dropGeneration(deps, id).catch((error: unknown) =>
      log.warn({ error, ...id }, "old generation kept"),
    );
  }
}
