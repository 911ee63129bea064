import { z } from "zod";
import { NOTIFICATION_KINDS } from "@/db/schema/states";
import { strict } from "@/server/shared/strict";

/** Inputs of the notification verbs. Browser-safe. */
export const MOST_LISTED = 50;

export const switchInput = strict({
  kind: z.enum(NOTIFICATION_KINDS),
  portal: z.boolean(),
  mail: z.boolean(),
});
export type SwitchInput = z.input<typeof switchInput>;

export const readInput = strict({
  /** Left out: all of them. */
  id: z.string().min(1).max(60).optional(),
});
