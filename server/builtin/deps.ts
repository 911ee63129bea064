import type { GenerationStore } from "@/server/builtin/files/port";
import type { EngineHosts } from "@/server/builtin/host/port";
import type { SourcePolicy } from "@/server/builtin/sources/port";
import type { OnUsage, PlatformState } from "@/server/platform/port";
import type { Clock } from "@/server/shared/clock";
import type { Keyring } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";

/** What the built-in platform is given. */
export interface BuiltinOptions {
  state: PlatformState;
  generations: GenerationStore;
  hosts: EngineHosts;
  keyring: Pick<Keyring, "tenantKey">;
  clock: Clock;
  log: Logger;
  /** Where a tenant's connections may reach; a function where it differs per tenant (its own uploads). */
  policy: SourcePolicy | ((tenantId: string) => SourcePolicy);
  secrets: Secrets;
  folders: BuiltinFolders;
  onUsage: OnUsage;
  /** Reload processes at once in this installation. */
  maxReloads: number;
  /** Program of the reload process; by default what the build made, or its source in development. */
  reloadEntry?: ProcessEntry;
}

/** Opens sealed secrets; the platform keeps only their HMAC. */
export interface Secrets {
  connection(tenantId: string, name: string): Promise<string | null>;
}

/** Absolute paths. */
export interface BuiltinFolders {
  /** Working files of reloads; emptied at start. */
  scratch: string;
  /** Sealed generations: the folder of `createLocalGenerationStore`. The reload process writes there itself. */
  generations: string;
  /** Uploaded files, one folder per tenant; `STORE` writes below it. */
  uploads: string;
  /** Files of templates by SHA-256. */
  templates: string;
  /** Logs of reloads, one folder per tenant. */
  logs: string;
}
