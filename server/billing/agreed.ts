import { and, eq, gte, lte, ne, sum } from "drizzle-orm";
import { Decimal } from "@/server/shared/decimal";
import { toMinor } from "@/server/shared/money";
import { period } from "@/server/shared/periods";
import { MANUAL } from "./compute";
import type { Commitment, Discount, Terms } from "./core/terms";
import { type Books, calendarOf, type Ledger } from "./subscription";

/** What is agreed with one customer beside the plan, with the days it counts for. */
export interface Agreed {
  discounts: (Pick<Discount, "id" | "title" | "off"> & { from: Date; until: Date | null })[];
  /** Minor units without tax; `spent` is what its periods have cost so far. */
  commitment: { amount: number; from: Date; until: Date; spent: number } | null;
}

/** What is agreed and not over in the period of `index`, whose usage costs `used` by now. */
export async function agreedOf(
  books: Books,
  { subscription }: Ledger,
  terms: Terms,
  { index, used }: { index: number; used: number },
): Promise<Agreed> {
  const calendar = calendarOf(subscription);
  const from = (at: number) => new Date(period(calendar, at).from * 1000);
  const until = (at: number) => new Date(period(calendar, at).to * 1000);
  const discounts = terms.discounts
    .filter((d) => d.untilPeriod === null || d.untilPeriod >= index)
    .map(({ id, title, off, fromPeriod, untilPeriod }) => ({
      ...{ id, title, off, from: from(fromPeriod) },
      until: untilPeriod === null ? null : until(untilPeriod),
    }));
  const c = terms.commitment;
  const last = c ? c.fromPeriod + c.periods - 1 : -1;
  if (!c || last < index) return { discounts, commitment: null };
  const begun = c.fromPeriod <= index;
  return {
    discounts,
    commitment: {
      amount: toMinor(new Decimal(c.amount), subscription.currency),
      from: from(c.fromPeriod),
      until: until(last),
      spent: begun ? (await billedOf(books, subscription.id, c)) + used : 0,
    },
  };
}

/** Billed for the periods of a commitment, as prices are written. */
async function billedOf(
  { db, tables: { invoiceLines: l, invoices: i } }: Books,
  subscriptionId: string,
  { fromPeriod, periods }: Commitment,
): Promise<number> {
  const [row] = await db
    .select({ amount: sum(l.amount) })
    .from(l)
    .innerJoin(i, eq(i.id, l.invoiceId))
    .where(
      and(
        eq(l.subscriptionId, subscriptionId),
        gte(l.periodIndex, fromPeriod),
        lte(l.periodIndex, fromPeriod + periods - 1),
        ne(i.state, "void"),
        ne(l.kind, MANUAL),
      ),
    );
  return Number(row?.amount ?? 0);
}
