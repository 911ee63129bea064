import { z } from "zod";
import { RUN_STATES } from "@/db/schema/states";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the run verbs. Browser-safe. */
export const runIdInput = z.strictObject({ id: z.string().min(1).max(200) });

export const retryRunInput = runIdInput.extend({
  /** Step to begin at; the first failed one, where absent. */
  step: z.string().max(100).optional(),
});
export type RetryRunInput = z.input<typeof retryRunInput>;

export const listRunsInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().optional(),
  state: z.enum(RUN_STATES).optional(),
  kind: z.string().max(40).optional(),
});
export type ListRunsInput = z.input<typeof listRunsInput>;

export const runEventsInput = runIdInput.extend({
  /** Events with a larger id. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});
export type RunEventsInput = z.input<typeof runEventsInput>;
