import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Templates = Schema["templates"];
type Versions = Schema["templateVersions"];

/** A template without versions; see `makeTemplateVersion`. */
export function makeTemplate(
  store: Store,
  overrides: Partial<Templates["$inferInsert"]> = {},
): Promise<Templates["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.templates, {
    id: `template-${n}`,
    module: "sales",
    title: { en: `Template ${n}` },
    latestVersion: "1.0.0",
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** A released version 1.0.0 of `templateId` with an empty script. */
export function makeTemplateVersion(
  store: Store,
  overrides: Partial<Versions["$inferInsert"]> & { templateId: string },
): Promise<Versions["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  const version = overrides.version ?? "1.0.0";
  return insertRow(store, store.tables.templateVersions, {
    id: newId("templateVersion"),
    version,
    state: "released",
    manifest: { id: overrides.templateId, version },
    script: "",
    sheets: [],
    files: [],
    contentHash: `hash-${n}`,
    createdAt: now,
    releasedAt: now,
    ...overrides,
  });
}
