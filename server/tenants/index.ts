export { createTenant } from "./create";
export { type TenantFacts, tenantFacts, tenantFactsInput } from "./facts";
export { getTenant, getTenantRow } from "./get";
export { listTenants, type TenantFacets, tenantFacets, tenantFilters } from "./list";
export { noteTenant, type TenantNotes } from "./note";
export {
  type CreateTenantInput,
  createTenantInput,
  customizeTenantInput,
  type ListTenantsInput,
  listTenantsInput,
  proposedSlug,
  tenantIdInput,
  tenantSlug,
  updateTenantInput,
} from "./schemas";
export { setTenantPlan } from "./set-plan";
export { setTenantState } from "./set-state";
export { dismissTenantSetup, type TenantSetup, tenantSetup } from "./setup";
export { dismissSetupInput, noteWelcomeInput, SETUP_STEPS } from "./setup-schemas";
export { checkSlug, slugIsTaken, slugTaken } from "./slug";
export { mayBecome, TENANT_STATES, type TenantState } from "./statuses";
export type { Tenant, TenantRow } from "./tenant";
export { customizeTenant, updateTenant } from "./update";
export { type PlanMeter, tenantUsage } from "./usage";
export { removeTenantView, saveTenantView, startWithTenantView, type TenantView, tenantViews } from "./views";
export { saveViewInput, startViewInput, viewIdInput } from "./views-schemas";
export { noteWelcome } from "./welcome";
