import { changePassword, changePasswordInput, getMe } from "@/server/users";
import { accountProcedure, router } from "../trpc";

export const account = router({
  me: accountProcedure.query(({ ctx }) => getMe(ctx.ctx)),
  changePassword: accountProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.ctx, input, ctx.sessionId ?? undefined)),
});
