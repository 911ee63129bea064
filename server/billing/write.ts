import { and, eq, min } from "drizzle-orm";
import type { Database } from "@/db/store";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { periodAt } from "@/server/shared/periods";
import { reckon } from "./compute";
import type { Line } from "./core/settle";
import { toRow, totalsOf, withTax } from "./document";
import { lateFrom } from "./late";
import type { BillingSettings } from "./schemas";
import { type Books, calendarOf, type InvoiceRow, type Ledger } from "./subscription";

const DAY_MS = 86_400_000;
const second = (at: Date) => Math.floor(at.getTime() / 1000);

export interface Making {
  ledger: Ledger;
  settings: BillingSettings;
  /** Made once, however often it is asked: `period:<instant>`, `change:2`. */
  cause: string;
  asOf: Date;
  now: Date;
  graceDays: number;
}

/** Writes a draft, or nothing where nothing is to be billed. One that is there is returned as it is. */
export async function makeDraft(books: Books, making: Making): Promise<InvoiceRow | null> {
  const { ledger, settings, cause, asOf, now } = making;
  const { subscription } = ledger;
  const { invoices } = books.tables;
  const [there] = await books.db
    .select()
    .from(invoices)
    .where(and(eq(invoices.subscriptionId, subscription.id), eq(invoices.cause, cause)));
  if (there) return there;
  const lines = await reckon(books, ledger, { asOf, first: await lateFrom(books, ledger) });
  if (lines.length === 0) return null;
  const id = newId("invoice", now.getTime());
  const totals = totalsOf(withTax(lines, settings, subscription));
  const row: InvoiceRow = {
    ...{ id, tenantId: subscription.tenantId, subscriptionId: subscription.id, cause, asOf, ...totals },
    type: totals.gross < 0 ? "credit-note" : "invoice",
    state: "draft",
    ...{ series: null, seq: null, number: null, currency: subscription.currency, paid: 0, creditsId: null },
    ...{
      document: null,
      finalizedAt: null,
      dueAt: null,
      closedAt: null,
      createdAt: now,
      updatedAt: now,
      reckonedAt: now,
    },
    finalizeAt: new Date(asOf.getTime() + making.graceDays * DAY_MS),
  };
  await books.db.insert(invoices).values(row);
  await writeLines(books, row, lines, making);
  return row;
}

const AT_ONCE = 100;

async function writeLines(
  { db, tables }: Books,
  invoice: InvoiceRow,
  lines: readonly Line[],
  { settings, ledger }: Pick<Making, "settings" | "ledger">,
): Promise<void> {
  const rows = withTax(lines, settings, ledger.subscription).map((line, i) => ({
    ...toRow(line, i),
    id: newId("invoiceLine", invoice.createdAt.getTime()),
    ...{ invoiceId: invoice.id, tenantId: invoice.tenantId, subscriptionId: invoice.subscriptionId },
  }));
  for (let i = 0; i < rows.length; i += AT_ONCE)
    await db.insert(tables.invoiceLines).values(rows.slice(i, i + AT_ONCE));
}

/** `now`, or the end of the period an instant lies in. */
function lastOf({ subscription }: Ledger, at: Date, now: Date): Date {
  const end = new Date(periodAt(calendarOf(subscription), second(at)).to * 1000 - 1);
  return now < end ? now : end;
}

/** What a draft would be if it became final at `now`: late usage and changes that have come since belong to it. */
async function renewed(books: Books, draft: InvoiceRow, ledger: Ledger, now: Date): Promise<Line[]> {
  const asOf = draft.cause.startsWith("period:") ? lastOf(ledger, draft.asOf, now) : draft.asOf;
  const own = await firstPeriod(books, draft.id);
  const late = await lateFrom(books, ledger);
  const first = own === null || late === null ? (own ?? late) : Math.min(own, late);
  return await reckon(books, ledger, { asOf, except: draft.id, first });
}

/** Index of the earliest period an invoice bills something of. */
export async function firstPeriod({ db, tables }: Books, invoiceId: string): Promise<number | null> {
  const { invoiceLines: l } = tables;
  const [row] = await db
    .select({ index: min(l.periodIndex) })
    .from(l)
    .where(eq(l.invoiceId, invoiceId));
  return row?.index ?? null;
}

async function nextNumber(db: Database, { tables }: Books, series: string): Promise<number> {
  const { invoiceNumbers: n } = tables;
  const [row] = await db.select().from(n).where(eq(n.id, series));
  const last = (row?.last ?? 0) + 1;
  await db.insert(n).values({ id: series, last }).onConflictDoUpdate({ target: n.id, set: { last } });
  return last;
}

/**
 * Makes a draft final in the caller's transaction: reckons it once more, numbers it without gaps, keeps what it says for
 * good. A draft of nothing vanishes and uses no number.
 */
export async function finalize(
  books: Books,
  draftId: string,
  { ledger, settings, now }: Pick<Making, "ledger" | "settings" | "now">,
): Promise<InvoiceRow | null> {
  const { db, tables } = books;
  const { invoices, invoiceLines } = tables;
  const [draft] = await db.select().from(invoices).where(eq(invoices.id, draftId));
  if (!draft) throw notFound("invoice", draftId);
  if (draft.state !== "draft") return draft;
  const lines = await renewed(books, draft, ledger, now);
  await db.delete(invoiceLines).where(eq(invoiceLines.invoiceId, draft.id));
  if (lines.length === 0) {
    await db.delete(invoices).where(eq(invoices.id, draft.id));
    return null;
  }
  await writeLines(books, draft, lines, { settings, ledger });
  const totals = totalsOf(withTax(lines, settings, ledger.subscription));
  const type = totals.gross < 0 ? ("credit-note" as const) : ("invoice" as const);
  return await close(books, { ...draft, ...totals, type, reckonedAt: now }, { ledger, settings, now });
}

/** Numbers an invoice whose lines stand, and keeps seller and payer as they are now. */
export async function close(
  books: Books,
  invoice: InvoiceRow,
  { ledger, settings, now }: Pick<Making, "ledger" | "settings" | "now">,
): Promise<InvoiceRow> {
  const pattern = invoice.type === "invoice" ? settings.numbers : settings.creditNumbers;
  const series = pattern.replaceAll("{year}", String(yearIn(now, settings.zone)));
  const seq = await nextNumber(books.db, books, series);
  const settled = invoice.gross === 0;
  const row: InvoiceRow = {
    ...invoice,
    ...{ series, seq, number: `${series}${String(seq).padStart(5, "0")}` },
    state: settled ? "paid" : "final",
    document: {
      seller: settings.seller,
      payer: ledger.subscription.payer,
      zone: ledger.subscription.zone,
      tax: settings.tax,
    },
    finalizedAt: now,
    dueAt: new Date(now.getTime() + settings.dueDays * DAY_MS),
    closedAt: settled ? now : null,
    updatedAt: now,
  };
  const { id, ...values } = row;
  await books.db.update(books.tables.invoices).set(values).where(eq(books.tables.invoices.id, id));
  return row;
}

function yearIn(at: Date, zone: string): number {
  return Number(new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric" }).format(at));
}

export const finalOnly = (invoice: InvoiceRow) => {
  if (invoice.state === "final") return;
  throw new AppError(
    "conflict",
    "billing.not_open",
    `Invoice ${invoice.number ?? invoice.id} is ${invoice.state}.`,
    {
      advice: "Only an invoice that is final and not paid can be changed so.",
      params: { state: invoice.state },
    },
  );
};
