import { and, between, eq, ne } from "drizzle-orm";
import { planByRef } from "@/server/plans";
import { type Period, period, periodAt } from "@/server/shared/periods";
import { type Aggregation, metersById, quantities } from "@/server/usage";
import { type Agreement, type Item, needs, owed, type Splitting, type Usage } from "./core/owed";
import { type Billed, type Line, settle } from "./core/settle";
import type { Change } from "./core/terms";
import {
  type Books,
  calendarOf,
  type InvoiceLineRow,
  type Ledger,
  type SubscriptionRow,
} from "./subscription";

const second = (at: Date) => Math.floor(at.getTime() / 1000);
const date = (s: number) => new Date(s * 1000);

export function agreementOf({ subscription, changes }: Ledger, more: readonly Change[] = []): Agreement {
  return {
    currency: subscription.currency,
    changes: [...changes, ...more],
    pricing: (plan) => planByRef(plan).pricing,
  };
}

/** Periods a bill at `asOf` looks at: the running one, the one before, and from `first` on those that may differ. */
export function periodsOf(subscription: SubscriptionRow, asOf: Date, first: number | null): Period[] {
  const calendar = calendarOf(subscription);
  const start = periodAt(calendar, second(subscription.startAt)).index;
  const last = periodAt(calendar, second(asOf)).index;
  const from = Math.max(start, Math.min(last - 1, first ?? last - 1));
  return Array.from({ length: last - from + 1 }, (_, i) => period(calendar, from + i));
}

const SPLITTING: Partial<Record<Aggregation, Splitting>> = { sum: "sum", "time-weighted": "average" };

/** How meters' quantities may be split, by their aggregation. */
export function splittingOf(meters: ReadonlyMap<string, { aggregation: Aggregation }>): Usage["splitting"] {
  return (meter) => SPLITTING[meters.get(meter)?.aggregation ?? "last"] ?? "whole";
}

/** Everything periods ask of usage, read once. */
export async function usageFor(
  books: Books,
  tenantId: string,
  agreement: Agreement,
  periods: readonly Period[],
  asOf: Date,
): Promise<Usage> {
  const asked = periods.map((p) => needs(agreement, p, asOf));
  const meters = await metersById(books, [...new Set(asked.flatMap((a) => a.meters))]);
  const known = new Map<string, string>();
  for (const { meters: wanted, spans } of asked) {
    for (const { from, to } of distinct(spans)) {
      if (wanted.length === 0) continue;
      const found = (await quantities(books, [tenantId], wanted, date(from), date(to))).get(tenantId) ?? {};
      for (const meter of wanted) known.set(`${meter} ${from} ${to}`, found[meter] ?? "0");
    }
  }
  return {
    splitting: splittingOf(meters),
    quantity(meter, from, to) {
      const quantity = known.get(`${meter} ${from} ${to}`);
      if (quantity === undefined) throw new Error(`usage of ${meter} from ${from} to ${to} was not read`);
      return quantity;
    },
  };
}

function distinct(spans: readonly { from: number; to: number }[]) {
  return [...new Map(spans.map((s) => [`${s.from} ${s.to}`, s])).values()];
}

export function asBilled(row: InvoiceLineRow): Billed {
  const { key, periodIndex, amount, quantity } = row;
  const at = { index: periodIndex, from: second(row.periodFrom), to: second(row.periodTo) };
  const line = {
    kind: row.kind as Item["kind"],
    chargeId: row.chargeId,
    plan: row.plan,
    title: row.title,
    taxClass: row.taxClass as Item["taxClass"],
    meter: row.meter,
    period: at,
  };
  return { key, periodIndex, amount, quantity, line };
}

/** Lines a person wrote: no computation counts them as billed. */
export const MANUAL = "manual";

/** Lines of a subscription's invoices for some periods, without those of void ones and of `except`. */
export async function billedLines(
  { db, tables }: Books,
  subscriptionId: string,
  [first, last]: [number, number],
  except: string | null,
): Promise<InvoiceLineRow[]> {
  const { invoiceLines: l, invoices: i } = tables;
  const rows = await db
    .select({ line: l })
    .from(l)
    .innerJoin(i, eq(i.id, l.invoiceId))
    .where(
      and(
        eq(l.subscriptionId, subscriptionId),
        between(l.periodIndex, first, last),
        ne(i.state, "void"),
        except ? ne(i.id, except) : undefined,
      ),
    );
  return rows.flatMap(({ line }) => (line.kind === MANUAL ? [] : [line]));
}

export interface Question {
  /** Known at this instant is billed. */
  asOf: Date;
  /** A draft that is made anew: its own lines do not count as billed. */
  except?: string | null;
  /** Changes that are only thought of. */
  more?: readonly Change[];
  /** Index of the first period whose usage may have changed. */
  first?: number | null;
}

/** The lines a bill at an instant has, before tax. The one way to a bill: runs, previews and rehearsals come through here. */
export async function reckon(books: Books, ledger: Ledger, question: Question): Promise<Line[]> {
  const { subscription } = ledger;
  const { asOf } = question;
  const agreement = agreementOf(ledger, question.more);
  const periods = periodsOf(subscription, asOf, question.first ?? null);
  const usage = await usageFor(books, subscription.tenantId, agreement, periods, asOf);
  const items = periods.flatMap((p) => owed(agreement, p, usage, asOf));
  const range: [number, number] = [periods[0]?.index ?? 0, periods.at(-1)?.index ?? 0];
  const billed = await billedLines(books, subscription.id, range, question.except ?? null);
  return settle(items, billed.map(asBilled));
}
