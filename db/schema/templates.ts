import type { Columns } from "./columns.sqlite";

export function templates(c: Columns) {
  const templates = c.table(
    "templates",
    {
      /** The `id` of template.yaml: a slug, stable for ever. */
      id: c.id(),
      sourceTenantId: c.text(),
      module: c.text().notNull(),
      title: c.json<Record<string, string>>().notNull(),
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
      createdAt: c.instant().notNull(),
      releasedAt: c.instant(),
    },
    (t) => [c.uniqueIndex("template_versions_version").on(t.templateId, t.version)],
  );

  return { templates, templateVersions };
}
