import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, scope } from "@/server/auth";
import { launchRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { termsAt } from "./core/terms";
import { type Entries, entriesOf, type Wanted, type When } from "./entries";
import { followPlan } from "./follow";
import type { BillingSettings } from "./schemas";
import { readBillingSettings } from "./settings";
import { nextAfter, standing } from "./state";
import { type Books, findLedger, type InvoiceRow, type Ledger, type SubscriptionRow } from "./subscription";
import { succeed } from "./succeed";
import { finalize, makeDrafts } from "./write";

const PREVIEW_LASTS_MS = 10 * 60_000;
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** @throws `billing.no_subscription` */
export async function requireLedger(books: Books, tenantId: string): Promise<Ledger> {
  const ledger = await findLedger(books, tenantId);
  if (ledger && !ledger.subscription.endedAt) return ledger;
  throw new AppError("not-found", "billing.no_subscription", "The tenant has no running subscription.", {
    advice: "An operator starts one under Billing.",
  });
}

/** The instant of a preview that is being confirmed, or now. @throws `billing.preview_old` */
export function instantOf(ctx: Context, at: Date | undefined): Date {
  const now = ctx.clock.now();
  if (at && (at > new Date(now.getTime() + 1000) || now.getTime() - at.getTime() > PREVIEW_LASTS_MS))
    throw new AppError("conflict", "billing.preview_old", "The preview is not of now any more.", {
      advice: "Look at it again, then confirm.",
    });
  return wholeSecond(at ?? now);
}

export interface Changed {
  subscription: SubscriptionRow;
  /** What was billed at once; null where nothing was. */
  invoice: InvoiceRow | null;
  /** What the subscription before was credited, where the change began another one. */
  credit: InvoiceRow | null;
}

export interface Application {
  tenant: string;
  when: When;
  at?: Date | undefined;
  expected?: number | undefined;
  reason?: string | undefined;
  /** What is to change, by the history as it is in the transaction that writes. */
  wanted(db: Database, ledger: Ledger, at: Date): Wanted | Promise<Wanted>;
}

/** Writes a change and bills what it costs now. */
export async function applyChange(ctx: Context, one: Application): Promise<Changed> {
  const { tenantId } = await scope(ctx, "billing:choose", one.tenant);
  const { value: settings } = await readBillingSettings(ctx.store);
  const at = instantOf(ctx, one.at);
  const { run, ...changed } = await ctx.store.tx(async (db) => {
    const books = { db, tables: ctx.store.tables };
    const before = await requireLedger(books, tenantId);
    const entries = entriesOf(before, await one.wanted(db, before, at), one.when, at);
    const ledger = await keep(ctx, books, before, entries, one.reason);
    const { billed, next } = await billNow(ctx, books, ledger, entries, { settings, at });
    const gross = billed.reduce((n, invoice) => n + invoice.gross, 0);
    if (one.expected !== undefined && gross !== one.expected) throw otherAmount(gross);
    const subscription = await moved(ctx, books, next ?? ledger, at);
    if (next) await moved(ctx, books, ledger, at);
    await append(db, ctx, {
      tenantId,
      action: "billing.change",
      target: before.subscription.id,
      payload: {
        before: termsAt(before.changes, at),
        after: entries[0].terms,
        from: entries[0].at.toISOString(),
        billed: gross,
      },
    });
    const own = (l: Ledger) => billed.find((i) => i.subscriptionId === l.subscription.id) ?? null;
    return {
      subscription,
      invoice: own(next ?? ledger),
      credit: next ? own(ledger) : null,
      run: await followPlan(ctx, db, tenantId, subscription.plan),
    };
  });
  if (run) await launchRun(ctx, run);
  return changed;
}

async function keep(
  ctx: Context,
  { db, tables }: Books,
  { subscription, changes }: Ledger,
  entries: Entries,
  reason: string | undefined,
): Promise<Ledger> {
  const now = ctx.clock.now();
  const { id: subscriptionId, tenantId } = subscription;
  await db.insert(tables.subscriptionChanges).values(
    entries.map((entry) => ({
      ...{ id: newId("subscriptionChange", now.getTime()), tenantId, subscriptionId },
      ...entry,
      ...{ reason: reason ?? null, actor: actorName(ctx.actor), createdAt: now },
    })),
  );
  return { subscription, changes: [...changes, ...entries] };
}

/** Final invoices of what the change costs at this instant, and the subscription that goes on where it ends this one. */
async function billNow(
  ctx: Context,
  books: Books,
  ledger: Ledger,
  [entry]: Entries,
  { settings, at }: { settings: BillingSettings; at: Date },
): Promise<{ billed: InvoiceRow[]; next: Ledger | null }> {
  if (entry.at > at) return { billed: [], next: null };
  const now = ctx.clock.now();
  const next = await succeed(books, ledger, at, now);
  const billed: InvoiceRow[] = [];
  for (const one of next ? [ledger, next] : [ledger]) {
    const cause = one === next ? "start" : `change:${entry.seq}`;
    const making = { ledger: one, settings, cause, asOf: at, now, graceDays: 0 };
    const [draft] = await makeDrafts(books, [making]);
    const [invoice] = draft ? await finalize(books, [{ draft, ledger: one }], making) : [];
    if (invoice) billed.push(invoice);
  }
  return { billed, next: next && { ...next, subscription: { ...next.subscription, nextAt: null } } };
}

/** The row of a subscription after a change at `at`. */
async function moved(
  ctx: Context,
  { db, tables }: Books,
  ledger: Ledger,
  at: Date,
): Promise<SubscriptionRow> {
  const { subscription } = ledger;
  const { state, plan } = standing(ledger, at);
  const next = nextAfter(ledger, at);
  const due = subscription.nextAt;
  const nextAt = due && next && due < next ? due : next;
  const values = { state, plan, endedAt: state === "ended" ? at : null, nextAt, updatedAt: ctx.clock.now() };
  await db.update(tables.subscriptions).set(values).where(eq(tables.subscriptions.id, subscription.id));
  return { ...subscription, ...values };
}

const otherAmount = (gross: number) =>
  new AppError("conflict", "billing.other_amount", "It would cost another amount than shown.", {
    advice: "Something changed since the preview: look at it again, then confirm.",
    params: { gross: String(gross) },
  });
