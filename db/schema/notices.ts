import type { Columns } from "./columns.sqlite";
import type { data } from "./data";
import type { people } from "./people";
import type { BookmarkPlace } from "./readers";
import { DELIVERY_PERIODS, DELIVERY_STATES, NOTIFICATION_KINDS } from "./states";

type Known = Pick<ReturnType<typeof people>, "users" | "members"> & Pick<ReturnType<typeof data>, "apps">;

/** What reaches people by itself: notifications, and sheets by mail. Both go with the member they are of. */
export function notices(c: Columns, { users, members, apps }: Known) {
  const notifications = c.table(
    "notifications",
    {
      id: c.id(),
      userId: c
        .text()
        .notNull()
        .references(() => users.id, { onDelete: "cascade" }),
      /** As a member of which tenant; both null for what concerns operators. */
      tenantId: c.text(),
      memberId: c.text().references(() => members.id, { onDelete: "cascade" }),
      kind: c.oneOf(NOTIFICATION_KINDS).notNull(),
      /** What its sentence names. */
      params: c.json<Record<string, string>>().notNull(),
      /** Path in the portal. */
      href: c.text(),
      /** The same thing is told once to each person. */
      key: c.text().notNull(),
      createdAt: c.instant().notNull(),
      readAt: c.instant(),
    },
    (t) => [
      c.uniqueIndex("notifications_once").on(t.userId, t.key),
      c.index("notifications_user").on(t.userId, t.createdAt, t.id),
      c.index("notifications_unread").on(t.userId).where(c.sql`read_at is null`),
      c.index("notifications_member").on(t.memberId),
    ],
  );

  /** A sheet that somebody has sent to themselves as a PDF, again and again. */
  const deliveries = c.table(
    "deliveries",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: c
        .text()
        .notNull()
        .references(() => apps.id, { onDelete: "cascade" }),
      memberId: c
        .text()
        .notNull()
        .references(() => members.id, { onDelete: "cascade" }),
      userId: c.text().notNull(),
      sheet: c.text().notNull(),
      /** As it was called when this began: for lists, also where the sheet is gone. */
      sheetTitle: c.text().notNull(),
      /** What is selected in it; null: nothing. */
      place: c.json<BookmarkPlace>(),
      every: c.oneOf(DELIVERY_PERIODS).notNull(),
      /** 1 (Monday) to 7, of a weekly one. */
      weekday: c.integer(),
      /** 1 to 28, or 31 for the last of each month, of a monthly one. */
      day: c.integer(),
      /** `HH:MM` by the clock of `zone`. */
      at: c.text().notNull(),
      zone: c.text().notNull(),
      language: c.text().notNull(),
      state: c.oneOf(DELIVERY_STATES).notNull(),
      /** `failures`, or who paused it: `user:usr_…`. */
      pausedBy: c.text(),
      /** In a row. */
      failures: c.integer().notNull().default(0),
      error: c.json<{ code: string; message: string }>(),
      lastSentAt: c.instant(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [
      c.index("deliveries_tenant").on(t.tenantId, t.createdAt, t.id),
      c.index("deliveries_user").on(t.userId, t.createdAt, t.id),
      c.index("deliveries_member").on(t.memberId),
      c.index("deliveries_app").on(t.appId),
    ],
  );

  return { notifications, deliveries };
}
