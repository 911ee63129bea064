export { getPlan, listPlans, type Plan, parsePlans, planByRef } from "./plans";
