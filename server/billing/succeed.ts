import { eq } from "drizzle-orm";
import { planByRef } from "@/server/plans";
import { newId } from "@/server/shared/ids";
import { type Change, type Terms, termsAt, terms as termsShape } from "./core/terms";
import type { Books, Ledger, SubscriptionRow } from "./subscription";

/** The subscription that goes on where this one ends at `at`; null where its last terms name none. Nothing is written. */
export function successorOf(ledger: Ledger, at: Date, now: Date): Ledger | null {
  const { subscription, changes } = ledger;
  const last = termsAt(changes, at);
  if (!last?.ended || !last.successor) return null;
  const before = termsAt(
    changes.filter((c) => !c.terms.ended),
    at,
  );
  const paid = before?.free === "trial" ? changes.find((c) => c.at > at && c.terms.free === null) : undefined;
  const plan = planByRef(last.successor.plan);
  const first: Terms = termsShape.parse({
    ...last.successor,
    plan: plan.ref,
    negotiated: {},
    // Periods are counted anew: what was agreed for some of them is over.
    discounts: last.discounts.filter((d) => d.untilPeriod === null).map((d) => ({ ...d, fromPeriod: 0 })),
    free: last.free === "pause" ? "pause" : null,
  });
  const begins: Change[] = paid
    ? [
        { seq: 0, at, terms: { ...first, free: "trial" } },
        { seq: 1, at: paid.at, terms: first },
      ]
    : [{ seq: 0, at, terms: first }];
  const row: SubscriptionRow = {
    ...subscription,
    ...{ id: newId("subscription", now.getTime()), interval: plan.pricing.interval, plan: plan.ref },
    ...{ startAt: at, anchor: paid?.at ?? at, nextAt: at, recheckFrom: null, endedAt: null },
    state: paid ? "trial" : first.free === "pause" ? "paused" : "active",
    ...{ createdAt: now, updatedAt: now },
  };
  return { subscription: row, changes: begins };
}

/**
 * Ends a subscription and writes its successor, in the caller's transaction. What the first costs is still to be billed.
 * @unaudited the change that agreed on it is
 */
export async function succeed(books: Books, ledger: Ledger, at: Date, now: Date): Promise<Ledger | null> {
  const next = successorOf(ledger, at, now);
  if (!next) return null;
  const { subscriptionChanges: c } = books.tables;
  await endNow(books, ledger.subscription, at);
  await books.db.insert(books.tables.subscriptions).values(next.subscription);
  const { id: subscriptionId, tenantId } = next.subscription;
  await books.db.insert(c).values(
    next.changes.map((change) => ({
      ...change,
      ...{ id: newId("subscriptionChange", now.getTime()), tenantId, subscriptionId },
      ...{ reason: null, actor: `subscription:${ledger.subscription.id}`, createdAt: now },
    })),
  );
  return next;
}

/** A tenant has one subscription at a time: the row of the old one is over before that of the new one is there. */
async function endNow({ db, tables }: Books, { id }: SubscriptionRow, at: Date): Promise<void> {
  await db
    .update(tables.subscriptions)
    .set({ endedAt: at, state: "ended" })
    .where(eq(tables.subscriptions.id, id));
}
