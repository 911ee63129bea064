import {
  acceptInvitation,
  acceptInvitationInput,
  invitationTokenInput,
  openInvitation,
} from "@/server/members";
import { openProcedure, router } from "../trpc";

/** For whoever has the link, signed in or not. Mutations, so that no token stands in an address or a cache. */
export const invitations = router({
  open: openProcedure
    .input(invitationTokenInput)
    .mutation(({ ctx, input }) => openInvitation(ctx.services, input)),
  accept: openProcedure
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.services, input, ctx.ctx?.actor ?? null)),
});
