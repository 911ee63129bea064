import {
  beginSecondFactor,
  changePassword,
  changePasswordInput,
  codeInput,
  confirmSecondFactor,
  endOtherSessions,
  endOwnSession,
  getMe,
  getSecondFactor,
  listOwnSessions,
  passwordAndCodeInput,
  passwordInput,
  renewRecoveryCodes,
  sessionIdInput,
  turnOffSecondFactor,
} from "@/server/users";
import { accountProcedure, router } from "../trpc";

export const account = router({
  me: accountProcedure.query(({ ctx }) => getMe(ctx.ctx)),
  changePassword: accountProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.ctx, input, ctx.sessionId ?? undefined)),
  sessions: accountProcedure.query(({ ctx }) => listOwnSessions(ctx.ctx, ctx.sessionId)),
  endSession: accountProcedure
    .input(sessionIdInput)
    .mutation(({ ctx, input }) => endOwnSession(ctx.ctx, input)),
  endOtherSessions: accountProcedure.mutation(({ ctx }) => endOtherSessions(ctx.ctx, ctx.sessionId)),
  secondFactor: accountProcedure.query(({ ctx }) => getSecondFactor(ctx.ctx)),
  beginSecondFactor: accountProcedure
    .input(passwordInput)
    .mutation(({ ctx, input }) => beginSecondFactor(ctx.ctx, input)),
  confirmSecondFactor: accountProcedure
    .input(codeInput)
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx.ctx, input)),
  turnOffSecondFactor: accountProcedure
    .input(passwordAndCodeInput)
    .mutation(({ ctx, input }) => turnOffSecondFactor(ctx.ctx, input)),
  renewRecoveryCodes: accountProcedure
    .input(passwordAndCodeInput)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.ctx, input)),
});
