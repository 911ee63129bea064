import { z } from "zod";
import {
  checkSlugInput,
  discardDraft,
  draftFile,
  draftIdInput,
  dropDraftConnection,
  getDraft,
  lookAtSources,
  offeredTemplates,
  putDraftConnection,
  putDraftConnectionInput,
  saveDraft,
  saveDraftInput,
  startDraft,
  startDraftInput,
} from "@/server/drafts";
import { createFromDraft } from "@/server/provisioning";
import { checkSlug } from "@/server/tenants";
import { procedure, router } from "../trpc";

export const drafts = router({
  templates: procedure.query(({ ctx }) => offeredTemplates(ctx.ctx)),
  checkSlug: procedure.input(checkSlugInput).query(({ ctx, input }) => checkSlug(ctx.ctx, input)),
  start: procedure.input(startDraftInput).mutation(({ ctx, input }) => startDraft(ctx.ctx, input)),
  get: procedure.input(draftIdInput).query(({ ctx, input }) => getDraft(ctx.ctx, input)),
  file: procedure.input(draftIdInput).query(({ ctx, input }) => draftFile(ctx.ctx, input)),
  save: procedure.input(saveDraftInput).mutation(({ ctx, input }) => saveDraft(ctx.ctx, input)),
  discard: procedure.input(draftIdInput).mutation(({ ctx, input }) => discardDraft(ctx.ctx, input)),
  putConnection: procedure
    .input(putDraftConnectionInput)
    .mutation(({ ctx, input }) => putDraftConnection(ctx.ctx, input)),
  dropConnection: procedure
    .input(z.strictObject({ id: z.string().max(60), name: z.string().max(300) }))
    .mutation(({ ctx, input }) => dropDraftConnection(ctx.ctx, input)),
  /** A question, sent as a POST: it reaches the customer's sources and may take seconds. */
  sources: procedure
    .input(draftIdInput)
    .mutation(({ ctx, input, signal }) => lookAtSources(ctx.ctx, input, signal)),
  create: procedure.input(draftIdInput).mutation(({ ctx, input }) => createFromDraft(ctx.ctx, input)),
});
