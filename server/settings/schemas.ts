import { z } from "zod";

/** Inputs of the settings verbs. Browser-safe. */
export const changeReachInput = z.strictObject({
  hosts: z.array(z.string().trim().min(1).max(300)).max(500).optional(),
  folders: z.array(z.string().trim().min(1).max(1000)).max(100).optional(),
});
export type ChangeReachInput = z.input<typeof changeReachInput>;
