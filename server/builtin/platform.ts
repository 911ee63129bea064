import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Platform } from "@/server/platform/port";
import { processEntry } from "@/server/shared/processes";
import type { BuiltinOptions } from "./deps";
import { trimGenerations } from "./generations";
import { createReloadManager, type LiveReload, type ReloadManager } from "./reload/manager";
import { storedFolder } from "./reload/stored-files";
import { answers } from "./verbs/answers";
import { applyScript, importApp } from "./verbs/apps";
import { appContent } from "./verbs/content";
import { publish } from "./verbs/publish";
import { reloadVerbs } from "./verbs/reloads";
import { removeObjects } from "./verbs/remove";
import * as settings from "./verbs/settings";
import { createTenant, removeTenant, resume, suspend } from "./verbs/tenant";
import { stateVerb } from "./verbs/verb";

export type { BuiltinFolders, BuiltinOptions, Secrets } from "./deps";

/** The built-in platform, and what belongs to its life in a process. */
export interface BuiltinPlatform extends Platform {
  /** A reload that is queued or running in this process; null for any other. */
  running(reload: string): LiveReload | null;
  /** Reloads running and waiting, for metrics. */
  stats(): ReturnType<ReloadManager["stats"]>;
  /** Ends reload processes at once; their reloads report `interrupted` and are started again by `startReload`. */
  close(): Promise<void>;
}

/**
 * The platform that needs nothing installed: state in `PlatformState`, data in generations, reloads in processes of
 * their own. One process owns it and its folders.
 */
export function createBuiltinPlatform(options: BuiltinOptions): BuiltinPlatform {
  const { state } = options;
  const reloads = createReloadManager({
    scratch: options.folders.scratch,
    logs: options.folders.logs,
    uploads: options.folders.uploads,
    entry: options.reloadEntry ?? processEntry("reload"),
    maxReloads: options.maxReloads,
    clock: options.clock,
    log: options.log,
  });
  const deps = { ...options, reloads };
  return {
    id: "built-in",
    createTenant: createTenant(deps),
    configureIdentity: stateVerb(state, settings.configureIdentity),
    assignLicence: stateVerb(state, settings.assignLicence),
    ensureGroups: stateVerb(state, settings.ensureGroups),
    ensureSpaces: stateVerb(state, settings.ensureSpaces),
    ensureMembers: stateVerb(state, settings.ensureMembers),
    putConnections: stateVerb(state, settings.putConnections),
    importApp: stateVerb(state, importApp),
    applyScript: applyScript(state),
    publish: publish(deps),
    schedule: stateVerb(state, settings.schedule),
    suspend: stateVerb(state, suspend),
    resume: stateVerb(state, resume),
    remove: removeObjects(deps),
    ...reloadVerbs(deps),
    ...answers(deps),
    content: (tenant, { app }) => appContent(options, tenant, app),
    trimGenerations: (tenant, input) => trimGenerations(deps, tenant.id, input),
    async deleteTenant(tenant) {
      await removeTenant(deps, tenant.id);
      // Uploads outlive an undone provisioning, not the tenant.
      await rm(dirname(storedFolder(options.folders.uploads, tenant.id)), { recursive: true, force: true });
    },
    running: (reload) => reloads.live(reload),
    stats: () => reloads.stats(),
    close: () => reloads.close(),
  };
}
