import {
  openReset,
  requestReset,
  requestResetInput,
  resetPassword,
  resetTokenInput,
  useResetInput,
} from "@/server/users";
import { openProcedure, router } from "../trpc";

/** Open to everybody: the token of the link is the permission. */
export const passwordResets = router({
  request: openProcedure
    .input(requestResetInput)
    .mutation(({ ctx, input }) => requestReset(ctx.services, input, ctx.address ?? "unknown")),
  // A mutation, so that the token travels in a body and never in an address that is logged.
  open: openProcedure.input(resetTokenInput).mutation(({ ctx, input }) => openReset(ctx.services, input)),
  use: openProcedure.input(useResetInput).mutation(({ ctx, input }) => resetPassword(ctx.services, input)),
});
