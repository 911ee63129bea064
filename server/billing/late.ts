import { desc, eq } from "drizzle-orm";
import { periodAt } from "@/server/shared/periods";
import { touchedHours } from "@/server/usage";
import { type Books, calendarOf, type Ledger } from "./subscription";

/**
 * Index of the earliest period whose usage changed since the newest invoice was reckoned, or whose bill became void;
 * null where there is none. Earlier ones are settled: nothing of them can differ.
 */
export async function lateFrom(books: Books, { subscription }: Ledger): Promise<number | null> {
  const { invoices } = books.tables;
  const [newest] = await books.db
    .select({ reckonedAt: invoices.reckonedAt })
    .from(invoices)
    .where(eq(invoices.subscriptionId, subscription.id))
    .orderBy(desc(invoices.reckonedAt))
    .limit(1);
  const since = newest?.reckonedAt ?? subscription.startAt;
  const touched = await touchedHours(books, subscription.tenantId, since);
  const calendar = calendarOf(subscription);
  const first = touched.reduce<Date | null>((min, t) => (min === null || t.hour < min ? t.hour : min), null);
  const late = first ? periodAt(calendar, Math.floor(first.getTime() / 1000)).index : null;
  const { recheckFrom } = subscription;
  if (late === null || recheckFrom === null) return late ?? recheckFrom;
  return Math.min(late, recheckFrom);
}
