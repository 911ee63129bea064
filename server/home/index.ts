export { getHome, type Home } from "./get";
export { dismissGuide, type Guide } from "./guide";
export type { Need } from "./needs";
export { startSampleDraft } from "./sample-customer";
export { removeSamples } from "./samples";
export { type TenantProblem, tenantProblems } from "./tenant-problems";
