import { and, eq, inArray, min } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { canonicalJson } from "@/server/shared/json";
import { periodAt } from "@/server/shared/periods";
import { type Question, reckon } from "./compute";
import type { Line } from "./core/settle";
import { type TaxedLine, type Totals, toRow, totalsOf, withTax } from "./document";
import { queueMails } from "./mails/queue";
import type { BillingSettings } from "./schemas";
import {
  type Books,
  calendarOf,
  type InvoiceLineRow,
  type InvoiceRow,
  type Ledger,
  languagesOf,
} from "./subscription";

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

/**
 * Writes drafts, in the order asked: null where nothing is to be billed. One that is there is returned as it is. Each is of
 * another subscription.
 */
export async function makeDrafts(books: Books, makings: readonly Making[]): Promise<(InvoiceRow | null)[]> {
  if (makings.length === 0) return [];
  const { invoices } = books.tables;
  const ids = makings.map((m) => m.ledger.subscription.id);
  const causes = [...new Set(makings.map((m) => m.cause))];
  const known = await books.db
    .select()
    .from(invoices)
    .where(and(inArray(invoices.subscriptionId, ids), inArray(invoices.cause, causes)));
  const thereOf = (m: Making) =>
    known.find((row) => row.subscriptionId === m.ledger.subscription.id && row.cause === m.cause);
  const missing = makings.filter((m) => !thereOf(m));
  const lines = await reckon(
    books,
    missing.map((m) => ({ ...m, catchUp: true })),
  );
  const made = missing.map((m, i) => draftOf(m, lines[i] ?? []));
  await insertAll(
    books.db,
    invoices,
    made.flatMap((one) => (one ? [one.row] : [])),
  );
  await insertAll(
    books.db,
    books.tables.invoiceLines,
    made.flatMap((one) => (one ? one.lines : [])),
  );
  const rows = new Map(missing.map((m, i) => [m, made[i]?.row ?? null]));
  return makings.map((m) => thereOf(m) ?? rows.get(m) ?? null);
}

function draftOf(
  making: Making,
  lines: readonly Line[],
): { row: InvoiceRow; lines: InvoiceLineRow[] } | null {
  if (lines.length === 0) return null;
  const { ledger, cause, asOf, now } = making;
  const { id: subscriptionId, tenantId, currency } = ledger.subscription;
  const taxed = withTax(lines, making.settings, ledger.subscription);
  const totals = totalsOf(taxed);
  const row: InvoiceRow = {
    ...{ id: newId("invoice", now.getTime()), tenantId, subscriptionId, cause, asOf, ...totals, currency },
    ...{
      type: typeOf(totals),
      state: "draft",
      series: null,
      seq: null,
      number: null,
      paid: 0,
      creditsId: null,
    },
    ...{ document: null, finalizedAt: null, dueAt: null, closedAt: null },
    ...{ createdAt: now, updatedAt: now, reckonedAt: now },
    finalizeAt: new Date(asOf.getTime() + making.graceDays * DAY_MS),
  };
  return { row, lines: linesOf(row, taxed) };
}

const typeOf = ({ gross }: Totals) => (gross < 0 ? ("credit-note" as const) : ("invoice" as const));

function linesOf(invoice: InvoiceRow, lines: readonly TaxedLine[]): InvoiceLineRow[] {
  const { id: invoiceId, tenantId, subscriptionId, createdAt } = invoice;
  return lines.map((line, position) => ({
    ...toRow(line, position),
    ...{ id: newId("invoiceLine", createdAt.getTime()), invoiceId, tenantId, subscriptionId },
  }));
}

const AT_ONCE = 200;

async function insertAll<T extends Schema["invoices"] | Schema["invoiceLines"]>(
  db: Database,
  table: T,
  rows: T["$inferInsert"][],
): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE) await db.insert(table).values(rows.slice(i, i + AT_ONCE));
}

