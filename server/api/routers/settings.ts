import { changeReach, changeReachInput, getReach } from "@/server/settings";
import { procedure, router } from "../trpc";

export const settings = router({
  reach: procedure.query(({ ctx }) => getReach(ctx.ctx)),
  changeReach: procedure.input(changeReachInput).mutation(({ ctx, input }) => changeReach(ctx.ctx, input)),
});
