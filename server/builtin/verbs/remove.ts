import { readAll } from "@/server/builtin/effects";
import { dropGeneration, type GenerationDeps } from "@/server/builtin/generations";
import { requireTenant } from "@/server/builtin/objects";
import type { Call, RemoveSpec } from "@/server/platform/port";

/** Removes apps with their data, people, groups and connections for good; what is not there is fine. */
export function removeObjects(deps: GenerationDeps) {
  const { state } = deps;
  return async (call: Call, input: RemoveSpec): Promise<void> => {
    const tenant = call.tenant.id;
    await requireTenant(state, call.tenant);
    for (const app of input.apps) await removeApp(deps, tenant, app);
    for (const email of input.members) await state.delete(tenant, "member", email.toLowerCase());
    for (const name of input.groups) await state.delete(tenant, "group", name);
    for (const name of input.connections) await state.delete(tenant, "connection", name);
  };
}

async function removeApp(deps: GenerationDeps, tenant: string, app: string): Promise<void> {
  const { state } = deps;
  for (const kind of ["schedule", "published", "staged", "script", "app"])
    await state.delete(tenant, kind, app);
  for (const { key, value } of await readAll(state, tenant, "generation"))
    if (value.app === app) await dropGeneration(deps, { tenant, app, generation: key });
  for (const { key, value } of await readAll(state, tenant, "reload"))
    if (value.app === app) await state.delete(tenant, "reload", key);
}
