import { and, asc, eq, gte, isNotNull, isNull, lt, ne, sql } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { Decimal } from "@/server/shared/decimal";
import { agreementOf } from "./compute";
import { nextFixed } from "./cost";
import { type Invoice, toInvoice } from "./invoice";
import { standing } from "./state";
import { type Books, calendarOf, type Ledger, ledgersOf } from "./subscription";

const DAY_MS = 86_400_000;
const MOVER_DAYS = 30;
const TRIAL_DAYS = 21;
const MOVERS = 6;
const OVERDUE = 50;
const MONTHS = 12;

/** Money of one currency in whole minor units. */
export interface CurrencyTotals {
  currency: string;
  /** Fixed charges a month of all running subscriptions, without tax. */
  mrr: number;
  subscriptions: number;
  /** Billed without tax by invoices that became final in the last 30 days, credit notes deducted. */
  billed: number;
  /** Gross, not paid yet; and the part of it that is overdue. */
  open: number;
  overdue: number;
}

export interface Mover {
  tenantId: string;
  tenant: string;
  currency: string;
  /** Billed without tax in the last 30 days, and in the 30 before. */
  now: number;
  before: number;
}

export interface FleetBilling {
  totals: CurrencyTotals[];
  movers: Mover[];
  trials: { tenantId: string; tenant: string; plan: string; endsAt: Date }[];
  /** Oldest first. */
  overdue: (Invoice & { tenant: string; days: number })[];
  /** Tenants that are billed by nobody. */
  unbilled: number;
}

/** Subscriptions that are not over, with their histories and tenants' names. */
export async function runningLedgers(books: Books): Promise<(Ledger & { tenant: string })[]> {
  const { subscriptions: s, tenants: t } = books.tables;
  const rows = await books.db
    .select({ subscription: s, tenant: t.name })
    .from(s)
    .innerJoin(t, eq(t.id, s.tenantId))
    .where(isNull(s.endedAt))
    .orderBy(asc(t.name), asc(s.id));
  const ledgers = await ledgersOf(
    books,
    rows.map((row) => row.subscription),
  );
  return ledgers.map((ledger, i) => ({ ...ledger, tenant: rows[i]?.tenant ?? "" }));
}

/** Fixed charges of a month from now on, without tax: what a pause or a trial leaves out comes later. */
export function monthlyOf(ledger: Ledger, now: Date): number {
  const { subscription } = ledger;
  const { terms, state } = standing(ledger, now);
  if (!terms || state !== "active") return 0;
  const steady = { ...ledger, changes: [{ seq: 0, at: new Date(0), terms }] };
  const fixed = nextFixed(agreementOf(steady), calendarOf(subscription), now);
  return subscription.interval === "month" ? fixed : new Decimal(fixed).div(MONTHS).round().toNumber();
}

async function billedSince(books: Books, from: Date, to: Date) {
  const { invoices: i } = books.tables;
  return await books.db
    .select({
      tenantId: i.tenantId,
      currency: i.currency,
      net: sql<string>`sum(${i.net})`,
    })
    .from(i)
    .where(and(gte(i.finalizedAt, from), lt(i.finalizedAt, to), ne(i.state, "void")))
    .groupBy(i.tenantId, i.currency);
}

async function openInvoices(books: Books) {
  const { invoices: i, tenants: t } = books.tables;
  return await books.db
    .select({ invoice: i, tenant: t.name })
    .from(i)
    .innerJoin(t, eq(t.id, i.tenantId))
    .where(and(eq(i.state, "final"), eq(i.type, "invoice"), isNotNull(i.dueAt)))
    .orderBy(asc(i.dueAt), asc(i.id));
}

