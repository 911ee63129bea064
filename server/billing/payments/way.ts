import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { PaymentMethod } from "@/db/schema/billing";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { settings } from "@/server/shared/settings";
import { tenantInput } from "../schemas";
import { readBillingSettings } from "../settings";
import { findLedger } from "../subscription";
import { accountOf, customerOf, dropMethod, keepSetup, nextInstant } from "./account";
import { connected, requireOnline } from "./keys";
import type { OnlinePayments } from "./port";

/** How a tenant pays. */
export interface WayToPay {
  /** The provider that takes money online; null where invoices are paid by bank alone. */
  online: string | null;
  live: boolean;
  /** What is charged when an invoice becomes final; null where nothing is. */
  method: Omit<PaymentMethod, "id"> | null;
  /** A page for saving one was opened, and what became of it is not known yet. */
  saving: boolean;
  /** Where to pay to by bank. */
  bank: string;
}

export async function getWayToPay(ctx: Context, input: z.input<typeof tenantInput>): Promise<WayToPay> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const found = await connected(ctx);
  const { value } = await readBillingSettings(ctx.store);
  const account = found && (await accountOf(ctx, found.online, tenantId));
  const { id: _id, ...method } = account?.method ?? { id: "" };
  return {
    ...{ online: found?.online.name ?? null, live: found?.online.live ?? false },
    method: account?.method ? (method as Omit<PaymentMethod, "id">) : null,
    ...{ saving: !!account?.setup, bank: value.seller.bank },
  };
}

/** How often a page that is over is looked at before another is opened in its place. */
const LOOKS = 3;

/**
 * The account without a page, or the page that is open on it. What was done on one that is over is kept, should its
 * event be late.
 */
async function accountForPage(ctx: Context, online: OnlinePayments, tenantId: string) {
  for (let look = 1; ; look++) {
    const account = await customerOf(ctx, online, tenantId);
    const { setup } = account;
    if (!setup) return { account, url: null };
    const { state, url } = await online.setup(setup);
    if (state === "open" && url) return { account, url };
    await keepSetup(ctx, online, { tenantId, setup });
    // Only one page can save: what is done on an older one would be nobody's.
    if (look < LOOKS) continue;
    await online.closePage(setup);
    return { account, url: null };
  }
}

/**
 * Opens the provider's page on which a way to pay is saved: for the first time, or in place of another. One that is open
 * is given again, and asked for twice at once there is one.
 * @throws `payments.off`, `payments.unreachable`
 * @unaudited: saving one is
 */
export async function saveWayToPay(
  ctx: Context,
  input: z.input<typeof tenantInput>,
): Promise<{ url: string }> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:choose", tenant);
  const online = await requireOnline(ctx);
  const { value } = await readBillingSettings(ctx.store);
  const ledger = await findLedger({ db: ctx.store.read, tables: ctx.store.tables }, tenantId);
  const { account, url } = await accountForPage(ctx, online, tenantId);
  if (url) return { url };
  const currency = ledger?.subscription.currency ?? value.currency;
  // Of the state the account is in: who asks at the same time gives the provider the same mark.
  const payment = `${account.id}_${account.updatedAt.getTime()}_${currency}`;
  const page = await online.openSetup(
    { payment, tenant: tenantId, customer: account.customer, currency },
    `${settings().url}/tenants/${tenantId}/billing?way=saved`,
  );
  const { paymentAccounts: a } = ctx.store.tables;
  const asSeen = and(eq(a.id, account.id), eq(a.updatedAt, account.updatedAt));
  const updatedAt = nextInstant(account, ctx.clock.now());
  await ctx.store.tx((db) => db.update(a).set({ setup: page.id, updatedAt }).where(asSeen));
  return { url: page.url };
}

/** Asks the provider whether a way to pay was saved, should its event be late. */
export async function checkWayToPay(ctx: Context, input: z.input<typeof tenantInput>): Promise<WayToPay> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:choose", tenant);
  const online = await requireOnline(ctx);
  const account = await accountOf(ctx, online, tenantId);
  if (account?.setup) await keepSetup(ctx, online, { tenantId, setup: account.setup });
  return await getWayToPay(ctx, { tenant: tenantId });
}

/** Forgets the saved way to pay, here and at the provider. @throws `payments.no_method` */
export async function removeWayToPay(ctx: Context, input: z.input<typeof tenantInput>): Promise<WayToPay> {
  const { tenant } = parse(tenantInput, input);
  const { tenantId } = await scope(ctx, "billing:choose", tenant);
  const online = await requireOnline(ctx);
  await dropMethod(ctx, online, await customerOf(ctx, online, tenantId));
  return await getWayToPay(ctx, { tenant: tenantId });
}
