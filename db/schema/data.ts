import type { Columns } from "./columns.sqlite";
import { RELOAD_STATES } from "./states";

/** One comparison of a where clause; all conditions of a table are joined by AND. */
export interface Condition {
  column: string;
  op: "=" | "<>" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "between" | "is null" | "is not null" | "like";
  value?: string | number | boolean | null | (string | number | boolean)[];
}

/** What a customer's database has for one table the template declares. */
export interface TableMapping {
  /** The customer's table (or file), if it differs from the template's name. `schema.table` is allowed. */
  table?: string;
  /** Template column → customer column, only where they differ. */
  columns?: Record<string, string>;
  where?: Condition[];
}

export interface ReloadTable {
  name: string;
  rows: number;
  /** Rows expected, if known before the end. */
  estimate?: number;
  state: "waiting" | "loading" | "loaded" | "stopped";
  ms?: number;
}

export interface ReloadProgress {
  statement: number;
  statements: number;
  line?: number;
  rows: number;
  bytes: number;
  /** 0 to 100, absent where it is not honestly known. */
  percent?: number;
  tables: ReloadTable[];
}

/** When an app reloads by itself: five parts of a cron expression in a time zone. */
export interface ReloadSchedule {
  cron: string;
  zone: string;
  /** Only what the script marks ADD, REPLACE or MERGE. */
  partial?: boolean;
}

export interface StepError {
  code: string;
  message: string;
  /** What to do about it, one sentence. */
  advice?: string;
  retryable: boolean;
  params?: Record<string, unknown>;
}

export function data(c: Columns) {
  const connections = c.table(
    "connections",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      name: c.text().notNull(),
      kind: c.text().notNull(),
      properties: c.json<Record<string, unknown>>().notNull(),
      /** Sealed with the tenant's data key; never read back to a person. */
      secret: c.text(),
      /** HMAC of the secret, to tell "unchanged" without opening it. */
      secretHmac: c.text(),
      testedAt: c.instant(),
      testResult: c.json<{ ok: boolean; code?: string; message?: string }>(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("connections_tenant_name").on(t.tenantId, t.name)],
  );

  const apps = c.table(
    "apps",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      templateId: c.text().notNull(),
      title: c.text().notNull(),
      stagedVersion: c.text(),
      publishedVersion: c.text(),
      stagedGenerationId: c.text(),
      publishedGenerationId: c.text(),
      publishedAt: c.instant(),
      /** Slot of the template → name of the tenant's connection. */
      connections: c.json<Record<string, string>>().notNull(),
      parameters: c.json<Record<string, string | number | boolean | null>>().notNull(),
      tables: c.json<Record<string, TableMapping>>().notNull(),
      schedule: c.json<ReloadSchedule>(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("apps_tenant_template").on(t.tenantId, t.templateId),
      c.index("apps_template").on(t.templateId),
    ],
  );

  /** The immutable data file one reload produced. Bytes live in the generation store under this id. */
  const generations = c.table(
    "generations",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: c.text().notNull(),
      reloadId: c.text().notNull(),
      templateVersion: c.text().notNull(),
      /** Hash of script, connections, parameters and mapping it was made from. */
      fingerprint: c.text().notNull(),
      rows: c.big().notNull(),
      bytes: c.big().notNull(),
      sha256: c.text().notNull(),
      keyId: c.text().notNull(),
      engine: c.text().notNull(),
      /** Tables, fields and keys. Shape: `platform/model.ts`. */
      model: c.json<Record<string, unknown>>().notNull(),
      createdAt: c.instant().notNull(),
      droppedAt: c.instant(),
    },
    (t) => [c.index("generations_app").on(t.appId, t.createdAt)],
  );

  const reloads = c.table(
    "reloads",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: c.text().notNull(),
      runId: c.text(),
      generationId: c.text(),
      state: c.oneOf(RELOAD_STATES).notNull(),
      trigger: c.oneOf(["provisioning", "manual", "schedule", "api"] as const).notNull(),
      attempt: c.integer().notNull().default(1),
      progress: c.json<ReloadProgress>(),
      error: c.json<StepError>(),
      createdAt: c.instant().notNull(),
      startedAt: c.instant(),
      endedAt: c.instant(),
    },
    (t) => [
      c.index("reloads_tenant").on(t.tenantId, t.createdAt, t.id),
      c.index("reloads_app").on(t.appId, t.createdAt, t.id),
      c.index("reloads_created").on(t.createdAt, t.id),
    ],
  );

  const reloadLog = c.table(
    "reload_log",
    {
      id: c.serial(),
      tenantId: c.text().notNull(),
      reloadId: c.text().notNull(),
      at: c.instant().notNull(),
      level: c.oneOf(["debug", "info", "warn", "error"] as const).notNull(),
      source: c.text().notNull(),
      message: c.text().notNull(),
    },
    (t) => [c.index("reload_log_reload").on(t.reloadId, t.id)],
  );

  const files = c.table(
    "files",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      name: c.text().notNull(),
      mediaType: c.text().notNull(),
      bytes: c.big().notNull(),
      sha256: c.text().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.index("files_tenant").on(t.tenantId, t.createdAt, t.id)],
  );

  return { connections, apps, generations, reloads, reloadLog, files };
}
