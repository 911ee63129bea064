import {
  countUnread,
  listNotifications,
  listSwitches,
  markRead,
  readInput,
  setSwitch,
  switchInput,
} from "@/server/notifications";
import { personalProcedure, procedure, router } from "../trpc";

export const notifications = router({
  unread: procedure.query(({ ctx }) => countUnread(ctx.ctx)),
  list: personalProcedure.query(({ ctx }) => listNotifications(ctx.ctx)),
  read: personalProcedure.input(readInput).mutation(({ ctx, input }) => markRead(ctx.ctx, input)),
  switches: personalProcedure.query(({ ctx }) => listSwitches(ctx.ctx)),
  change: personalProcedure.input(switchInput).mutation(({ ctx, input }) => setSwitch(ctx.ctx, input)),
});
