import { z } from "zod";

/** First steps of a tenant's admin, in their order. */
export const SETUP_STEPS = ["connection", "people", "look", "app"] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export const dismissSetupInput = z.strictObject({ id: z.string().min(1).max(60), dismissed: z.boolean() });

export const noteWelcomeInput = z.strictObject({
  id: z.string().min(1).max(60),
  skip: z.enum(SETUP_STEPS).optional(),
  looked: z.literal(true).optional(),
});
