import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { MANUAL } from "./compute";
import { type Invoice, toInvoice } from "./invoice";
import { openInvoice } from "./invoices";
import { makeRefunds, noteRefunds } from "./payments/refund";
import { closeInvoiceInput, creditInvoiceInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { type Books, type InvoiceLineRow, type InvoiceRow, ledgersOf } from "./subscription";
import { close, finalOnly, firstPeriod } from "./write";

async function fresh({ db, tables }: Books, id: string): Promise<InvoiceRow> {
  const [row] = await db.select().from(tables.invoices).where(eq(tables.invoices.id, id));
  if (!row) throw notFound("invoice", id);
  return row;
}

/**
 * Declares an invoice void: it was never owed. It keeps its number; what it billed is reckoned anew by the next one.
 * @throws `billing.not_open`, `billing.partly_paid`
 */
export async function voidInvoice(ctx: Context, input: z.input<typeof closeInvoiceInput>): Promise<Invoice> {
  const { id, reason } = parse(closeInvoiceInput, input);
  await openInvoice(ctx, "billing:write", id);
  const { invoices, subscriptions } = ctx.store.tables;
  const now = ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const books = { db, tables: ctx.store.tables };
    const invoice = await fresh(books, id);
    finalOnly(invoice);
    if (invoice.paid > 0)
      throw new AppError("conflict", "billing.partly_paid", "Something of it is paid or credited.", {
        advice: "Make a credit note for the rest instead.",
      });
    const first = await firstPeriod(books, id);
    const [subscription] = await db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.id, invoice.subscriptionId));
    const from = Math.min(first ?? 0, subscription?.recheckFrom ?? Number.MAX_SAFE_INTEGER);
    await db
      .update(subscriptions)
      // One that is over is looked at by the next run; a running one when its period begins anew.
      .set(subscription?.endedAt ? { recheckFrom: from, nextAt: now } : { recheckFrom: from })
      .where(eq(subscriptions.id, invoice.subscriptionId));
    const values = { state: "void" as const, closedAt: now, updatedAt: now };
    await db.update(invoices).set(values).where(eq(invoices.id, id));
    await append(db, ctx, {
      tenantId: invoice.tenantId,
      action: "invoice.void",
      target: id,
      payload: { number: invoice.number, reason },
    });
    return { ...invoice, ...values };
  });
  return toInvoice(row, now);
}

/** Gives an invoice up: it stays owed, and is asked for no more. @throws `billing.not_open` */
export async function giveUpInvoice(
  ctx: Context,
  input: z.input<typeof closeInvoiceInput>,
): Promise<Invoice> {
  const { id, reason } = parse(closeInvoiceInput, input);
  await openInvoice(ctx, "billing:write", id);
  const { invoices } = ctx.store.tables;
  const now = ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const invoice = await fresh({ db, tables: ctx.store.tables }, id);
    finalOnly(invoice);
    const values = { state: "uncollectible" as const, closedAt: now, updatedAt: now };
    await db.update(invoices).set(values).where(eq(invoices.id, id));
    await append(db, ctx, {
      tenantId: invoice.tenantId,
      action: "invoice.give-up",
      target: id,
      payload: { number: invoice.number, reason },
    });
    return { ...invoice, ...values };
  });
  return toInvoice(row, now);
}

/** Shares an amount among lines by their gross amounts: whole units that sum to it. */
function shared(lines: readonly InvoiceLineRow[], amount: number, gross: number) {
  let left = amount;
  let weight = gross;
  return lines.map((line) => {
    const own = line.net + line.tax;
    const part = weight === 0 ? 0 : Math.round((left * own) / weight);
    left -= part;
    weight -= own;
    const tax = own === 0 ? 0 : Math.round((part * line.tax) / own);
    return { line, part, tax };
  });
}

/**
 * Makes a credit note for an invoice or a part of it: a document of its own, with a number of its own. What is open of the
 * invoice becomes less by it; what is credited of a paid one is to be paid back.
 * @throws `billing.credit_too_much`, `billing.not_creditable`
 */