/** `now`, or the end of the period an instant lies in. */
function lastOf({ subscription }: Ledger, at: Date, now: Date): Date {
  const end = new Date(periodAt(calendarOf(subscription), second(at)).to * 1000 - 1);
  return now < end ? now : end;
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

/** What a draft would be if it became final at `now`: late usage and changes that have come since belong to it. */
function renewal(draft: InvoiceRow, ledger: Ledger, now: Date, before: readonly InvoiceLineRow[]): Question {
  const asOf = draft.cause.startsWith("period:") ? lastOf(ledger, draft.asOf, now) : draft.asOf;
  const first = before.length > 0 ? Math.min(...before.map((line) => line.periodIndex)) : null;
  // A later draft may be there already, where runs were late: it has what was left over by this one, not the reverse.
  return { ledger, asOf, of: draft.asOf, except: draft.id, first, draftsUntil: asOf, catchUp: true };
}

/** A draft and the subscription it is of. */
export interface Finishing {
  draft: InvoiceRow;
  ledger: Ledger;
}

/**
 * Makes drafts final in the caller's transaction: reckons them once more, numbers them without gaps in the order given,
 * keeps what they say for good. A draft of nothing vanishes and uses no number. Each is of another subscription.
 */
export async function finalize(
  books: Books,
  work: readonly Finishing[],
  { settings, now }: Pick<Making, "settings" | "now">,
): Promise<(InvoiceRow | null)[]> {
  const { db, tables } = books;
  const { invoices, invoiceLines } = tables;
  const open = work.filter(({ draft }) => draft.state === "draft");
  const ids = open.map(({ draft }) => draft.id);
  if (open.length === 0) return work.map(({ draft }) => draft);
  const rows = await db.select().from(invoiceLines).where(inArray(invoiceLines.invoiceId, ids));
  const before = groupBy(rows, (line) => line.invoiceId);
  const reckoned = await reckon(
    books,
    open.map(({ draft, ledger }) => renewal(draft, ledger, now, before.get(draft.id) ?? [])),
  );
  const made = open.map(({ draft, ledger }, i) => {
    const taxed = withTax(reckoned[i] ?? [], settings, ledger.subscription);
    const totals = totalsOf(taxed);
    const row: InvoiceRow = { ...draft, ...totals, type: typeOf(totals), reckonedAt: now };
    return { row, ledger, lines: linesOf(row, taxed) };
  });
  const changed = made.filter(({ row, lines }) => !sameLines(lines, before.get(row.id) ?? []));
  if (changed.length > 0) {
    await db.delete(invoiceLines).where(
      inArray(
        invoiceLines.invoiceId,
        changed.map(({ row }) => row.id),
      ),
    );
    await insertAll(
      db,
      invoiceLines,
      changed.flatMap(({ lines }) => lines),
    );
  }
  const nothing = made.filter(({ lines }) => lines.length === 0).map(({ row }) => row.id);
  if (nothing.length > 0) await db.delete(invoices).where(inArray(invoices.id, nothing));
  const final = await close(
    books,
    made.filter(({ lines }) => lines.length > 0),
    { settings, now },
  );
  const byId = new Map(final.map((row) => [row.id, row]));
  return work.map(({ draft }) => (draft.state === "draft" ? (byId.get(draft.id) ?? null) : draft));
}

const shape = ({ id: _id, ...line }: InvoiceLineRow) => canonicalJson(line);

function sameLines(a: readonly InvoiceLineRow[], b: readonly InvoiceLineRow[]): boolean {
  if (a.length !== b.length) return false;
  const inOrder = [...b].sort((x, y) => x.position - y.position);
  return a.every((line, i) => inOrder[i] !== undefined && shape(line) === shape(inOrder[i]));
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** Numbers invoices whose lines stand, in their order, and keeps seller and payer as they are now. */
export async function close(
  { db, tables }: Books,
  work: readonly { row: InvoiceRow; ledger: Ledger }[],
  { settings, now }: Pick<Making, "settings" | "now">,
): Promise<InvoiceRow[]> {
  const { invoices, invoiceNumbers: n } = tables;
  const year = String(yearIn(now, settings.zone));
  const last = new Map<string, number>();
  for (const { id, last: used } of await db.select().from(n)) last.set(id, used);
  const languages = await languagesOf(
    { db, tables },
    work.map(({ row }) => row.tenantId),
  );
  const closed = work.map(({ row, ledger }) => {
    const pattern = row.type === "invoice" ? settings.numbers : settings.creditNumbers;
    const series = pattern.replaceAll("{year}", year);
    const seq = (last.get(series) ?? 0) + 1;
    last.set(series, seq);
    const language = languages.get(row.tenantId) ?? "en";
    return closedAs(row, ledger, { series, seq }, { settings, now, language });
  });
  for (const row of closed) {
    const { id, ...values } = row;
    await db.update(invoices).set(values).where(eq(invoices.id, id));
  }
  await queueMails({ db, tables }, closed, { settings, now });
  for (const id of new Set(closed.map((row) => row.series ?? ""))) {
    const values = { id, last: last.get(id) ?? 0 };
    await db
      .insert(n)
      .values(values)
      .onConflictDoUpdate({ target: n.id, set: { last: values.last } });
  }
  return closed;
}

function closedAs(
  row: InvoiceRow,
  { subscription }: Ledger,
  { series, seq }: { series: string; seq: number },
  { settings, now, language }: Pick<Making, "settings" | "now"> & { language: string },
): InvoiceRow {
  const settled = row.gross === 0;
  const { seller, tax, dueDays } = settings;
  return {
    ...row,
    ...{ series, seq, number: `${series}${String(seq).padStart(5, "0")}` },
    state: settled ? "paid" : "final",
    document: { seller, payer: subscription.payer, zone: subscription.zone, language, tax },
    ...{
      finalizedAt: now,
      dueAt: new Date(now.getTime() + dueDays * DAY_MS),
      closedAt: settled ? now : null,
    },
    updatedAt: now,
  };
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
