import { z } from "zod";
import { amountText, decimalText } from "@/server/shared/decimal";
import { currencyCode } from "@/server/shared/money";
import { strict } from "@/server/shared/strict";

const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{2,29}$/, "has 3 to 30 letters, digits and -");
const above = (text: string) => Number(text) > 0;

export const createCouponInput = strict({
  code,
  title: z.string().trim().min(1, "needs a title").max(100),
  off: z.discriminatedUnion("kind", [
    strict({
      kind: z.literal("percent"),
      percent: decimalText.refine((s) => above(s) && Number(s) <= 100, "is not between 0 and 100"),
    }),
    strict({
      kind: z.literal("amount"),
      /** Major units per billing period. */
      amounts: z
        .record(currencyCode, amountText.refine(above, "is not above zero"))
        .refine((a) => Object.keys(a).length > 0, "needs an amount"),
    }),
  ]),
  /** Billing periods it counts for; null: for good. */
  periods: z.int().min(1).max(60).nullable().default(null),
  /** Plans it is for, without version; null: all. */
  plans: z.array(z.string().min(1).max(60)).min(1).max(50).nullable().default(null),
  redeemBy: z.coerce.date().nullable().default(null),
  /** Tenants that may use it. */
  most: z.int().min(1).max(1_000_000).nullable().default(null),
});

export const endCouponInput = strict({ id: z.string().min(1).max(60) });
export const redeemCouponInput = strict({ tenant: z.string().min(1).max(60), code });
