export { cancelReload, startReload } from "@/server/reloads";
export { type AddTemplatePreview, addTemplate, previewAddTemplate } from "./add-template";
export { type AddTemplateInput, addTemplateInput } from "./add-template-schemas";
export { type AppliedTenant, type ApplyInput, applyTenants } from "./apply";
export {
  compareDraft,
  type DraftComparison,
  type DraftRun,
  type DraftTrials,
  draftTrials,
  reloadDraft,
} from "./authoring";
export { changePlan } from "./change-plan";
export { changePlanInput } from "./change-plan-schemas";
export { createFromDraft } from "./create-from-draft";
export { customizeWhole, updateWhole } from "./customize";
export { registerProvisioning } from "./define";
export { deleteTenant } from "./delete";
export { type DesiredTenant, type Difference, desiredHash, differences } from "./desired";
export { startFleet } from "./fleet";
export { type FleetPlanPreview, previewFleetPlan, startFleetPlan } from "./fleet-plan";
export { type FleetPlanInput, fleetPlanInput } from "./fleet-plan-schemas";
export { FLEET_ACTIONS, type FleetAction, type FleetInput, fleetInput, MAX_FLEET } from "./fleet-schemas";
export { type FleetPreview, previewFleet } from "./fleet-select";
export { sweepJournal } from "./journal";
export { noteLate } from "./late";
export { type OnboardStarted, startOnboarding } from "./onboard";
export { type NeededSecret, type OnboardPreview, type OnboardRow, previewOnboarding } from "./onboard-check";
export { getOnboarding, type OnboardTenant } from "./onboard-get";
export { onboardPreviewInput, onboardStartInput } from "./onboard-schemas";
export { repairApp } from "./repair-app";
export { stepName } from "./step-names";
export { resumeTenant, suspendTenant } from "./suspend";
export { parseTenantsFile, secretNames, type TenantsFile, tenantsFile } from "./tenants-file";
