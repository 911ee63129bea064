import type { BuiltinOptions } from "@/server/builtin/deps";
import { readAll } from "@/server/builtin/effects";
import type { StoredConnection, StoredScript } from "@/server/builtin/objects";
import type { StartReloadSpec } from "@/server/platform/port";
import type { ReloadRequest } from "./manager";
import { storedFolder } from "./stored-files";

type Deps = Pick<BuiltinOptions, "state" | "folders" | "keyring" | "clock" | "policy" | "secrets">;

interface From {
  tenant: string;
  input: StartReloadSpec;
  attempt: number;
  title: string;
  script: StoredScript;
  /** Generation to start from. */
  from?: string;
}

/** What a reload's process has to know, as it is now; the key and secrets are fetched when it asks. */
export async function reloadRequest(
  deps: Deps,
  from: From,
): Promise<Omit<ReloadRequest, "onStart" | "onEnd">> {
  const { tenant, input, script } = from;
  const { folders, policy } = deps;
  const connections: Record<string, StoredConnection> = {};
  for (const { key, value } of await readAll(deps.state, tenant, "connection")) connections[key] = value;
  return {
    job: {
      tenant,
      app: input.app,
      title: from.title,
      reload: input.reload,
      generation: input.generation,
      ...(from.from ? { from: from.from } : {}),
      ...(input.partial ? { partial: true as const } : {}),
      attempt: from.attempt,
      script: script.script,
      parameters: script.parameters,
      tables: script.tables,
      mapping: script.mapping,
      slots: script.connections,
      connections,
      files: script.files,
      limits: input.limits,
      now: deps.clock.now().toISOString(),
      zone: "UTC",
      folders: {
        generations: folders.generations,
        templates: folders.templates,
        stored: storedFolder(folders.uploads, tenant),
      },
    },
    key: () => deps.keyring.tenantKey(tenant),
    secret: (connection) => deps.secrets.connection(tenant, connection),
    policy: typeof policy === "function" ? policy(tenant) : policy,
  };
}
