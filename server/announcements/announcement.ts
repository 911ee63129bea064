import type { Schema } from "@/db/schema";

export type AnnouncementRow = Schema["announcements"]["$inferSelect"];

/** Browser-safe. */
export interface Announcement {
  id: string;
  text: string;
  tone: "info" | "warning";
  link: string | null;
  /** Null: everybody. */
  tenantIds: string[] | null;
  state: "planned" | "shown" | "ended";
  startsAt: Date;
  endsAt: Date | null;
  createdAt: Date;
}

/** What its reader is told, and nothing of who else is. */
export type Told = Pick<Announcement, "id" | "text" | "tone" | "link">;

export function toAnnouncement(row: AnnouncementRow, now: Date): Announcement {
  const { createdBy: _by, notifiedAt: _at, ...shown } = row;
  const over = row.endsAt !== null && row.endsAt <= now;
  return { ...shown, state: over ? "ended" : row.startsAt > now ? "planned" : "shown" };
}
