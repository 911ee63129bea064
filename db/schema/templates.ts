import type { Columns } from "./columns.sqlite";
import type { TableMapping } from "./data";

export interface DraftFile {
  /** Below `files/`. */
  path: string;
  sha256: string;
  bytes: number;
}

/** What a draft is tried with: connections of the source tenant by slot, and what a customer would set. */
export interface DraftSample {
  connections?: Record<string, string>;
  parameters?: Record<string, string | number | boolean>;
  tables?: Record<string, TableMapping>;
}

export function templates(c: Columns) {
  const templates = c.table(
    "templates",
    {
      /** The `id` of template.yaml: a slug, stable for ever. */
      id: c.id(),
      sourceTenantId: c.text(),
      module: c.text().notNull(),
      title: c.json<Record<string, string>>().notNull(),
      /** Newest released version; empty until the first release, and out of every list until then. */
      latestVersion: c.text().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.index("templates_module").on(t.module, t.id)],
  );

  const templateVersions = c.table(
    "template_versions",
    {
      id: c.id(),
      templateId: c
        .text()
        .notNull()
        .references(() => templates.id),
      version: c.text().notNull(),
      state: c.oneOf(["draft", "released"] as const).notNull(),
      /** template.yaml as parsed. Shape: `server/templates/schemas.ts`. */
      manifest: c.json<Record<string, unknown>>().notNull(),
      script: c.text().notNull(),
      sheets: c.json<Record<string, unknown>[]>().notNull(),
      files: c.json<{ path: string; sha256: string; bytes: number }[]>().notNull(),
      contentHash: c.text().notNull(),
      /** The files as typed, by path, with their comments; null for versions released before they were kept. */
      texts: c.json<Record<string, string>>(),
      /** Markdown: what is new for the people who use it. */
      changelog: c.text(),
      releasedBy: c.text(),
      createdAt: c.instant().notNull(),
      releasedAt: c.instant(),
    },
    (t) => [c.uniqueIndex("template_versions_version").on(t.templateId, t.version)],
  );

  /** What an operator is working on: at most one draft of a template at a time. May hold mistakes. */
  const templateDrafts = c.table(
    "template_drafts",
    {
      id: c.id(),
      templateId: c
        .text()
        .notNull()
        .references(() => templates.id),
      /** The released version it began as; null for a template that has none yet. */
      baseVersion: c.text(),
      /** Counts on over all drafts of the template. */
      revision: c.integer().notNull(),
      /** `template.yaml`, `script.qvs`, `sheets/*.yaml` as typed, by path. */
      texts: c.json<Record<string, string>>().notNull(),
      /** Files below `files/`; their bytes lie in the data folder by hash. */
      files: c.json<DraftFile[]>().notNull(),
      /** Path → revision that last changed (or removed) it: what a save is compared with. */
      touched: c.json<Record<string, number>>().notNull(),
      sample: c.json<DraftSample>().notNull(),
      createdBy: c.text().notNull(),
      updatedBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("template_drafts_template").on(t.templateId)],
  );

  /** History of a template's drafts: one row per person and sitting. Kept when a draft is released. */
  const templateDraftRevisions = c.table(
    "template_draft_revisions",
    {
      id: c.id(),
      templateId: c
        .text()
        .notNull()
        .references(() => templates.id),
      revision: c.integer().notNull(),
      texts: c.json<Record<string, string>>().notNull(),
      files: c.json<DraftFile[]>().notNull(),
      savedBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("template_draft_revisions_revision").on(t.templateId, t.revision)],
  );

  return { templates, templateVersions, templateDrafts, templateDraftRevisions };
}
