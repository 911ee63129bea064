import { missing, platformError } from "@/server/platform/errors";
import type {
  ApplyScriptSpec,
  GenerationFacts,
  IdentitySpec,
  ImportAppSpec,
  LicenceSpec,
  MemberSpec,
  PlatformState,
  ReloadStatus,
  SpaceSpec,
  TenantRef,
  TenantSpec,
} from "@/server/platform/port";
import { read } from "./effects";

/** What the built-in platform keeps, by kind. Natural keys: names, e-mail addresses, Tenantry's ids. */
export interface Kinds {
  tenant: TenantSpec;
  identity: IdentitySpec;
  licence: LicenceSpec;
  group: { name: string };
  space: SpaceSpec;
  member: MemberSpec;
  connection: StoredConnection;
  app: Omit<ImportAppSpec, "app">;
  script: StoredScript;
  reload: StoredReload;
  generation: StoredGeneration;
  staged: Pointer;
  published: Pointer & { space: string };
  schedule: { cron: string; zone: string; partial?: boolean };
  suspension: { suspended: true };
}

/** A connection without its secret: that is asked for when a reload needs it. */
export interface StoredConnection {
  kind: string;
  properties: Record<string, unknown>;
  secretHmac: string | null;
}

export interface StoredScript extends Omit<ApplyScriptSpec, "app"> {
  fingerprint: string;
}

export interface StoredReload {
  app: string;
  generation: string;
  attempt: number;
  state: ReloadStatus["state"];
  version: string;
  fingerprint: string;
  startedAt: string;
  /** What was staged when it began: the way back. */
  stagedBefore?: Pointer;
  error?: ReloadStatus["error"];
  progress?: ReloadStatus["progress"];
}

export interface StoredGeneration {
  app: string;
  version: string;
  fingerprint: string;
  madeAt: string;
  facts: GenerationFacts;
}

export interface Pointer {
  generation: string;
  version: string;
}

/** Finds the tenant, or says that it is not there or that the caller holds another one's id. */
export async function requireTenant(state: PlatformState, tenant: TenantRef): Promise<{ id: string }> {
  const found = await read(state, tenant.id, "tenant", tenant.id);
  if (!found) throw missing("tenant", tenant.id, "createTenant");
  if (tenant.remoteId !== undefined && tenant.remoteId !== found.id)
    throw platformError(
      "platform.forbidden",
      `Tenant ${tenant.id} is ${found.id} here, not ${tenant.remoteId}.`,
    );
  return { id: found.id };
}

const STEP: Partial<Record<keyof Kinds, string>> = {
  group: "ensureGroups",
  space: "ensureSpaces",
  connection: "putConnections",
  app: "importApp",
  script: "applyScript",
  reload: "startReload",
  generation: "startReload",
  staged: "startReload",
  published: "publish",
};

/** The object's value; throws `platform.not_found` naming the step that makes it. */
export async function requireObject<K extends keyof Kinds>(
  state: PlatformState,
  tenant: string,
  kind: K,
  key: string,
): Promise<Kinds[K]> {
  const found = await read(state, tenant, kind, key);
  if (!found) throw missing(kind, key, STEP[kind] ?? "createTenant");
  return found.value;
}
