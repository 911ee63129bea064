import type { z } from "zod";
import { authorize } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type Period, period, periodAt } from "@/server/shared/periods";
import { agreementOf, reckon } from "./compute";
import { type Agreement, owed } from "./core/owed";
import { type Totals, totalsOf, withTax } from "./document";
import { runningLedgers } from "./fleet";
import { readUsage } from "./read-usage";
import { rehearseInput, whatIfInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { requireCurrency } from "./start";
import { calendarOf, type Ledger } from "./subscription";

/** Tenants looked at in one question. */
const MOST = 200;

export interface Rehearsed extends Totals {
  tenantId: string;
  tenant: string;
  currency: string;
  lines: ReturnType<typeof withTax>;
}

async function ledgersFor(ctx: Context, tenant: string | undefined) {
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const all = await runningLedgers(books);
  const asked = tenant ? all.filter((l) => l.subscription.tenantId === tenant) : all;
  return { books, ledgers: asked.slice(0, MOST), more: Math.max(0, asked.length - MOST) };
}

/**
 * What a run would bill at an instant, past or to come. Invoices made from that instant on are as if they were not;
 * nothing is written.
 */
export async function rehearseBilling(
  ctx: Context,
  input: z.input<typeof rehearseInput>,
): Promise<{ at: Date; items: Rehearsed[]; more: number }> {
  authorize(ctx, "billing:write");
  const { at, tenant } = parse(rehearseInput, input);
  const { books, ledgers, more } = await ledgersFor(ctx, tenant);
  const { value: settings } = await readBillingSettings(ctx.store);
  const begun = ledgers.filter((ledger) => ledger.subscription.startAt <= at);
  const until = new Date(at.getTime() - 1);
  const bills = await reckon(
    books,
    begun.map((ledger) => ({ ledger, asOf: at, until })),
  );
  const items = begun.flatMap(({ subscription, tenant: name }, i) => {
    const lines = withTax(bills[i] ?? [], settings, subscription);
    if (lines.length === 0) return [];
    const { tenantId, currency } = subscription;
    return [{ tenantId, tenant: name, currency, ...totalsOf(lines), lines }];
  });
  return { at, items, more };
}

export interface WhatIf {
  tenantId: string;
  tenant: string;
  currency: string;
  /** Minor units without tax over the same periods: as it was, and under the other plan. */
  actual: number;
  other: number;
  periods: number;
}

/** The same history under another plan: what the plan does not know is left out. */
function underPlan(ledger: Ledger, plan: string): Ledger {
  const known = new Set(planByRef(plan).pricing.addons.map((a) => a.id));
  const changes = ledger.changes.map((c) => ({
    ...c,
    terms: { ...c.terms, plan, negotiated: {}, addons: c.terms.addons.filter((id) => known.has(id)) },
  }));
  return { ...ledger, changes };
}

const offers = (plan: string, currency: string): boolean => {
  try {
    requireCurrency(plan, currency);
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
};

/** Whole periods before the running one, at most `most`. */
function pastPeriods({ subscription }: Ledger, most: number, now: Date): Period[] {
  const calendar = calendarOf(subscription);
  const indexAt = (at: Date) => periodAt(calendar, Math.floor(at.getTime() / 1000)).index;
  const running = indexAt(now);
  const first = Math.max(indexAt(subscription.startAt), running - most);
  return Array.from({ length: Math.max(0, running - first) }, (_, i) => period(calendar, first + i));
}

/** What past, whole periods would have cost under another plan, with the usage there was. */
export async function whatIf(
  ctx: Context,
  input: z.input<typeof whatIfInput>,
): Promise<{ plan: string; items: WhatIf[]; more: number }> {
  authorize(ctx, "billing:write");
  const wanted = parse(whatIfInput, input);
  const plan = planByRef(wanted.plan).ref;
  const { books, ledgers, more } = await ledgersFor(ctx, wanted.tenant);
  const asOf = ctx.clock.now();
  const asked = ledgers
    .filter(({ subscription }) => offers(plan, subscription.currency))
    .map((ledger) => ({
      ...{ ledger, tenantId: ledger.subscription.tenantId, asOf },
      periods: pastPeriods(ledger, wanted.periods, asOf),
      as: [agreementOf(ledger), agreementOf(underPlan(ledger, plan))] as const,
    }))
    .filter(({ periods }) => periods.length > 0);
  const usageOf = await readUsage(
    books,
    asked.flatMap((one) => one.as.map((agreement) => ({ ...one, agreement }))),
  );
  const items = asked.map(({ ledger, tenantId, periods, as }) => {
    const sumOf = (agreement: Agreement) =>
      periods
        .flatMap((p) => owed(agreement, p, usageOf(tenantId), asOf))
        .reduce((n, item) => n + item.amount, 0);
    const { currency } = ledger.subscription;
    const [actual, other] = [sumOf(as[0]), sumOf(as[1])];
    return { tenantId, tenant: ledger.tenant, currency, actual, other, periods: periods.length };
  });
  return { plan, items, more };
}
