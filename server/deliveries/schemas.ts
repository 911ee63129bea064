import { z } from "zod";
import { DELIVERY_PERIODS } from "@/db/schema/states";
import { placeInput } from "@/server/bookmarks/schemas";
import { isLanguageTag } from "@/server/shared/language-tag";
import { strict } from "@/server/shared/strict";

/** Inputs of the delivery verbs. Browser-safe. */
export const LAST_DAY = 31;

const id = z.string().min(1).max(60);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const timing = {
  every: z.enum(DELIVERY_PERIODS),
  /** 1 (Monday) to 7; of a weekly one. */
  weekday: z.int().min(1).max(7).optional(),
  /** 1 to 28, or 31 for the last of each month; of a monthly one. */
  day: z
    .int()
    .min(1)
    .max(LAST_DAY)
    .refine((day) => day <= 28 || day === LAST_DAY, "is 1 to 28, or 31 for the month's last day")
    .optional(),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is a time like 07:30"),
  zone: z.string().max(60).refine(isZone, "is no time zone"),
};

export const createDeliveryInput = strict({
  app: id,
  sheet: z.string().min(1).max(100),
  /** What is selected in it; left out: nothing. */
  place: placeInput.optional(),
  language: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "is no language tag")
    .refine(isLanguageTag, "is no language tag"),
  ...timing,
})
  .refine(({ every, weekday }) => every !== "weekly" || weekday !== undefined, {
    path: ["weekday"],
    error: "is needed",
  })
  .refine(({ every, day }) => every !== "monthly" || day !== undefined, {
    path: ["day"],
    error: "is needed",
  });
export type CreateDeliveryInput = z.input<typeof createDeliveryInput>;

export const deliveryIdInput = strict({ id });
export const pauseDeliveryInput = strict({ id, paused: z.boolean() });
export const tenantDeliveriesInput = strict({ tenantId: id });
export const unsubscribeInput = strict({ token: z.string().min(20).max(200) });
