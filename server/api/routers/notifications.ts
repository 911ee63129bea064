import {
  countUnread,
  listNotifications,
  listSwitches,
  markRead,
  readInput,
  setSwitch,
  switchInput,
} from "@/server/notifications";
import { ownProcedure, procedure, router } from "../trpc";

export const notifications = router({
  unread: procedure.query(({ ctx }) => countUnread(ctx.ctx)),
  list: ownProcedure.query(({ ctx }) => listNotifications(ctx.ctx)),
  read: ownProcedure.input(readInput).mutation(({ ctx, input }) => markRead(ctx.ctx, input)),
  switches: ownProcedure.query(({ ctx }) => listSwitches(ctx.ctx)),
  change: ownProcedure.input(switchInput).mutation(({ ctx, input }) => setSwitch(ctx.ctx, input)),
});
