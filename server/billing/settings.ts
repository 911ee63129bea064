import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Store } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type BillingSettings, billingSettings } from "./schemas";

export const BILLING_ROW = "billing";
const FIRST = billingSettings.parse({ seller: { name: "Your company" } });

/** As set, or the first ones: `isSet` tells. */
export async function readBillingSettings(store: Store): Promise<{ value: BillingSettings; isSet: boolean }> {
  const { settings } = store.tables;
  const [row] = await store.read.select().from(settings).where(eq(settings.id, BILLING_ROW));
  return row ? { value: billingSettings.parse(row.value), isSet: true } : { value: FIRST, isSet: false };
}

export async function getBillingSettings(ctx: Context): Promise<BillingSettings & { isSet: boolean }> {
  authorize(ctx, "billing:read");
  const { value, isSet } = await readBillingSettings(ctx.store);
  return { ...value, isSet };
}

/** How invoices are made from now on. Final ones keep what they were made with. */
export async function changeBillingSettings(
  ctx: Context,
  input: z.input<typeof billingSettings>,
): Promise<BillingSettings> {
  authorize(ctx, "billing:write");
  const { value: before } = await readBillingSettings(ctx.store);
  const given = parse(billingSettings, input);
  // Whoever does not speak of mails does not switch them; the logo is changed by itself.
  const { mailInvoices = before.mailInvoices, reminderDays = before.reminderDays } = given;
  const value: BillingSettings = {
    ...given,
    seller: { ...given.seller, logo: before.seller.logo },
    ...(mailInvoices === undefined ? {} : { mailInvoices }),
    ...(reminderDays === undefined ? {} : { reminderDays }),
  };
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .insert(settings)
      .values({ id: BILLING_ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    await append(db, ctx, {
      tenantId: null,
      action: "billing.settings",
      target: BILLING_ROW,
      payload: { ...value },
    });
  });
  return value;
}
