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

  /** What operators tell the people of all tenants, or of some, at the top of the portal. */
  const announcements = c.table(
    "announcements",
    {
      id: c.id(),
      text: c.text().notNull(),
      tone: c.oneOf(["info", "warning"] as const).notNull(),
      /** An https address with more about it. */
      link: c.text(),
      /** Ids of tenants; null: all, and the operators themselves. */
      tenantIds: c.json<string[]>(),
      startsAt: c.instant().notNull(),
      /** Null: until somebody ends it. */
      endsAt: c.instant(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      /** Since when it is among the notifications of everybody it is for. */
      notifiedAt: c.instant(),
    },
    (t) => [c.index("announcements_ends").on(t.endsAt, t.id)],
  );

  return { tenantDrafts, preferences, announcements };
}
