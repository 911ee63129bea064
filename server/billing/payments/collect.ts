import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "@/db/store";
import { type Services, systemContext } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import type { Billed } from "../bill";
import type { InvoiceRow } from "../subscription";
import { chargeRow, IN_FLIGHT_MS, toldOf } from "./ask";
import { openOf, type PaymentRow, paymentsOf } from "./balance";
import type { OnlinePayments } from "./port";
import { AUTHENTICATE, settle } from "./settle";

const DAY_MS = 86_400_000;
/** Days after the first try on which a saved way to pay is tried again. */
export const RETRY_DAYS = [1, 3, 5, 7] as const;
/** Trying again changes nothing: a person has to do something, or another way to pay is needed. */
const HOPELESS: ReadonlySet<string> = new Set([
  ...[AUTHENTICATE, "payments.currency", "amount_too_small", "amount_too_large"],
  ...["lost_card", "stolen_card", "pickup_card", "invalid_account", "card_not_supported"],
  ...["currency_not_supported", "expired_card"],
]);

/**
 * When a saved way to pay is tried next.
 * @param tries charges since it was saved, oldest first
 * @returns null where it is not tried any more
 */
export function nextTry(
  tries: readonly Pick<PaymentRow, "createdAt" | "problem">[],
  from: Date,
): Date | null {
  const [first] = tries;
  if (!first) return from;
  if (tries.some((one) => one.problem && HOPELESS.has(one.problem))) return null;
  const days = RETRY_DAYS[tries.length - 1];
  return days === undefined ? null : new Date(first.createdAt.getTime() + days * DAY_MS);
}

type Account = NonNullable<Awaited<ReturnType<typeof accountFor>>>;

async function accountFor(services: Services, db: Database, online: OnlinePayments, tenantId: string) {
  const { paymentAccounts: a } = services.store.tables;
  const [row] = await db
    .select()
    .from(a)
    .where(and(eq(a.tenantId, tenantId), eq(a.provider, online.name), eq(a.live, online.live)));
  return row?.customer && row.method ? { customer: row.customer, method: row.method } : null;
}

/** Writes the row a charge is made by, before it is made; null where nothing is due, or something is under way. */
async function begin(
  services: Services,
  db: Database,
  online: OnlinePayments,
  { id, account, now }: { id: string; account: Account; now: Date },
): Promise<{ row: PaymentRow; invoice: InvoiceRow } | null> {
  const { invoices: i, payments: p } = services.store.tables;
  const [invoice] = await db.select().from(i).where(eq(i.id, id));
  const amount = invoice?.state === "final" ? openOf(invoice) : 0;
  if (!invoice || amount === 0) return null;
  const rows = (await paymentsOf({ db, tables: services.store.tables }, id)).filter((one) => !one.refundOf);
  if (rows.some((one) => one.state === "pending")) return null;
  const saved = new Date(account.method.savedAt);
  const tries = rows.filter((one) => one.kind === "charge" && one.createdAt >= saved);
  const due = nextTry(tries, now);
  if (!due || due > now) return null;
  const payment = newId("payment", now.getTime());
  const row: PaymentRow = {
    ...{ id: payment, tenantId: invoice.tenantId, invoiceId: id, provider: online.name, kind: "charge" },
    ...{ reference: payment, amount, state: "pending", problem: null, refundOf: null, dispute: null },
    details: { live: online.live, customer: account.customer, method: account.method.id },
    ...{ checkAt: new Date(now.getTime() + IN_FLIGHT_MS), at: now, createdAt: now },
  };
  await db.insert(p).values(row);
  return { row, invoice };
}

/**
 * Charges open invoices of subscriptions that pay by a saved way, from `cursor` on, where it is time to.
 * @unaudited: settling is
 */
export async function collectSome(
  services: Services,
  online: OnlinePayments,
  { cursor, size }: { cursor: string; size: number },
): Promise<Billed> {
  const { invoices: i, subscriptions: s } = services.store.tables;
  const open = await services.store.read
    .select({ id: i.id, tenantId: i.tenantId })
    .from(i)
    .innerJoin(s, eq(s.id, i.subscriptionId))
    .where(and(eq(i.state, "final"), eq(i.type, "invoice"), eq(s.provider, online.name), gt(i.id, cursor)))
    .orderBy(asc(i.id))
    .limit(size);
  const failed: Billed["failed"] = [];
  let done = 0;
  for (const { id, tenantId } of open)
    try {
      if (await collect(services, online, { id, tenantId })) done += 1;
    } catch (error) {
      failed.push({ id, tenantId, message: toldOf(services, error, id) });
    }
  const last = open.at(-1);
  return { cursor: open.length === size && last ? last.id : null, done, failed };
}

async function collect(
  services: Services,
  online: OnlinePayments,
  { id, tenantId }: { id: string; tenantId: string },
): Promise<boolean> {
  const now = services.clock.now();
  const account = await accountFor(services, services.store.read, online, tenantId);
  if (!account) return false;
  const begun = await services.store.tx((db) => begin(services, db, online, { id, account, now }));
  if (!begun) return false;
  const outcome = await chargeRow(online, begun.row, begun.invoice);
  const ctx = systemContext(services, "payments");
  await services.store.tx((db) => settle(ctx, db, begun.row.id, outcome));
  return true;
}
