export { type OfferedTemplate, offeredTemplates } from "./catalogue";
export { claimDraft, forgetDraft } from "./claim";
export { dropDraftConnection, putDraftConnection } from "./connection";
export { discardDraft } from "./discard";
export { type Draft, openDraft, refuseCreated } from "./draft";
export { draftEntry, entryYaml, secretVariable, usedConnections } from "./entry";
export { blockingTables, lookAtSources, type SeenSource } from "./facts";
export { draftFile, getDraft } from "./get";
export type { DraftProblem } from "./problems";
export { saveDraft } from "./save";
export {
  checkSlugInput,
  DRAFT_STEPS,
  draftIdInput,
  putDraftConnectionInput,
  saveDraftInput,
  startDraftInput,
} from "./schemas";
export { startDraft } from "./start";
