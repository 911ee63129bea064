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
import { type Books, calendarOf, type Ledger } from "./subscription";

/** Tenants that are listed; the sums are of all. */
const LISTED = 200;
/** Tenants reckoned together. */
const TOGETHER = 200;

export interface Rehearsed extends Totals {
  tenantId: string;
  tenant: string;
  currency: string;
  lines: ReturnType<typeof withTax>;
}

type Named = Ledger & { tenant: string };

async function ledgersFor(books: Books, tenant: string | undefined): Promise<Named[]> {
  const all = await runningLedgers(books);
  return tenant ? all.filter((l) => l.subscription.tenantId === tenant) : all;
}

/** Answers for all, in parts: the first ones whole, and the sums of everybody's figures by currency. */
async function answered<K extends string, T extends { currency: string } & Record<K, number>>(
  ledgers: readonly Named[],
  figures: readonly K[],
  part: (some: readonly Named[]) => Promise<T[]>,
): Promise<{ items: T[]; more: number; totals: Sum<K>[] }> {
  const items: T[] = [];
  const sums = new Map<string, Sum<K>>();
  let count = 0;
  for (let i = 0; i < ledgers.length; i += TOGETHER)
    for (const one of await part(ledgers.slice(i, i + TOGETHER))) {
      const sum = sums.get(one.currency) ?? ({ currency: one.currency, tenants: 0 } as Sum<K>);
      const added = figures.map((key) => [key, Number(sum[key] ?? 0) + Number(one[key])]);
      sums.set(one.currency, { ...sum, ...Object.fromEntries(added), tenants: sum.tenants + 1 });
      if (items.length < LISTED) items.push(one);
      count += 1;
    }
  return { items, more: count - items.length, totals: [...sums.values()] };
}

/** Figures of all tenants of one currency, in minor units. */
export type Sum<K extends string> = { currency: string; tenants: number } & Record<K, number>;

/**
 * What a run would bill at an instant, past or to come. Invoices made from that instant on are as if they were not;
 * nothing is written.
 */
export async function rehearseBilling(
  ctx: Context,
  input: z.input<typeof rehearseInput>,
): Promise<{ at: Date; items: Rehearsed[]; more: number; totals: Sum<keyof Totals>[] }> {
  authorize(ctx, "billing:write");
  const { at, tenant } = parse(rehearseInput, input);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const { value: settings } = await readBillingSettings(ctx.store);
  const all = await ledgersFor(books, tenant);
  const begun = all.filter((ledger) => ledger.subscription.startAt <= at);
  const until = new Date(at.getTime() - 1);
  const found = await answered(begun, ["net", "tax", "gross"], async (some): Promise<Rehearsed[]> => {
    const bills = await reckon(
      books,
      some.map((ledger) => ({ ledger, asOf: at, until })),
    );
    return some.flatMap(({ subscription, tenant: name }, i) => {
      const lines = withTax(bills[i] ?? [], settings, subscription);
      if (lines.length === 0) return [];
      const { tenantId, currency } = subscription;
      return [{ tenantId, tenant: name, currency, ...totalsOf(lines), lines }];
    });
  });
  return { at, ...found };
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
): Promise<{ plan: string; items: WhatIf[]; more: number; totals: Sum<"actual" | "other">[] }> {
  authorize(ctx, "billing:write");
  const wanted = parse(whatIfInput, input);
  const plan = planByRef(wanted.plan).ref;
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const asOf = ctx.clock.now();
  const { periods } = wanted;
  const found = await answered(await ledgersFor(books, wanted.tenant), ["actual", "other"], (some) =>
    compared(books, some, { plan, periods, asOf }),
  );
  return { plan, ...found };
}

async function compared(
  books: Books,
  ledgers: readonly Named[],
  { plan, periods: most, asOf }: { plan: string; periods: number; asOf: Date },
): Promise<WhatIf[]> {
  const asked = ledgers
    .filter(({ subscription }) => offers(plan, subscription.currency))
    .map((ledger) => ({
      ...{ ledger, tenantId: ledger.subscription.tenantId, asOf },
      periods: pastPeriods(ledger, most, asOf),
      as: [agreementOf(ledger), agreementOf(underPlan(ledger, plan))] as const,
    }))
    .filter(({ periods }) => periods.length > 0);
  const usageOf = await readUsage(
    books,
    asked.flatMap((one) => one.as.map((agreement) => ({ ...one, agreement }))),
  );
  return asked.map(({ ledger, tenantId, periods, as }) => {
    const sumOf = (agreement: Agreement) =>
      periods
        .flatMap((p) => owed(agreement, p, usageOf(tenantId), asOf))
        .reduce((n, item) => n + item.amount, 0);
    const { currency } = ledger.subscription;
    const [actual, other] = [sumOf(as[0]), sumOf(as[1])];
    return { tenantId, tenant: ledger.tenant, currency, actual, other, periods: periods.length };
  });
}
