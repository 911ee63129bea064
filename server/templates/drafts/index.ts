export { type CheckedDraft, checkDraft } from "./check";
export { cloneTemplate } from "./clone";
export { discardDraft } from "./discard";
export type { TemplateDraft } from "./draft";
export { type ExportedTemplate, exportTemplate } from "./export";
export { checkDraftTexts, getDraft, type ListedDraft, listDrafts } from "./get";
export { type DraftRevision, draftContentAt, draftHistory } from "./history";
export { releaseDraft } from "./release";
export { restoreRevision } from "./restore";
export { saveDraft } from "./save";
export {
  checkDraftInput,
  cloneTemplateInput,
  draftHistoryInput,
  draftInput,
  draftRevisionInput,
  exportTemplateInput,
  type ReloadDraftInput,
  releaseDraftInput,
  reloadDraftInput,
  restoreRevisionInput,
  sampleInput,
  saveDraftInput,
} from "./schemas";
export { keepDraftSample, setDraftSample } from "./settings";
export { stageDraft } from "./stage";
export { startDraft } from "./start";
