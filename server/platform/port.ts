import type { Condition, ReloadProgress, StepError, TableMapping } from "@/db/schema";
import type { ContentPart } from "./content";
import type {
  Asker,
  Batch,
  BatchAnswer,
  DataModel,
  FieldValuesQuery,
  FieldValuesResult,
  Query,
  QueryResult,
} from "./model";

/**
 * What an analytics platform must do. Every verb is idempotent by natural key: it looks up what is there, changes
 * only what differs, and says which of the three happened. One contract suite (`contract.ts`) runs on every platform.
 * Errors are AppErrors with a code of `PLATFORM_ERRORS`; `retryable` decides whether the step is tried again.
 */
export interface Platform {
  /** `built-in` or `qlik-cloud`. */
  readonly id: string;
  createTenant: Verb<TenantSpec>;
  configureIdentity: Verb<IdentitySpec>;
  assignLicence: Verb<LicenceSpec>;
  ensureGroups: Verb<{ names: string[] }>;
  ensureSpaces: Verb<{ spaces: SpaceSpec[] }>;
  ensureMembers: Verb<{ members: MemberSpec[] }>;
  putConnections: Verb<{ connections: ConnectionSpec[] }>;
  importApp: Verb<ImportAppSpec>;
  /** `fingerprint`: hash of script, connections, parameters and mapping; a generation made from another one is stale. */
  applyScript: Verb<ApplyScriptSpec, { fingerprint?: string }>;
  /** Starts (or finds by `call.key`) one reload; returns at once. */
  startReload: Verb<StartReloadSpec, { reloadId: string }>;
  reloadStatus(tenant: TenantRef, reloadId: string): Promise<ReloadStatus>;
  cancelReload(tenant: TenantRef, reloadId: string): Promise<void>;
  /** Log lines with `seq > after`. */
  reloadLog(tenant: TenantRef, reloadId: string, after: number): Promise<ReloadLogLine[]>;
  /** Checks the staged generation; reports every failed check, never stops at the first. */
  verify(tenant: TenantRef, input: VerifySpec): Promise<VerifyResult>;
  publish: Verb<PublishSpec>;
  /** Asks the published app one question; "active" is never shown before it answered. */
  verifyPublished(tenant: TenantRef, input: { app: string; generation: string }): Promise<VerifyResult>;
  schedule: Verb<ScheduleAppSpec>;
  /** Removes objects for good, with what hangs on them (`tenants apply --prune`); absent ones are fine. */
  remove?(call: Call, input: RemoveSpec): Promise<void>;
  /**
   * Drops an app's data files made before an instant, never the published, the staged or one being made.
   * @returns ids of all that are left
   */
  trimGenerations?(tenant: TenantRef, input: { app: string; before: Date }): Promise<string[]>;
  /** What the platform really holds of the template's content: looked at anew, every byte hashed. */
  content?(tenant: TenantRef, input: { app: string }): Promise<AppContent>;
  usage(tenant: TenantRef): Promise<PlatformUsage>;
  /** @param asker whose rows answer, where the app has section access; without one it refuses (`query.no_access`) */
  query(
    tenant: TenantRef,
    app: string,
    query: Query,
    which?: "published" | "staged",
    asker?: Asker,
  ): Promise<QueryResult>;
  fieldValues(
    tenant: TenantRef,
    app: string,
    query: FieldValuesQuery,
    asker?: Asker,
  ): Promise<FieldValuesResult>;
  /** Answers all questions of one click from the published generation; a question's own error is its answer. */
  ask(
    tenant: TenantRef,
    app: string,
    batch: Batch,
    signal?: AbortSignal,
    asker?: Asker,
  ): Promise<BatchAnswer>;
  /** What the published generation holds for the asker: fields that are omitted and rows that are reduced are not in it. */
  model(tenant: TenantRef, app: string, asker?: Asker): Promise<DataModel>;
  suspend: Verb<Record<string, never>>;
  resume: Verb<Record<string, never>>;
  deleteTenant(tenant: TenantRef): Promise<void>;
}

/** One idempotent change with its way back. */
export interface Verb<I, O = unknown> {
  apply(call: Call, input: I): Promise<Outcome & O>;
  /**
   * Removes only what `apply` created, restores what it changed (`outcome.before`). Idempotent.
   * `null` where no outcome ever arrived (the step failed for good): takes back what calls with `call.key` did.
   */
  undo(call: Call, input: I, outcome: (Outcome & O) | null): Promise<void>;
}

export interface TenantRef {
  /** Tenantry's id. */
  id: string;
  /** The platform's id, once known. */
  remoteId?: string;
}

export interface Call {
  tenant: TenantRef;
  /** Idempotency key: the same on every attempt of one step. */
  key: string;
  attempt: number;
  signal: AbortSignal;
}

export type Effect = "created" | "changed" | "found";

export interface Outcome {
  remoteId: string;
  effect: Effect;
  /** What was there before a change, enough for `undo`. Never holds a secret. */
  before?: unknown;
  /** One short remark for the run page: "3 groups, 1 new". */
  message?: string;
}

export interface TenantSpec {
  slug: string;
  name: string;
  region: string;
  language: string;
}

/** Public RS256 keys that may sign host tokens. */
export interface IdentitySpec {
  keys: { kid: string; publicJwk: Record<string, unknown>; from: string; until?: string }[];
}

export interface LicenceSpec {
  plan: string;
  entitlements: Entitlements;
}