export async function creditInvoice(
  ctx: Context,
  input: z.input<typeof creditInvoiceInput>,
): Promise<Invoice> {
  const { id, amount, reason, refund } = parse(creditInvoiceInput, input);
  await openInvoice(ctx, "billing:write", id);
  const { value: settings } = await readBillingSettings(ctx.store);
  const { invoices, invoiceLines, subscriptions } = ctx.store.tables;
  const now = ctx.clock.now();
  const {
    note: row,
    invoice,
    refunds,
  } = await ctx.store.tx(async (db) => {
    const books = { db, tables: ctx.store.tables };
    const invoice = await fresh(books, id);
    if (invoice.type !== "invoice" || !["final", "paid", "uncollectible"].includes(invoice.state))
      throw notCreditable(invoice);
    const before = await db
      .select({ gross: invoices.gross })
      .from(invoices)
      .where(eq(invoices.creditsId, id));
    const creditable = invoice.gross + before.reduce((n, one) => n + one.gross, 0);
    const wanted = amount ?? creditable;
    if (wanted > creditable || wanted <= 0) throw tooMuch(creditable);
    const lines = await db
      .select()
      .from(invoiceLines)
      .where(eq(invoiceLines.invoiceId, id))
      .orderBy(asc(invoiceLines.position));
    const parts = shared(lines, wanted, invoice.gross).filter(({ part }) => part !== 0);
    const tax = -parts.reduce((n, p) => n + p.tax, 0);
    const noteId = newId("invoice", now.getTime());
    const note: InvoiceRow = {
      ...invoice,
      ...{
        id: noteId,
        type: "credit-note",
        state: "draft",
        cause: `credit:${noteId}`,
        creditsId: id,
        paid: 0,
      },
      ...{
        gross: -wanted,
        tax,
        net: -wanted - tax,
        asOf: now,
        finalizeAt: now,
        createdAt: now,
        updatedAt: now,
      },
      ...{ series: null, seq: null, number: null, document: null, finalizedAt: null, closedAt: null },
    };
    await db.insert(invoices).values(note);
    await db.insert(invoiceLines).values(
      parts.map(({ line, part, tax: lineTax }, position) => ({
        ...line,
        ...{
          id: newId("invoiceLine", now.getTime()),
          invoiceId: noteId,
          position,
          kind: MANUAL,
          lineKind: "credit" as const,
        },
        ...{ key: `${MANUAL}|${line.id}`, net: -(part - lineTax), tax: -lineTax },
        amount: line.amount === line.net ? -(part - lineTax) : -part,
      })),
    );
    const [subscription] = await db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.id, invoice.subscriptionId));
    const [ledger] = subscription ? await ledgersOf(books, [subscription]) : [];
    if (!ledger) throw notFound("invoice", id);
    const [made = note] = await close(books, [{ row: note, ledger }], { settings, now });
    await settleBy(books, invoice, wanted, now);
    await append(db, ctx, {
      tenantId: invoice.tenantId,
      action: "invoice.credit",
      target: id,
      payload: { number: invoice.number, creditNote: made.number, amount: wanted, reason },
    });
    return { note: made, invoice, refunds: refund ? await noteRefunds(ctx, books, invoice, wanted) : [] };
  });
  await makeRefunds(ctx, invoice, refunds);
  return toInvoice(row, now);
}

/** An open invoice is settled by its credit note as far as that goes. */
async function settleBy(
  { db, tables }: Books,
  invoice: InvoiceRow,
  credited: number,
  now: Date,
): Promise<void> {
  if (invoice.state !== "final") return;
  const paid = Math.min(invoice.gross, invoice.paid + credited);
  const over = paid === invoice.gross;
  const values = {
    paid,
    state: over ? ("paid" as const) : invoice.state,
    closedAt: over ? now : null,
    updatedAt: now,
  };
  await db.update(tables.invoices).set(values).where(eq(tables.invoices.id, invoice.id));
}

const tooMuch = (creditable: number) =>
  new AppError("invalid", "billing.credit_too_much", "That is more than can be credited.", {
    advice: "At most what the invoice has, less what is credited already.",
    issues: [{ path: "amount", message: "is more than can be credited" }],
    params: { creditable: String(creditable) },
  });

const notCreditable = (invoice: InvoiceRow) =>
  new AppError("conflict", "billing.not_creditable", `This ${invoice.type} is ${invoice.state}.`, {
    advice: "Only a final invoice, paid or not, is credited.",
    params: { state: invoice.state },
  });
