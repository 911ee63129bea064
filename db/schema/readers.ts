import type { Columns } from "./columns.sqlite";
import type { data } from "./data";

/** Values selected by field. Shape: `platform/model.ts`. */
type KeptSelections = Record<string, (string | number | boolean | null)[]>;

/** Where a reader stood when they saved a bookmark. */
export interface BookmarkPlace {
  /** Sheet that was open. */
  sheet?: string;
  selections: KeptSelections;
  locked?: string[];
  variables?: Record<string, string | number>;
  /** Selections by name that sets start from, alternate states among them. */
  sets?: Record<string, KeptSelections>;
  /** Level of each drilled object. */
  drill?: Record<string, number>;
}

/** What people keep in an app for themselves and each other; it goes with the app. */
export function readers(c: Columns, { apps }: Pick<ReturnType<typeof data>, "apps">) {
  const appId = () =>
    c
      .text()
      .notNull()
      .references(() => apps.id, { onDelete: "cascade" });

  const bookmarks = c.table(
    "bookmarks",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: appId(),
      /** Whose it is: `user:usr_…` of the portal, `host:…` with the `sub` of an embed's host, `apiKey:key_…`. */
      owner: c.text().notNull(),
      name: c.text().notNull(),
      place: c.json<BookmarkPlace>().notNull(),
      /** All people who open the app see it. */
      shared: c.boolean().notNull().default(false),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
      /** Gone, and still to be had back for a while. */
      deletedAt: c.instant(),
    },
    (t) => [c.index("bookmarks_app").on(t.appId, t.owner), c.index("bookmarks_tenant").on(t.tenantId)],
  );

  /** The bookmark a person starts with in an app. */
  const bookmarkDefaults = c.table(
    "bookmark_defaults",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: appId(),
      owner: c.text().notNull(),
      bookmarkId: c
        .text()
        .notNull()
        .references(() => bookmarks.id, { onDelete: "cascade" }),
    },
    (t) => [c.uniqueIndex("bookmark_defaults_once").on(t.appId, t.owner)],
  );

  /** Sheets that people made in an app, beside those of its template. */
  const ownSheets = c.table(
    "own_sheets",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: appId(),
      /** As of bookmarks; a sheet can be handed to another person. */
      owner: c.text().notNull(),
      /** A sheet file's content. Shape: `server/templates/sheet-schema.ts`. */
      sheet: c.json<Record<string, unknown>>().notNull(),
      /** Id of the template's sheet it began as a copy of. */
      copiedFrom: c.text(),
      /** All people who open the app see it. */
      shared: c.boolean().notNull().default(false),
      /** Goes up by each save, so that two don't overwrite each other. */
      revision: c.integer().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
      /** Gone, and still to be had back for a while. */
      deletedAt: c.instant(),
    },
    (t) => [c.index("own_sheets_app").on(t.appId, t.owner), c.index("own_sheets_tenant").on(t.tenantId)],
  );

  return { bookmarks, bookmarkDefaults, ownSheets };
}
