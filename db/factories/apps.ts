import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Connections = Schema["connections"];
type Apps = Schema["apps"];
type Generations = Schema["generations"];
type Reloads = Schema["reloads"];
type Files = Schema["files"];

/** A SQLite connection of `tenantId`, never tested, without a secret. */
export function makeConnection(
  store: Store,
  overrides: Partial<Connections["$inferInsert"]> & { tenantId: string },
): Promise<Connections["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.connections, {
    id: newId("connection"),
    name: `connection-${n}`,
    kind: "sqlite",
    properties: { path: `source-${n}.db` },
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** An app of `tenantId` with no generation yet. */
export function makeApp(
  store: Store,
  overrides: Partial<Apps["$inferInsert"]> & { tenantId: string },
): Promise<Apps["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.apps, {
    id: newId("app"),
    templateId: `template-${n}`,
    title: `App ${n}`,
    connections: {},
    parameters: {},
    tables: {},
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** The row of a generation; no bytes are stored anywhere. */
export function makeGeneration(
  store: Store,
  overrides: Partial<Generations["$inferInsert"]> & { tenantId: string; appId: string },
): Promise<Generations["$inferSelect"]> {
  const n = unique();
  return insertRow(store, store.tables.generations, {
    id: newId("generation"),
    reloadId: newId("reload"),
    templateVersion: "1.0.0",
    fingerprint: `fingerprint-${n}`,
    rows: 100,
    bytes: 10_000,
    sha256: n.toString(16).padStart(64, "0"),
    keyId: newId("tenantKey"),
    engine: "duckdb",
    model: { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] },
    createdAt: new Date(),
    ...overrides,
  });
}

/** A queued manual reload of an app. */
export function makeReload(
  store: Store,
  overrides: Partial<Reloads["$inferInsert"]> & { tenantId: string; appId: string },
): Promise<Reloads["$inferSelect"]> {
  return insertRow(store, store.tables.reloads, {
    id: newId("reload"),
    state: "queued",
    trigger: "manual",
    createdAt: new Date(),
    ...overrides,
  });
}

/** The row of an upload; no bytes are stored anywhere. */
export function makeFile(
  store: Store,
  overrides: Partial<Files["$inferInsert"]> & { tenantId: string },
): Promise<Files["$inferSelect"]> {
  const n = unique();
  return insertRow(store, store.tables.files, {
    id: newId("file"),
    name: `upload-${n}.csv`,
    mediaType: "text/csv",
    bytes: 1,
    sha256: "0".repeat(64),
    createdAt: new Date(),
    ...overrides,
  });
}
