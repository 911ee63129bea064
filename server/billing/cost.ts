import { planByRef } from "@/server/plans";
import { Decimal } from "@/server/shared/decimal";
import { type Calendar, type Period, period, periodAt } from "@/server/shared/periods";
import { metersById, quantitiesOfSpans } from "@/server/usage";
import { agreementOf } from "./compute";
import { type Agreement, type Item, owed, type Usage } from "./core/owed";
import type { Terms } from "./core/terms";
import { readUsage, splittingOf } from "./read-usage";
import type { Books, Ledger } from "./subscription";

/** Minor units without tax. */
export interface Cost {
  fixed: number;
  used: number;
  soFar: number;
  forecast: number;
}

const second = (at: Date) => Math.floor(at.getTime() / 1000);
const date = (s: number) => new Date(s * 1000);
const sum = (items: readonly Item[]) => items.reduce((n, i) => n + i.amount, 0);
const used = (items: readonly Item[]) => sum(items.filter((i) => i.kind === "usage" || i.kind === "minimum"));
const NOTHING: Usage = { splitting: () => "sum", quantity: () => "0" };

/** The same history, over at `at`: all of the period's usage is owed then. What is committed is not: it goes on. */
function endedAt(agreement: Agreement, at: Date, terms: Terms): Agreement {
  const past = agreement.changes
    .filter((c) => c.at <= at)
    .map((c) => ({ ...c, terms: { ...c.terms, commitment: null } }));
  const seq = Math.max(-1, ...past.map((c) => c.seq)) + 1;
  return { ...agreement, changes: [...past, { seq, at, terms: { ...terms, ended: true } }] };
}

/** What usage comes to by the period's end if it goes on at the pace of the period so far, under today's terms. */
function forecast(
  { ledger, period: p, terms }: CostAsked,
  at: Date,
  splitting: Usage["splitting"],
  found: Record<string, string>,
): number {
  if (terms.free || metersOf(terms).length === 0) return 0;
  const pace = new Decimal(p.to - p.from).div(second(at) - p.from);
  const usage: Usage = {
    splitting,
    quantity(meter) {
      const soFar = new Decimal(found[meter] ?? "0");
      return (splitting(meter) === "sum" ? soFar.times(pace) : soFar).toDecimalPlaces(12).toFixed();
    },
  };
  const steady = {
    ...agreementOf(ledger),
    changes: [{ seq: 0, at: date(p.from), terms: { ...terms, commitment: null } }],
  };
  return used(owed(steady, p, usage, date(p.to)));
}

const metersOf = ({ plan }: Terms) =>
  planByRef(plan).pricing.charges.flatMap((c) => (c.kind === "usage" ? [c.meter] : []));

/** What the first period that begins at `from` or after it costs before anything is used. */
export function nextFixed(agreement: Agreement, calendar: Calendar, from: Date): number {
  const running = periodAt(calendar, second(from));
  const p = running.from === second(from) ? running : period(calendar, running.index + 1);
  return sum(owed(agreement, p, NOTHING, date(p.from)));
}

/** A subscription, its running period, and the terms that hold in it. */
export interface CostAsked {
  ledger: Ledger;
  period: Period;
  terms: Terms;
}

/** A cost, and what was used in the period so far of the meters asked for. */
export interface CostFound {
  cost: Cost;
  used: Record<string, string>;
}

/**
 * What running periods cost, in the order asked and in few statements for all of them: usage so far is priced as if the
 * period ended now.
 * @param meters more meters whose quantities are wanted
 */
export async function costsOf(
  books: Books,
  asked: readonly CostAsked[],
  now: Date,
  meters: readonly string[] = [],
): Promise<CostFound[]> {
  const at = date(second(now));
  const begun = asked.filter((one) => second(now) > one.period.from);
  const over = new Map(begun.map((one) => [one, endedAt(agreementOf(one.ledger), at, one.terms)]));
  const usageOf = await readUsage(
    books,
    [...over].map(([{ ledger, period: p }, agreement]) => ({
      ...{ tenantId: ledger.subscription.tenantId, agreement, periods: [p], asOf: at },
    })),
  );
  const all = [...new Set([...meters, ...begun.flatMap((one) => metersOf(one.terms))])];
  const splitting = splittingOf(await metersById(books, all));
  const spans = begun.map(({ ledger, period: p }) => ({
    ...{ tenantId: ledger.subscription.tenantId, from: date(p.from), to: at },
  }));
  const read = spans.length > 0 && all.length > 0 ? await quantitiesOfSpans(books, spans, all) : [];
  const soFar = new Map(begun.map((one, i) => [one, read[i] ?? {}]));
  return asked.map((one) => {
    const { ledger, period: p } = one;
    const agreement = over.get(one);
    const fixed = sum(owed(agreementOf(ledger), p, NOTHING, agreement ? now : date(p.from)));
    if (!agreement) return { cost: { fixed, used: 0, soFar: fixed, forecast: fixed }, used: {} };
    const found = soFar.get(one) ?? {};
    const usedNow = used(owed(agreement, p, usageOf(ledger.subscription.tenantId), at));
    const usedThen = Math.max(usedNow, forecast(one, at, splitting, found));
    return {
      cost: { fixed, used: usedNow, soFar: fixed + usedNow, forecast: fixed + usedThen },
      used: found,
    };
  });
}

/** What the running period of one subscription costs. */
export async function costOf(books: Books, asked: CostAsked, now: Date): Promise<Cost> {
  const [found] = await costsOf(books, [asked], now);
  if (!found) throw new Error("costsOf answers whatever is asked");
  return found.cost;
}
