import { compareDraft, draftTrials, reloadDraft } from "@/server/provisioning";
import {
  checkDraftInput,
  checkDraftTexts,
  cloneTemplate,
  cloneTemplateInput,
  discardDraft,
  draftContentAt,
  draftHistory,
  draftHistoryInput,
  draftInput,
  draftRevisionInput,
  getDraft,
  listDrafts,
  releaseDraft,
  releaseDraftInput,
  reloadDraftInput,
  restoreRevision,
  restoreRevisionInput,
  sampleInput,
  saveDraft,
  saveDraftInput,
  scriptLanguage,
  setDraftSample,
  startDraft,
} from "@/server/templates";
import { procedure, router } from "../trpc";

export const templateDrafts = router({
  /** Statements and functions of the load script, for the editor. */
  language: procedure.query(({ ctx }) => scriptLanguage(ctx.ctx)),
  list: procedure.query(({ ctx }) => listDrafts(ctx.ctx)),
  get: procedure.input(draftInput).query(({ ctx, input }) => getDraft(ctx.ctx, input)),
  start: procedure.input(draftInput).mutation(({ ctx, input }) => startDraft(ctx.ctx, input)),
  clone: procedure.input(cloneTemplateInput).mutation(({ ctx, input }) => cloneTemplate(ctx.ctx, input)),
  save: procedure.input(saveDraftInput).mutation(({ ctx, input }) => saveDraft(ctx.ctx, input)),
  /** Unsaved texts looked at; writes nothing. */
  check: procedure.input(checkDraftInput).query(({ ctx, input }) => checkDraftTexts(ctx.ctx, input)),
  setSample: procedure.input(sampleInput).mutation(({ ctx, input }) => setDraftSample(ctx.ctx, input)),
  history: procedure.input(draftHistoryInput).query(({ ctx, input }) => draftHistory(ctx.ctx, input)),
  contentAt: procedure.input(draftRevisionInput).query(({ ctx, input }) => draftContentAt(ctx.ctx, input)),
  restore: procedure
    .input(restoreRevisionInput)
    .mutation(({ ctx, input }) => restoreRevision(ctx.ctx, input)),
  trials: procedure.input(draftInput).query(({ ctx, input }) => draftTrials(ctx.ctx, input)),
  reload: procedure.input(reloadDraftInput).mutation(({ ctx, input }) => reloadDraft(ctx.ctx, input)),
  compare: procedure.input(draftInput).query(({ ctx, input }) => compareDraft(ctx.ctx, input)),
  release: procedure.input(releaseDraftInput).mutation(async ({ ctx, input }) => {
    const { templateId, version } = await releaseDraft(ctx.ctx, input);
    return { id: templateId, version };
  }),
  discard: procedure.input(draftInput).mutation(({ ctx, input }) => discardDraft(ctx.ctx, input)),
});
