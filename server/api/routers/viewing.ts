import { endView, raiseView, raiseViewInput, startView, startViewInput } from "@/server/viewing";
import { accountProcedure, procedure, router } from "../trpc";

/** An operator sees the portal as a member. Raising and ending go past the view's own guard. */
export const viewing = router({
  start: procedure
    .input(startViewInput)
    .mutation(({ ctx, input }) => startView(ctx.ctx, ctx.sessionId, input)),
  raise: accountProcedure
    .input(raiseViewInput)
    .mutation(({ ctx, input }) => raiseView({ ...ctx.ctx, ...ctx.services }, input)),
  end: accountProcedure.mutation(({ ctx }) => endView({ ...ctx.ctx, ...ctx.services })),
});
