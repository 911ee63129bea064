import { z } from "zod";
import {
  checkExpression,
  checkExpressionInput,
  getTemplate,
  getTemplateVersion,
  importTemplateFiles,
  listTemplates,
  listTemplatesInput,
  templateCatalogue,
  templateFilesInput,
  templateUse,
  templateUseInput,
} from "@/server/templates";
import { procedure, router } from "../trpc";
import { templateDrafts } from "./template-drafts";

export const templates = router({
  drafts: templateDrafts,
  list: procedure.input(listTemplatesInput).query(({ ctx, input }) => listTemplates(ctx.ctx, input)),
  get: procedure
    .input(z.strictObject({ id: z.string() }))
    .query(({ ctx, input }) => getTemplate(ctx.ctx, input)),
  catalogue: procedure.query(({ ctx }) => templateCatalogue(ctx.ctx)),
  version: procedure
    .input(z.strictObject({ id: z.string().max(63), version: z.string().max(63) }))
    .query(({ ctx, input }) => getTemplateVersion(ctx.ctx, input)),
  checkExpression: procedure
    .input(checkExpressionInput)
    .query(({ ctx, input }) => checkExpression(ctx.ctx, input)),
  use: procedure.input(templateUseInput).query(({ ctx, input }) => templateUse(ctx.ctx, input)),
  import: procedure.input(templateFilesInput).mutation(async ({ ctx: { ctx }, input }) => {
    const { effect, version, warnings } = await importTemplateFiles(ctx, input);
    return { id: version.templateId, version: version.version, effect, warnings };
  }),
});
