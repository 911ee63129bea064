export { compareDraft, type DraftComparison } from "./compare";
export { type DraftRun, reloadDraft } from "./reload";
export { ensureSourceTenant, findSourceTenant } from "./source-tenant";
export { type DraftTrials, draftTrials } from "./trial";