function trialsOf(ledgers: (Ledger & { tenant: string })[], now: Date): FleetBilling["trials"] {
  const until = now.getTime() + TRIAL_DAYS * DAY_MS;
  return ledgers
    .flatMap((ledger) => {
      const { terms, state } = standing(ledger, now);
      const end = ledger.changes
        .filter((c) => c.at > now && !c.terms.free)
        .reduce<Date | null>((min, c) => (min === null || c.at < min ? c.at : min), null);
      if (state !== "trial" || !terms || !end || end.getTime() > until) return [];
      const { tenantId } = ledger.subscription;
      return [{ tenantId, tenant: ledger.tenant, plan: terms.plan, endsAt: end }];
    })
    .sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
}

function moversOf(
  names: Map<string, string>,
  now: Awaited<ReturnType<typeof billedSince>>,
  before: Awaited<ReturnType<typeof billedSince>>,
): Mover[] {
  const all = new Map<string, Mover>();
  const of = (row: { tenantId: string; currency: string }) => {
    const key = `${row.tenantId} ${row.currency}`;
    const { tenantId, currency } = row;
    const fresh = { tenantId, currency, tenant: names.get(tenantId) ?? tenantId, now: 0, before: 0 };
    const mover = all.get(key) ?? fresh;
    all.set(key, mover);
    return mover;
  };
  for (const row of now) of(row).now = Number(row.net);
  for (const row of before) of(row).before = Number(row.net);
  const moved = (m: Mover) => Math.abs(m.now - m.before);
  return [...all.values()]
    .filter((m) => moved(m) > 0)
    .sort((a, b) => moved(b) - moved(a))
    .slice(0, MOVERS);
}

/** How all tenants' billing stands. A handful of statements, however many tenants there are. */
export async function billingFleet(ctx: Context): Promise<FleetBilling> {
  authorize(ctx, "billing:write");
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const now = ctx.clock.now();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const ledgers = await runningLedgers(books);
  const [recent, older, open] = [
    await billedSince(books, ago(MOVER_DAYS), now),
    await billedSince(books, ago(2 * MOVER_DAYS), ago(MOVER_DAYS)),
    await openInvoices(books),
  ];
  const { tenants: t } = ctx.store.tables;
  const tenants = await books.db.select({ id: t.id, name: t.name }).from(t).where(eq(t.kind, "customer"));
  const late = open.filter(({ invoice }) => invoice.dueAt !== null && invoice.dueAt < now);
  const subscribed = new Set(ledgers.map((l) => l.subscription.tenantId));
  return {
    totals: totalsOf(ledgers, recent, open, now),
    movers: moversOf(new Map(tenants.map((one) => [one.id, one.name])), recent, older),
    trials: trialsOf(ledgers, now),
    overdue: late.slice(0, OVERDUE).map(({ invoice, tenant }) => ({
      ...toInvoice(invoice, now),
      tenant,
      days: Math.floor((now.getTime() - (invoice.dueAt?.getTime() ?? 0)) / DAY_MS),
    })),
    unbilled: tenants.filter((one) => !subscribed.has(one.id)).length,
  };
}

function totalsOf(
  ledgers: Ledger[],
  recent: { currency: string; net: string }[],
  open: Awaited<ReturnType<typeof openInvoices>>,
  now: Date,
): CurrencyTotals[] {
  const all = new Map<string, CurrencyTotals>();
  const of = (currency: string) => {
    const found = all.get(currency) ?? {
      ...{ currency, mrr: 0, subscriptions: 0, billed: 0, open: 0, overdue: 0 },
    };
    all.set(currency, found);
    return found;
  };
  for (const ledger of ledgers) {
    const totals = of(ledger.subscription.currency);
    totals.subscriptions += 1;
    totals.mrr += monthlyOf(ledger, now);
  }
  for (const row of recent) of(row.currency).billed += Number(row.net);
  for (const { invoice } of open) {
    const rest = invoice.gross - invoice.paid;
    of(invoice.currency).open += rest;
    if (invoice.dueAt && invoice.dueAt < now) of(invoice.currency).overdue += rest;
  }
  return [...all.values()].sort((a, b) => a.currency.localeCompare(b.currency));
}
