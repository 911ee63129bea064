import { z } from "zod";
import { getTemplate, listTemplates, listTemplatesInput } from "@/server/templates";
import { procedure, router } from "../trpc";

export const templates = router({
  list: procedure.input(listTemplatesInput).query(({ ctx, input }) => listTemplates(ctx.ctx, input)),
  get: procedure
    .input(z.strictObject({ id: z.string() }))
    .query(({ ctx, input }) => getTemplate(ctx.ctx, input)),
});
