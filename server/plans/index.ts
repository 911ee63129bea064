export { getPlan, listPlans, type Plan, parsePlans, planByRef } from "./plans";
export type { PlanCapabilities } from "./schemas";
