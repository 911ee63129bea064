import { z } from "zod";
import { dismissGuide, getHome, removeSamples, startSampleDraft } from "@/server/home";
import { procedure, router } from "../trpc";

export const home = router({
  get: procedure.query(({ ctx }) => getHome(ctx.ctx)),
  dismissGuide: procedure
    .input(z.strictObject({ dismissed: z.boolean() }))
    .mutation(({ ctx, input }) => dismissGuide(ctx.ctx, input)),
  startSample: procedure.mutation(({ ctx }) => startSampleDraft(ctx.ctx)),
  removeSamples: procedure.mutation(({ ctx }) => removeSamples(ctx.ctx)),
});
