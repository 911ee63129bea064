import { and, eq, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { append } from "@/server/audit";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import type { OnlinePayments } from "./port";
import { MANUAL_PAYMENTS } from "./port";

export type AccountRow = Schema["paymentAccounts"]["$inferSelect"];

export async function accountOf(
  { store }: Pick<Services, "store">,
  online: Pick<OnlinePayments, "name" | "live">,
  tenantId: string,
): Promise<AccountRow | null> {
  const { paymentAccounts: a } = store.tables;
  const [row] = await store.read
    .select()
    .from(a)
    .where(and(eq(a.tenantId, tenantId), eq(a.provider, online.name), eq(a.live, online.live)));
  return row ?? null;
}

/**
 * The tenant as the provider knows it, made there on first use: our row first, so that it is made once.
 * @unaudited: nothing is agreed by it
 */
export async function customerOf(
  services: Services,
  online: OnlinePayments,
  tenantId: string,
): Promise<AccountRow & { customer: string }> {
  const { paymentAccounts: a, subscriptions: s, tenants: t } = services.store.tables;
  const now = services.clock.now();
  let account = await accountOf(services, online, tenantId);
  if (!account) {
    const id = newId("paymentAccount", now.getTime());
    const { name: provider, live } = online;
    const fresh = { id, tenantId, provider, live, createdAt: now, updatedAt: now };
    await services.store.tx((db) => db.insert(a).values(fresh).onConflictDoNothing());
    account = await accountOf(services, online, tenantId);
  }
  if (!account) throw new Error(`The payment account of ${tenantId} vanished.`);
  if (account.customer) return { ...account, customer: account.customer };
  const [subscription] = await services.store.read
    .select({ payer: s.payer })
    .from(s)
    .where(and(eq(s.tenantId, tenantId), isNull(s.endedAt)));
  const [tenant] = await services.store.read.select({ name: t.name }).from(t).where(eq(t.id, tenantId));
  const { id } = account;
  const name = subscription?.payer.name ?? tenant?.name ?? tenantId;
  const email = subscription?.payer.email ?? null;
  const customer = await online.customer(id, { tenant: tenantId, name, email });
  // `updatedAt` stays: pages that are asked for at once are told by it to be one.
  await services.store.tx((db) => db.update(a).set({ customer }).where(eq(a.id, id)));
  return { ...account, customer };
}

/** Never the same instant twice: a page's mark is made of it. */
export const nextInstant = ({ updatedAt }: AccountRow, now: Date): Date =>
  new Date(Math.max(now.getTime(), updatedAt.getTime() + 1));

/**
 * Reads what became of a page on which a way to pay was to be saved, and keeps it. A page of another customer's or
 * tenant's keeps nothing.
 * @returns whether a way to pay was saved
 */
export async function keepSetup(
  services: Services,
  online: OnlinePayments,
  { tenantId, setup }: { tenantId: string; setup: string },
): Promise<boolean> {
  const account = await accountOf(services, online, tenantId);
  const state = await online.setup(setup);
  if (!account?.customer || state.customer !== account.customer || state.tenant !== tenantId) return false;
  const { paymentAccounts: a, subscriptions: s } = services.store.tables;
  const ctx = systemContext(services, "payments");
  const now = services.clock.now();
  const updatedAt = nextInstant(account, now);
  // Told by an event and asked for at once, it is kept by one of them.
  const waiting = and(eq(a.id, account.id), eq(a.setup, setup));
  const over = state.state !== "open" && account.setup === setup;
  const { method } = state;
  // The event of a page that was used before tells of the way to pay that another has replaced.
  if (state.state !== "done" || !method || account.setup !== setup) {
    if (over) await services.store.tx((db) => db.update(a).set({ setup: null, updatedAt }).where(waiting));
    return false;
  }
  const saved = { ...method, savedAt: now.toISOString() };
  const kept = await services.store.tx(async (db) => {
    const set = { method: saved, setup: null, updatedAt };
    const [first] = await db.update(a).set(set).where(waiting).returning({ id: a.id });
    if (!first) return false;
    await db
      .update(s)
      .set({ provider: online.name, providerCustomer: account.customer })
      .where(and(eq(s.tenantId, tenantId), isNull(s.endedAt)));
    await append(db, ctx, {
      ...{ tenantId, action: "payment.save-method", target: account.id },
      payload: { provider: online.name, type: method.type, brand: method.brand, last4: method.last4 },
    });
    return true;
  });
  if (!kept) return false;
  const before = account.method?.id;
  if (before && before !== method.id)
    await online.forget(before).catch((error: unknown) => {
      services.log.warn({ err: error, tenant: tenantId }, "a replaced way to pay is still at the provider");
    });
  return true;
}

/** Takes the saved way to pay away: from now on invoices are paid by hand. Here first, then at the provider. */
export async function dropMethod(ctx: Context, online: OnlinePayments, account: AccountRow): Promise<void> {
  const { paymentAccounts: a, subscriptions: s } = ctx.store.tables;
  const { tenantId, method } = account;
  if (!method) throw new AppError("conflict", "payments.no_method", "No way to pay is saved.");
  await ctx.store.tx(async (db) => {
    await db
      .update(a)
      .set({ method: null, setup: null, updatedAt: nextInstant(account, ctx.clock.now()) })
      .where(eq(a.id, account.id));
    await db
      .update(s)
      .set({ provider: MANUAL_PAYMENTS })
      .where(and(eq(s.tenantId, tenantId), isNull(s.endedAt)));
    await append(db, ctx, {
      ...{ tenantId, action: "payment.remove-method", target: account.id },
      payload: { provider: online.name, last4: method.last4 },
    });
  });
  await online.forget(method.id);
}
