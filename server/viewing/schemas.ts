import { z } from "zod";

/** How long a view lasts. Browser-safe, as are the inputs. */
export const VIEW_MINUTES = 30;

export const REASON_MIN = 5;
export const REASON_MAX = 300;

const reason = z
  .string()
  .trim()
  .min(REASON_MIN, `has at least ${REASON_MIN} characters`)
  .max(REASON_MAX, `has at most ${REASON_MAX} characters`);

export const startViewInput = z.strictObject({ memberId: z.string().min(1).max(60), reason });
export const raiseViewInput = z.strictObject({ reason });
