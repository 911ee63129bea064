import { ensure, read, readAll, takeBack } from "@/server/builtin/effects";
import { requireObject, requireTenant } from "@/server/builtin/objects";
import { fingerprintOf } from "@/server/platform/fingerprint";
import type { ApplyScriptSpec, ImportAppSpec, Platform, PlatformState } from "@/server/platform/port";
import { withinPlan } from "./settings";
import type { StateVerb } from "./verb";

export const importApp: StateVerb<ImportAppSpec> = {
  wishes: ({ app, ...value }) => [{ kind: "app", key: app, value }],
  async check(state, input, call) {
    if (await read(state, call.tenant.id, "app", input.app)) return;
    await withinPlan(state, call.tenant.id, "apps", (await readAll(state, call.tenant.id, "app")).length + 1);
  },
};

/** `found` says that a generation with this fingerprint, if there is one, is up to date. */
export function applyScript(state: PlatformState): Platform["applyScript"] {
  return {
    async apply(call, input) {
      call.signal.throwIfAborted();
      const tenant = call.tenant.id;
      const owner = await requireTenant(state, call.tenant);
      await requireObject(state, tenant, "app", input.app);
      const fingerprint = fingerprintOf(input, await behind(state, tenant, input));
      const { app, ...value } = input;
      const wish = { kind: "script" as const, key: app, value: { ...value, fingerprint } };
      return { ...(await ensure(state, call, [wish], owner)), fingerprint };
    },
    async undo(call, input, outcome) {
      await takeBack(state, call, [{ kind: "script", key: input.app }], outcome);
    },
  };
}

async function behind(state: PlatformState, tenant: string, input: ApplyScriptSpec) {
  const found: Parameters<typeof fingerprintOf>[1] = {};
  for (const name of Object.values(input.connections))
    found[name] = await requireObject(state, tenant, "connection", name);
  return found;
}
