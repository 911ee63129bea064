import { availableParallelism } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { Store } from "@/db/store";
import { createLocalGenerationStore } from "./builtin/files/local";
import { createEngineHosts } from "./builtin/host";
import { createBuiltinPlatform } from "./builtin/platform";
import { checkExpression, checkScript, hasPartialLoads, KEYWORDS, SCRIPT_FUNCTIONS } from "./builtin/script";
import { getSource, sources } from "./builtin/sources";
import { browse } from "./builtin/sources/browse";
import { createSourcePolicy } from "./builtin/sources/policy";
import type { Source } from "./builtin/sources/port";
import { type ConnectionTester, type FileGrants, loadFileGrants, type SchemaBrowser } from "./connections";
import { uploadFolder, uploadSums } from "./files";
import { questionLimits } from "./plans";
import type { OnUsage, Platform } from "./platform/port";
import { createPlatformState } from "./platform/state.store";
import { loadSourceReach, type SourceReach } from "./settings";
import type { Clock } from "./shared/clock";
import type { Tools } from "./shared/context";
import type { Env } from "./shared/env";
import type { Keyring } from "./shared/keyring";
import type { Logger } from "./shared/logger";
import { countUsage } from "./shared/metering";
import { processEntry } from "./shared/processes";

export interface BuiltinParts {
  platform: Platform;
  tools: Tools;
  close(): Promise<void>;
}

interface Needs {
  store: Store;
  clock: Clock;
  log: Logger;
  keyring: Keyring;
  /** Opens the secret of a tenant's connection. */
  secret(tenantId: string, name: string): Promise<string | null>;
}

const TEST_TIMEOUT_MS = 10_000;
const HOST_BYTES = 1_500_000_000;

/** Reads where a tenant's connections may reach: the operator's lists, the tenant's grants and its own uploads. */
function policyOf(env: Env, store: Store, grants: FileGrants, reach: SourceReach) {
  return (tenantId: string) => {
    const { hosts, folders } = reach.all();
    return createSourcePolicy({
      localOnly: env.localOnly,
      hosts,
      fileFolders: [...folders, ...grants.of(tenantId)],
      uploads: uploadFolder(env.data, tenantId),
      sums: () => uploadSums(store, tenantId),
    });
  };
}

type Properties = Record<string, unknown>;

const FILE_FIELDS = new Set(["file", "files", "path"]);

function fileFields(source: Source): string[] {
  return source.form.fields.filter((f) => FILE_FIELDS.has(f.type)).map((f) => f.name);
}

/** Absolute paths a connection's properties name on this machine; uploads and relative ones are not among them. */
function pathsIn(source: Source, properties: Properties): string[] {
  return fileFields(source)
    .map((name) => properties[name])
    .filter((value): value is string => typeof value === "string" && isAbsolute(value));
}

function anchored(source: Source, properties: Properties, folder: string): Properties {
  const relative = fileFields(source).filter((name) => {
    const value = properties[name];
    return typeof value === "string" && !isAbsolute(value) && !value.startsWith("upload:");
  });
  return {
    ...properties,
    ...Object.fromEntries(relative.map((n) => [n, resolve(folder, String(properties[n]))])),
  };
}

function tester(policy: ReturnType<typeof policyOf>): ConnectionTester {
  return {
    parse: (kind, properties) => getSource(kind).parse(properties),
    paths: (kind, properties) => pathsIn(getSource(kind), properties),
    anchored: (kind, properties, folder) => anchored(getSource(kind), properties, folder),
    test: ({ tenantId, kind, properties, secret }) =>
      getSource(kind).test({ properties, secret, policy: policy(tenantId) }, { timeoutMs: TEST_TIMEOUT_MS }),
  };
}

function browser(policy: ReturnType<typeof policyOf>, scratch: string): SchemaBrowser {
  return {
    forms: () => Object.values(sources).map(({ kind, form }) => ({ kind, ...form })),
    open: ({ tenantId, kind, properties, secret }, options) =>
      browse(
        getSource(kind),
        { properties, secret, policy: policy(tenantId) },
        { ...options, scratch: join(scratch, tenantId) },
      ),
  };
}

/** Reloads are metered by their rows; of what the platform says only the questions are news. */
const onUsage: OnUsage = ({ tenant, type, quantity }) => {
  if (type === "query.cpu") countUsage(tenant, "query_seconds", quantity);
};

/** The built-in platform with its parts: generation store, engine hosts, sources and their policy. */
export async function createBuiltin(env: Env, needs: Needs): Promise<BuiltinParts> {
  const { store, clock, log, keyring } = needs;
  const grants = await loadFileGrants(store);
  const reach = await loadSourceReach(store, { hosts: env.sourceHosts, folders: env.fileFolders });
  const policy = policyOf(env, store, grants, reach);
  const folder = (name: string) => join(env.data, name);
  const generations = createLocalGenerationStore({ folder: folder("generations"), log });
  await generations.sweep();
  const hosts = createEngineHosts({
    count: Math.min(availableParallelism(), 2),
    scratch: folder("scratch/engine"),
    generations,
    key: (tenant, _generation, keyId) =>
      keyId ? keyring.tenantKeyById(tenant, keyId) : keyring.tenantKey(tenant),
    entry: processEntry("engine-host", env),
    ...(availableParallelism() > 1 ? { helper: processEntry("engine-helper", env) } : {}),
    log,
    onUsage,
    maxBytes: HOST_BYTES,
    limits: questionLimits(store, clock),
  });
  const platform = createBuiltinPlatform({
    state: createPlatformState(store, clock),
    generations,
    hosts,
    keyring,
    clock,
    log,
    policy,
    secrets: { connection: needs.secret },
    folders: {
      scratch: folder("scratch/reloads"),
      generations: folder("generations"),
      uploads: folder("uploads"),
      templates: folder("templates"),
      logs: folder("logs"),
    },
    onUsage,
    maxReloads: env.reloadConcurrency ?? Math.max(1, availableParallelism()),
    reloadEntry: processEntry("reload", env),
  });
  return {
    platform,
    tools: {
      connectionTester: tester(policy),
      schemaBrowser: browser(policy, folder("scratch/browse")),
      checkScript: Object.assign((script: string) => checkScript(script), {
        expression: checkExpression,
        hasPartialLoads,
      }),
      scriptLanguage: {
        functions: SCRIPT_FUNCTIONS.map(({ name, group, signature, summary, rule }) => ({
          ...{ name, group, signature, summary, rule },
        })),
        keywords: [...KEYWORDS],
      },
      fileGrants: grants,
      sourceReach: reach,
    },
    async close() {
      await platform.close();
      await hosts.close();
    },
  };
}
