import { planByRef } from "@/server/plans";
import { Decimal } from "@/server/shared/decimal";
import { type Calendar, type Period, period, periodAt } from "@/server/shared/periods";
import { metersById, quantities } from "@/server/usage";
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

/** The same history, over at `at`: all of the period's usage is owed then. */
function endedAt(agreement: Agreement, at: Date, terms: Terms): Agreement {
  const past = agreement.changes.filter((c) => c.at <= at);
  const seq = Math.max(-1, ...past.map((c) => c.seq)) + 1;
  return { ...agreement, changes: [...past, { seq, at, terms: { ...terms, ended: true } }] };
}

/** What usage comes to by the period's end if it goes on at the pace of the period so far, under today's terms. */
async function forecast(
  books: Books,
  tenantId: string,
  agreement: Agreement,
  p: Period,
  now: Date,
  terms: Terms,
) {
  const meters = planByRef(terms.plan).pricing.charges.flatMap((c) => (c.kind === "usage" ? [c.meter] : []));
  if (meters.length === 0 || terms.free) return 0;
  const found = (await quantities(books, [tenantId], meters, date(p.from), now)).get(tenantId) ?? {};
  const splitting = splittingOf(await metersById(books, meters));
  const pace = new Decimal(p.to - p.from).div(second(now) - p.from);
  const usage: Usage = {
    splitting,
    quantity(meter) {
      const soFar = new Decimal(found[meter] ?? "0");
      return (splitting(meter) === "sum" ? soFar.times(pace) : soFar).toDecimalPlaces(12).toFixed();
    },
  };
  const steady = { ...agreement, changes: [{ seq: 0, at: date(p.from), terms }] };
  return used(owed(steady, p, usage, date(p.to)));
}

/** What the first period that begins at `from` or after it costs before anything is used. */
export function nextFixed(agreement: Agreement, calendar: Calendar, from: Date): number {
  const running = periodAt(calendar, second(from));
  const p = running.from === second(from) ? running : period(calendar, running.index + 1);
  return sum(owed(agreement, p, NOTHING, date(p.from)));
}

/** What the running period costs: usage so far is priced as if the period ended now. */
export async function costOf(
  books: Books,
  ledger: Ledger,
  p: Period,
  now: Date,
  terms: Terms,
): Promise<Cost> {
  const agreement = agreementOf(ledger);
  const begun = second(now) > p.from;
  const fixed = sum(owed(agreement, p, NOTHING, begun ? now : date(p.from)));
  if (!begun) return { fixed, used: 0, soFar: fixed, forecast: fixed };
  const { tenantId } = ledger.subscription;
  const at = date(second(now));
  const over = endedAt(agreement, at, terms);
  const usageOf = await readUsage(books, [{ tenantId, agreement: over, periods: [p], asOf: at }]);
  const usedNow = used(owed(over, p, usageOf(tenantId), at));
  const usedThen = await forecast(books, tenantId, agreement, p, at, terms);
  return { fixed, used: usedNow, soFar: fixed + usedNow, forecast: fixed + Math.max(usedNow, usedThen) };
}
