import { z } from "zod";
import { fleetTarget, oneTarget, oneTargetError } from "./fleet-schemas";

/** Inputs of adding one template to tenants there are. Browser-safe. */
export const addTemplateInput = z
  .strictObject({
    /** With its version: `sales@1.2.0`. */
    template: z.string().min(1).max(120),
    ...fleetTarget,
  })
  .refine(oneTarget, oneTargetError);
export type AddTemplateInput = z.input<typeof addTemplateInput>;

/** Why a tenant cannot have an app of the template now. */
export const ADD_PROBLEMS = ["state", "has", "module", "apps", "space", "connections", "parameters"] as const;
export type AddProblem = (typeof ADD_PROBLEMS)[number];
