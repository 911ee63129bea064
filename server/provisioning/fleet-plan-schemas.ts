import { z } from "zod";
import { fleetTarget, oneTarget, oneTargetError } from "./fleet-schemas";

export const PLAN_WHEN = ["now", "period-end"] as const;

/** Input of giving tenants another plan. Browser-safe. */
export const fleetPlanInput = z
  .strictObject({
    /** `growth@1`, or the newest version by `growth`. */
    plan: z.string().min(1).max(60),
    when: z.enum(PLAN_WHEN).default("now"),
    ...fleetTarget,
  })
  .refine(oneTarget, oneTargetError);
export type FleetPlanInput = z.input<typeof fleetPlanInput>;

/** Why a tenant cannot have the plan now. */
export const PLAN_PROBLEMS = ["state", "has", "limits", "subscription", "currency"] as const;
export type PlanProblem = (typeof PLAN_PROBLEMS)[number];
