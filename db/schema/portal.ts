import type { Columns } from "./columns.sqlite";

export function portal(c: Columns) {
  /** What a wizard knows of a tenant that is not created yet. The tenant's row (state `draft`) has the same id. */
  const tenantDrafts = c.table(
    "tenant_drafts",
    {
      id: c.id(),
      /** The wizard's step one goes on with. */
      step: c.text().notNull(),
      /** Answers so far. Shape: `server/drafts/schemas.ts`. Secrets live with the draft's connections, never here. */
      data: c.json<Record<string, unknown>>().notNull(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.index("tenant_drafts_updated").on(t.updatedAt, t.id)],
  );

  /** What a person chose or dismissed in the portal; id is `userId:key`. */
  const preferences = c.table("preferences", {
    id: c.id(),
    value: c.json<unknown>().notNull(),
    updatedAt: c.instant().notNull(),
  });

  return { tenantDrafts, preferences };
}
