import { and, asc, eq, gt, inArray, lte, or } from "drizzle-orm";
import type { Database } from "@/db/store";
import { launchRun, type RunRow } from "@/server/runs";
import { type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { followPlan } from "./follow";
import type { BillingSettings } from "./schemas";
import { nextAfter, standing } from "./state";
import { type Books, type InvoiceRow, type Ledger, ledgersOf, type SubscriptionRow } from "./subscription";
import { succeed } from "./succeed";
import { finalize, type Making, makeDrafts } from "./write";

/** Subscriptions and invoices of one transaction. */
const TOGETHER = 100;

export interface Billed {
  /** Where it goes on; null once all are looked at. */
  cursor: string | null;
  done: number;
  failed: { id: string; tenantId: string; message: string }[];
}

const booksOf = (services: Pick<Services, "store">, db: Database): Books => ({
  db,
  tables: services.store.tables,
});

/**
 * Makes the drafts of subscriptions whose time has come, from `cursor` on: one for each period's beginning that passed.
 * @unaudited: the run is; its invoices are the record. Again it makes nothing twice: a subscription moves on in the transaction that wrote its draft.
 */
export async function billSome(
  services: Services,
  { cursor, now, settings, size }: { cursor: string; now: Date; settings: BillingSettings; size: number },
): Promise<Billed> {
  const { subscriptions: s } = services.store.tables;
  const due = await services.store.read
    .select()
    .from(s)
    .where(and(lte(s.nextAt, now), gt(s.id, cursor)))
    .orderBy(asc(s.id))
    .limit(size);
  return await inParts(services, due, size, (some) => billTogether(services, some, settings, now));
}

/** Finalizes drafts whose grace is over, the oldest first, from `cursor` on. */
export async function finalizeSome(
  services: Services,
  { cursor, now, settings, size }: { cursor: string; now: Date; settings: BillingSettings; size: number },
): Promise<Billed> {
  const { invoices: i } = services.store.tables;
  const [after, id = ""] = cursor.split(" ");
  const from = new Date(Number(after));
  const due = await services.store.read
    .select()
    .from(i)
    .where(
      and(
        eq(i.state, "draft"),
        lte(i.finalizeAt, now),
        after ? or(gt(i.finalizeAt, from), and(eq(i.finalizeAt, from), gt(i.id, id))) : undefined,
      ),
    )
    .orderBy(asc(i.finalizeAt), asc(i.id))
    .limit(size);
  const part = await inParts(services, due, size, (some) => finalizeTogether(services, some, settings, now));
  const last = due.at(-1);
  return { ...part, cursor: part.cursor && last ? `${last.finalizeAt.getTime()} ${last.id}` : null };
}

/** Some at once; where they fail together, each by itself, so that one that cannot be billed stops no other. */
async function inParts<R extends { id: string; tenantId: string }>(
  { log }: Pick<Services, "log">,
  rows: readonly R[],
  size: number,
  work: (some: readonly R[]) => Promise<void>,
): Promise<Billed> {
  const failed: Billed["failed"] = [];
  for (let i = 0; i < rows.length; i += TOGETHER) {
    const some = rows.slice(i, i + TOGETHER);
    try {
      await work(some);
    } catch {
      for (const row of some)
        await work([row]).catch((error: unknown) => {
          log.error({ err: error, id: row.id, tenant: row.tenantId }, "could not be billed");
          failed.push({ id: row.id, tenantId: row.tenantId, message: told(error) });
        });
    }
  }
  const last = rows.at(-1);
  return { cursor: rows.length === size && last ? last.id : null, done: rows.length - failed.length, failed };
}

const told = (error: unknown) =>
  error instanceof AppError ? error.message : "It could not be billed: see the log.";

async function billTogether(
  services: Services,
  rows: readonly SubscriptionRow[],
  settings: BillingSettings,
  now: Date,
): Promise<void> {
  const ctx = systemContext(services, "billing");
  const { subscriptions: s } = services.store.tables;
  const runs: RunRow[] = [];
  await services.store.tx(async (db) => {
    runs.length = 0;
    const books = booksOf(services, db);
    // Read again: a change may have come between.
    const fresh = await db
      .select()
      .from(s)
      .where(
        inArray(
          s.id,
          rows.map((row) => row.id),
        ),
      );
    const over = new Set(fresh.filter((row) => row.endedAt).map((row) => row.id));
    for (const ledger of await billToDate(books, await ledgersOf(books, fresh), settings, now)) {
      if (over.has(ledger.subscription.id)) continue;
      const run = await followPlan(ctx, db, ledger.subscription.tenantId, ledger.subscription.plan);
      if (run) runs.push(run);
    }
  });
  for (const run of runs) await launchRun(services, run);
}

/** Drafts of one instant of each subscription after the other, until none is due. Returns those that moved, as they are now. */
async function billToDate(
  books: Books,
  ledgers: readonly Ledger[],
  settings: BillingSettings,
  now: Date,
): Promise<Ledger[]> {
  const moved = new Map<string, Ledger>();
  let due = ledgers.filter(({ subscription: s }) => s.nextAt && s.nextAt <= now);
  while (due.length > 0) {
    await makeDrafts(
      books,
      due.map((ledger) => makingOf(ledger, settings, now)),
    );
    const followers: Ledger[] = [];
    for (const ledger of due) {
      const next = await handOver(books, ledger, now);
      if (next) followers.push(next);
    }
    due = due.map((ledger) => movedOn(ledger, now));
    due.push(...followers);
    for (const ledger of due) moved.set(ledger.subscription.id, ledger);
    due = due.filter(({ subscription: s }) => s.nextAt && s.nextAt <= now);
  }
  const { subscriptions: s } = books.tables;
  for (const { subscription } of moved.values()) {
    const { nextAt, state, plan, endedAt, updatedAt } = subscription;
    await books.db
      .update(s)
      .set({ nextAt, state, plan, endedAt, updatedAt })
      .where(eq(s.id, subscription.id));
  }
  return [...moved.values()];
}

/** The subscription that goes on where one ends at its instant. */
async function handOver(books: Books, ledger: Ledger, now: Date): Promise<Ledger | null> {
  const { nextAt, endedAt } = ledger.subscription;
  if (endedAt || !nextAt || standing(ledger, nextAt).state !== "ended") return null;
  return await succeed(books, ledger, nextAt, now);
}

function makingOf(ledger: Ledger, settings: BillingSettings, now: Date): Making {
  const asOf = ledger.subscription.nextAt ?? now;
  return {
    ledger,
    settings,
    cause: `period:${asOf.toISOString()}`,
    asOf,
    now,
    graceDays: settings.graceDays,
  };
}

/** The subscription after what was due at its instant is done. */
function movedOn(ledger: Ledger, now: Date): Ledger {
  const at = ledger.subscription.nextAt ?? now;
  const { state, plan } = standing(ledger, at);
  const endedAt = state === "ended" ? (ledger.subscription.endedAt ?? at) : null;
  return {
    ...ledger,
    subscription: {
      ...ledger.subscription,
      nextAt: nextAfter(ledger, at),
      state,
      plan,
      endedAt,
      updatedAt: now,
    },
  };
}

async function finalizeTogether(
  services: Services,
  drafts: readonly InvoiceRow[],
  settings: BillingSettings,
  now: Date,
): Promise<void> {
  const { subscriptions: s, invoices: i } = services.store.tables;
  await services.store.tx(async (db) => {
    const books = booksOf(services, db);
    const rows = await db
      .select()
      .from(s)
      .where(inArray(s.id, [...new Set(drafts.map((d) => d.subscriptionId))]));
    const ledgers = new Map((await ledgersOf(books, rows)).map((l) => [l.subscription.id, l]));
    const fresh = await db
      .select()
      .from(i)
      .where(
        inArray(
          i.id,
          drafts.map((d) => d.id),
        ),
      );
    const byId = new Map(fresh.map((row) => [row.id, row]));
    // Several drafts of one subscription come one after the other: each counts what the ones before billed.
    for (const round of rounds(drafts)) {
      const work = round.flatMap(({ id, subscriptionId }) => {
        const [draft, ledger] = [byId.get(id), ledgers.get(subscriptionId)];
        return draft && ledger ? [{ draft, ledger }] : [];
      });
      await finalize(books, work, { settings, now });
    }
  });
}

/** Drafts in their order, no subscription twice in a round. */
function rounds(drafts: readonly InvoiceRow[]): InvoiceRow[][] {
  const found: InvoiceRow[][] = [];
  const seen = new Map<string, number>();
  for (const draft of drafts) {
    const round = seen.get(draft.subscriptionId) ?? 0;
    seen.set(draft.subscriptionId, round + 1);
    found[round] = [...(found[round] ?? []), draft];
  }
  return found;
}
