import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Announcements = Schema["announcements"];

/** An announcement that is shown to everybody from now on. */
export function makeAnnouncement(
  store: Store,
  overrides: Partial<Announcements["$inferInsert"]> = {},
): Promise<Announcements["$inferSelect"]> {
  const now = new Date();
  return insertRow(store, store.tables.announcements, {
    id: newId("announcement"),
    text: `Announcement ${unique()}`,
    tone: "info",
    startsAt: now,
    createdBy: "user:usr_x",
    createdAt: now,
    ...overrides,
  });
}
