import { inArray, max } from "drizzle-orm";
import { periodAt } from "@/server/shared/periods";
import { firstTouched } from "@/server/usage";
import { type Books, calendarOf, type Ledger } from "./subscription";

/**
 * By subscription: the index of the earliest period whose usage changed since the newest invoice was reckoned, or whose bill
 * became void; none where there is none. Earlier ones are settled: nothing of them can differ.
 */
export async function lateFrom(books: Books, ledgers: readonly Ledger[]): Promise<Map<string, number>> {
  const { invoices: i } = books.tables;
  const subscriptions = ledgers.map((ledger) => ledger.subscription);
  const ids = subscriptions.map((s) => s.id);
  const rows = await books.db
    .select({ id: i.subscriptionId, at: max(i.reckonedAt) })
    .from(i)
    .where(inArray(i.subscriptionId, ids))
    .groupBy(i.subscriptionId);
  const newest = new Map(rows.map((row) => [row.id, row.at]));
  const asked = subscriptions.map((s) => ({ tenantId: s.tenantId, since: newest.get(s.id) ?? s.startAt }));
  const touched = await firstTouched(books, asked);
  const found = new Map<string, number>();
  for (const s of subscriptions) {
    const at = touched.get(s.tenantId);
    const late = at ? periodAt(calendarOf(s), Math.floor(at.getTime() / 1000)).index : null;
    const first =
      late === null || s.recheckFrom === null ? (late ?? s.recheckFrom) : Math.min(late, s.recheckFrom);
    if (first !== null) found.set(s.id, first);
  }
  return found;
}
