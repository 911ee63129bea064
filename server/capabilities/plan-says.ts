import { newestPlans, type Plan, planByRef } from "@/server/plans";
import { isAppError } from "@/server/shared/errors";
import { type Capability, moduleOf } from "./schemas";

/** Whether a plan has a capability. A plan that is no longer in the plans' file takes nothing away. */
export function planHas(plan: Plan | null, capability: Capability): boolean {
  if (!plan) return true;
  const { modules, ...switches } = plan.capabilities;
  const module = moduleOf(capability);
  if (module === null) return switches[capability as keyof typeof switches];
  const wanted = module.toLowerCase();
  return modules === "all" || modules.some((known) => known.toLowerCase() === wanted);
}

/** The plan a tenant's row names; null where the file has it no more. */
export function planOf(ref: string): Plan | null {
  try {
    return planByRef(ref);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** Newest plans, in the file's order, that have what a tenant's plan lacks. */
export const plansWith = (capability: Capability, than: string): Plan[] =>
  newestPlans().filter((plan) => plan.id !== than.split("@")[0] && planHas(plan, capability));

export const planTitle = ({ title, id }: Pick<Plan, "title" | "id">): string => title.en ?? id;
