export { loadPlans, parsePlans } from "./catalogue";
export { type CataloguePlan, planCatalogue } from "./list";
export { makePlan, retirePlan } from "./make";
export { getPlan, listPlans, newestPlans, offeredPlans, type Plan, planByRef } from "./plans";
export { type Charge, currenciesOf, type Limit, type Pricing } from "./pricing-model";
export { questionLimits } from "./question-limits";
export type { PlanCapabilities } from "./schemas";
export { planYaml, readPlan } from "./yaml";
