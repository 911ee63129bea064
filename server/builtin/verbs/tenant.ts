import { rm } from "node:fs/promises";
import type { BuiltinOptions } from "@/server/builtin/deps";
import { ensure, isMadeBy, readAll, takeBack } from "@/server/builtin/effects";
import type { ReloadManager } from "@/server/builtin/reload/manager";
import { storedFolder } from "@/server/builtin/reload/stored-files";
import { platformError } from "@/server/platform/errors";
import type { Platform } from "@/server/platform/port";
import type { StateVerb } from "./verb";

type Deps = Pick<BuiltinOptions, "state" | "generations" | "hosts" | "keyring" | "folders"> & {
  reloads: Pick<ReloadManager, "forgetTenant">;
};

/** The tenant's object and its data key. Its generation folder appears with the first generation. */
export function createTenant(deps: Deps): Platform["createTenant"] {
  const { state, keyring } = deps;
  return {
    async apply(call, input) {
      call.signal.throwIfAborted();
      const tenant = call.tenant.id;
      await keyring.tenantKey(tenant);
      return ensure(state, call, [{ kind: "tenant", key: tenant, value: { ...input } }], { id: tenant });
    },
    async undo(call, _input, outcome) {
      const tenant = call.tenant.id;
      const own = { kind: "tenant", key: tenant } as const;
      if (!(await isMadeBy(state, call, own, outcome))) return takeBack(state, call, [own], outcome);
      const apps = (await readAll(state, tenant, "app")).map((a) => a.key);
      if (apps.length > 0)
        throw platformError(
          "platform.conflict",
          `The tenant still has apps (${apps.join(", ")}); it was kept.`,
          {
            advice: "Undo the runs that made them, or delete the tenant.",
          },
        );
      await removeTenant(deps, tenant);
    },
  };
}

/** Everything the platform holds of a tenant; the destruction of its key is the caller's. */
export async function removeTenant(deps: Deps, tenant: string): Promise<void> {
  await deps.reloads.forgetTenant(tenant);
  for (const id of await deps.generations.list(tenant)) await deps.hosts.release(id);
  await deps.generations.deleteTenant(tenant);
  await rm(storedFolder(deps.folders.uploads, tenant), { recursive: true, force: true });
  await deps.state.deleteAll(tenant);
}

/** Queries are refused until `resume`; data and reloads stay. */
export const suspend: StateVerb<Record<string, never>> = {
  wishes: () => [{ kind: "suspension", key: "tenant", value: { suspended: true } }],
};

export const resume: StateVerb<Record<string, never>> = {
  wishes: () => [{ kind: "suspension", key: "tenant", value: null }],
};
