export { createTenant } from "./create";
export { getTenant, getTenantRow } from "./get";
export { listTenants, type TenantFacets, tenantFacets } from "./list";
export { noteTenant, type TenantNotes } from "./note";
export {
  type CreateTenantInput,
  createTenantInput,
  type ListTenantsInput,
  listTenantsInput,
  tenantIdInput,
  tenantSlug,
  updateTenantInput,
} from "./schemas";
export { setTenantState } from "./set-state";
export { mayBecome, TENANT_STATES, type TenantState } from "./statuses";
export type { Tenant, TenantRow } from "./tenant";
export { updateTenant } from "./update";
