import { desc } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { type Announcement, toAnnouncement } from "./announcement";

const MOST = 100;

/** The latest hundred, newest first: planned, shown and ended ones. */
export async function listAnnouncements(ctx: Context): Promise<{ items: Announcement[] }> {
  authorize(ctx, "announcements:read");
  const { announcements: a } = ctx.store.tables;
  const rows = await ctx.store.read.select().from(a).orderBy(desc(a.createdAt), desc(a.id)).limit(MOST);
  const now = ctx.clock.now();
  return { items: rows.map((row) => toAnnouncement(row, now)) };
}
