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
import { accountProcedure, ownProcedure, router } from "../trpc";

export const account = router({
  me: accountProcedure.query(({ ctx }) => getMe(ctx.ctx)),
  changePassword: ownProcedure
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.ctx, input, ctx.sessionId ?? undefined)),
  sessions: ownProcedure.query(({ ctx }) => listOwnSessions(ctx.ctx, ctx.sessionId)),
  endSession: ownProcedure.input(sessionIdInput).mutation(({ ctx, input }) => endOwnSession(ctx.ctx, input)),
  endOtherSessions: ownProcedure.mutation(({ ctx }) => endOtherSessions(ctx.ctx, ctx.sessionId)),
  secondFactor: ownProcedure.query(({ ctx }) => getSecondFactor(ctx.ctx)),
  beginSecondFactor: ownProcedure
    .input(passwordInput)
    .mutation(({ ctx, input }) => beginSecondFactor(ctx.ctx, input)),
  confirmSecondFactor: ownProcedure
    .input(codeInput)
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx.ctx, input)),
  turnOffSecondFactor: ownProcedure
    .input(passwordAndCodeInput)
    .mutation(({ ctx, input }) => turnOffSecondFactor(ctx.ctx, input)),
  renewRecoveryCodes: ownProcedure
    .input(passwordAndCodeInput)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.ctx, input)),
});
