import { z } from "zod";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";

/** Inputs of what is done to many tenants at once. Browser-safe. */
export const FLEET_ACTIONS = ["reload", "suspend", "resume", "delete"] as const;
export type FleetAction = (typeof FLEET_ACTIONS)[number];

/** Tenants of one run; more are done by narrower filters. */
export const MAX_FLEET = 1_000;

const filter = z.strictObject({
  q: z.string().trim().max(200).optional(),
  state: z.enum(TENANT_STATES).optional(),
  health: z.enum(HEALTH_STATES).optional(),
  plan: z.string().max(100).optional(),
  sample: z.boolean().optional(),
});

/** The tenants named, or all that match the list's filter. */
export const fleetTarget = {
  ids: z.array(z.string().min(1).max(60)).min(1).max(200).optional(),
  filter: filter.optional(),
};
export const oneTarget = (f: { ids?: unknown; filter?: unknown }) =>
  (f.ids === undefined) !== (f.filter === undefined);
export const oneTargetError = { error: "needs ids or a filter" };

export const fleetInput = z
  .strictObject({
    action: z.enum(FLEET_ACTIONS),
    ...fleetTarget,
    /** Why; kept in the operators' audit, not in the tenant's own. */
    reason: z.string().trim().max(300).optional(),
  })
  .refine(oneTarget, oneTargetError);
export type FleetInput = z.input<typeof fleetInput>;
