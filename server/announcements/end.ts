import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type Announcement, toAnnouncement } from "./announcement";
import { announcementIdInput } from "./schemas";

/** Shows it no longer; one that is over stays as it is. @throws `announcement.not_found` */
export async function endAnnouncement(
  ctx: Context,
  input: z.input<typeof announcementIdInput>,
): Promise<Announcement> {
  authorize(ctx, "announcements:write");
  const { id } = parse(announcementIdInput, input);
  const { announcements: a } = ctx.store.tables;
  const now = ctx.clock.now();
  return await ctx.store.tx(async (db) => {
    const [row] = await db.select().from(a).where(eq(a.id, id));
    if (!row) throw notFound("announcement", id);
    if (row.endsAt && row.endsAt <= now) return toAnnouncement(row, now);
    await db.update(a).set({ endsAt: now }).where(eq(a.id, id));
    await append(db, ctx, {
      tenantId: null,
      action: "announcement.end",
      target: id,
      payload: { text: row.text },
    });
    return toAnnouncement({ ...row, endsAt: now }, now);
  });
}
