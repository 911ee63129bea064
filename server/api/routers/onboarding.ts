import {
  getOnboarding,
  onboardPreviewInput,
  onboardStartInput,
  previewOnboarding,
  startOnboarding,
} from "@/server/provisioning";
import { runIdInput } from "@/server/runs";
import { procedure, router } from "../trpc";

export const onboarding = router({
  /** Writes nothing; a mutation because a file does not fit into an address. */
  preview: procedure
    .input(onboardPreviewInput)
    .mutation(({ ctx, input }) => previewOnboarding(ctx.ctx, input)),
  start: procedure.input(onboardStartInput).mutation(({ ctx, input }) => startOnboarding(ctx.ctx, input)),
  get: procedure.input(runIdInput).query(({ ctx, input }) => getOnboarding(ctx.ctx, input)),
});
