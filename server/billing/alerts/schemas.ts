import { z } from "zod";
import { strict } from "@/server/shared/strict";

const id = z.string().min(1).max(60);

export const addSpendAlertInput = strict({
  tenant: id,
  /** Minor units without tax of the subscription's currency. */
  amount: z.int().min(1),
  /** Of a billing period: the cost so far, or the forecast of its end. */
  of: z.enum(["so-far", "forecast"]).default("so-far"),
});
export const removeSpendAlertInput = strict({ id });
