import {
  announce,
  announceInput,
  announcementIdInput,
  currentAnnouncements,
  dismissAnnouncement,
  endAnnouncement,
  listAnnouncements,
} from "@/server/announcements";
import { procedure, router } from "../trpc";

export const announcements = router({
  current: procedure.query(({ ctx }) => currentAnnouncements(ctx.ctx)),
  list: procedure.query(({ ctx }) => listAnnouncements(ctx.ctx)),
  create: procedure.input(announceInput).mutation(({ ctx, input }) => announce(ctx.ctx, input)),
  end: procedure.input(announcementIdInput).mutation(({ ctx, input }) => endAnnouncement(ctx.ctx, input)),
  dismiss: procedure
    .input(announcementIdInput)
    .mutation(({ ctx, input }) => dismissAnnouncement(ctx.ctx, input)),
});
