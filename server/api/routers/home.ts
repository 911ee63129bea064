import { z } from "zod";
import { dismissGuide, getHome, removeSamples } from "@/server/home";
import { procedure, router } from "../trpc";

export const home = router({
  get: procedure.query(({ ctx }) => getHome(ctx.ctx)),
  dismissGuide: procedure
    .input(z.strictObject({ dismissed: z.boolean() }))
    .mutation(({ ctx, input }) => dismissGuide(ctx.ctx, input)),
  removeSamples: procedure.mutation(({ ctx }) => removeSamples(ctx.ctx)),
});
