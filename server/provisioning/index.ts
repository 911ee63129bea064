export { cancelReload, startReload } from "@/server/reloads";
export { type AppliedTenant, type ApplyInput, applyTenants } from "./apply";
export { registerProvisioning } from "./define";
export { deleteTenant } from "./delete";
export { type DesiredTenant, type Difference, desiredHash, differences } from "./desired";
export { sweepJournal } from "./journal";
export { stepName } from "./step-names";
export { parseTenantsFile, secretNames, type TenantsFile, tenantsFile } from "./tenants-file";