export interface Entitlements {
  /** Rows over all published generations. */
  rows: number;
  apps: number;
  members: number;
  reloadsPerDay: number;
  /** Memory one reload may use, in megabytes. */
  memoryMb: number;
  /** Seconds one reload may take. */
  reloadSeconds: number;
  /** Memory the questions of one app may use, in megabytes; a platform may have less to give. */
  queryMemoryMb: number;
  /** Seconds one question may take. */
  querySeconds: number;
  storageMb: number;
}

export interface SpaceSpec {
  name: string;
  kind: "shared" | "managed";
  /** Group name → right. */
  rights: Record<string, "view" | "edit" | "manage">;
}

export interface MemberSpec {
  email: string;
  name: string;
  role: "admin" | "author" | "viewer";
  groups: string[];
}

export interface ConnectionSpec {
  name: string;
  kind: string;
  properties: Record<string, unknown>;
  /** Opens the secret when the platform needs it; the value goes nowhere else. */
  secret: () => Promise<string | null>;
  /** Changes when the secret does. */
  secretHmac: string | null;
}

export interface ImportAppSpec {
  /** Tenantry's app id: the natural key. */
  app: string;
  title: string;
  template: string;
  version: string;
  contentHash: string;
  sheets: Record<string, unknown>[];
}

/** What an app is made of, as its platform keeps it. */
export interface AppContent {
  template: string;
  version: string;
  parts: ContentPart[];
}

export interface TableDeclaration {
  name: string;
  columns: { name: string; type?: string; optional?: boolean }[];
  /** Slot of the connection it is read from. */
  connection: string;
}

export interface ApplyScriptSpec {
  app: string;
  script: string;
  /** Slot → connection name. */
  connections: Record<string, string>;
  parameters: Record<string, string | number | boolean | null>;
  tables: TableDeclaration[];
  mapping: Record<string, TableMapping>;
  files: { path: string; sha256: string }[];
}

export interface StartReloadSpec {
  app: string;
  /** Tenantry's reload id. */
  reload: string;
  /** Id the new generation gets. */
  generation: string;
  /** Starts from the published generation's data: only what the script marks ADD, REPLACE or MERGE is loaded. */
  partial?: boolean;
  limits: { rows: number; memoryMb: number; seconds: number; storageMb: number };
}

export interface ReloadStatus {
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "limit-exceeded";
  /** True where the process that ran it is gone: start it again. */
  interrupted?: boolean;
  progress?: ReloadProgress;
  error?: StepError;
  generation?: GenerationFacts;
}

export interface GenerationFacts {
  id: string;
  rows: number;
  /** Stored for the data; what the platform keeps beside them to answer faster is not counted. */
  bytes: number;
  sha256: string;
  keyId: string;
  engine: string;
  model: DataModel;
}

export interface ReloadLogLine {
  seq: number;
  at: string;
  level: "debug" | "info" | "warn" | "error";
  source: string;
  message: string;
}

export interface VerifySpec {
  app: string;
  generation: string;
  allow: { loops: boolean; syntheticKeys: boolean };
  /** Fields the sheets and measures need. */
  fields: string[];
  /** The template's own checks. */
  checks: VerifyCheck[];
  maxRows: number;
}

export interface VerifyCheck {
  name: string;
  /** An aggregate expression: `Sum(Amount)`. */
  measure: string;
  selections?: Record<string, (string | number)[]>;
  min?: number;
  max?: number;
  equals?: number;
}

export interface VerifyResult {
  ok: boolean;
  checks: { name: string; ok: boolean; value?: number | string | null; message?: string }[];
}

export interface PublishSpec {
  app: string;
  space: string;
  generation: string;
  version: string;
}

export interface ScheduleAppSpec {
  app: string;
  schedule: { cron: string; zone: string; partial?: boolean } | null;
}

/** Natural keys: app ids, e-mail addresses, names. */
export interface RemoveSpec {
  apps: string[];
  members: string[];
  groups: string[];
  connections: string[];
}

export interface PlatformUsage {
  rows: number;
  /** Of all generations kept, as their facts say. */
  bytes: number;
  apps: number;
}

/** Storage a platform is given for its own state: one object per (tenant, kind, natural key). No noun's table is seen. */
export interface PlatformState {
  get<T>(tenant: string, kind: string, key: string): Promise<StateObject<T> | null>;
  list<T>(tenant: string, kind: string): Promise<StateObject<T>[]>;
  /** Inserts, or replaces the data of, the object with this natural key. Returns it with its lasting id. */
  put<T>(tenant: string, kind: string, key: string, data: T): Promise<StateObject<T>>;
  delete(tenant: string, kind: string, key: string): Promise<void>;
  deleteAll(tenant: string): Promise<void>;
}

export interface StateObject<T> {
  id: string;
  key: string;
  data: T;
}

/** Metering hook: called where the work is done, so it only adds. */
export type OnUsage = (event: { tenant: string; type: string; quantity: number; unit: string }) => void;

export const PLATFORM_ERRORS = {
  "platform.unavailable": { retryable: true },
  "platform.timeout": { retryable: true },
  "platform.throttled": { retryable: true },
  "platform.conflict": { retryable: false },
  "platform.forbidden": { retryable: false },
  "platform.not_found": { retryable: false },
  "platform.invalid": { retryable: false },
  "platform.limit": { retryable: false },
} as const;

export type { Condition, TableMapping };
