import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type Invoice, toInvoice } from "../invoice";
import { openInvoice } from "../invoices";
import { bookPaymentInput } from "../schemas";
import type { InvoiceRow } from "../subscription";
import { finalOnly } from "../write";
import { openOf } from "./balance";
import { MANUAL_PAYMENTS } from "./port";

export interface Payment {
  provider: string;
  /** Of the provider; a second one with the same is the same payment. */
  reference: string;
  amount: number;
  at: Date;
}

/**
 * Books a payment in the caller's transaction; one that is booked already changes nothing.
 * @throws `billing.not_open`, `billing.overpaid`
 */
export async function book(
  ctx: Context,
  db: Database,
  invoice: InvoiceRow,
  payment: Payment,
): Promise<InvoiceRow> {
  const { payments } = ctx.store.tables;
  const known = await db
    .select({ id: payments.id, invoiceId: payments.invoiceId, provider: payments.provider })
    .from(payments)
    .where(eq(payments.reference, payment.reference));
  const same = known.find((one) => one.provider === payment.provider);
  if (same?.invoiceId === invoice.id) return invoice;
  if (same) throw twice(payment.reference);
  finalOnly(invoice);
  const open = invoice.gross - invoice.paid;
  if (payment.amount > open)
    throw new AppError("invalid", "billing.overpaid", "That is more than is open.", {
      advice: "Book what is open, and settle the rest with the customer.",
      issues: [{ path: "amount", message: "is more than is open" }],
      params: { open: String(open) },
    });
  const now = ctx.clock.now();
  await db.insert(payments).values({
    ...{ id: newId("payment", now.getTime()), tenantId: invoice.tenantId, invoiceId: invoice.id },
    ...payment,
    ...{ kind: "bank", state: "succeeded", createdAt: now },
  });
  const covered = await cover(ctx, db, invoice, payment.amount);
  await append(db, ctx, {
    tenantId: invoice.tenantId,
    action: "invoice.pay",
    target: invoice.id,
    payload: {
      number: invoice.number,
      amount: payment.amount,
      provider: payment.provider,
      reference: payment.reference,
    },
  });
  return covered;
}

/** Counts money that came on its invoice, as far as that needs it. What is more stays on the payment, to be paid back. */
export async function cover(
  ctx: Context,
  db: Database,
  invoice: InvoiceRow,
  amount: number,
): Promise<InvoiceRow> {
  const open = openOf(invoice);
  if (open === 0) return invoice;
  const { invoices } = ctx.store.tables;
  const now = ctx.clock.now();
  const paid = invoice.paid + Math.min(open, amount);
  const over = paid === invoice.gross;
  const values = {
    ...{ paid, updatedAt: now, closedAt: over ? now : invoice.closedAt },
    state: over ? ("paid" as const) : invoice.state,
  };
  await db.update(invoices).set(values).where(eq(invoices.id, invoice.id));
  return { ...invoice, ...values };
}

const twice = (reference: string) =>
  new AppError(
    "conflict",
    "billing.payment_known",
    `The payment "${reference}" is booked on another invoice.`,
    {
      advice: "Look the reference up, or give this one another.",
      issues: [{ path: "reference", message: "is booked already" }],
    },
  );

/** Notes that money came by bank or otherwise. @throws as `book` */
export async function bookPayment(ctx: Context, input: z.input<typeof bookPaymentInput>): Promise<Invoice> {
  const { id, amount, reference, at } = parse(bookPaymentInput, input);
  await openInvoice(ctx, "billing:write", id);
  const { invoices } = ctx.store.tables;
  const now = ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const [fresh] = await db.select().from(invoices).where(eq(invoices.id, id));
    if (!fresh) throw notFound("invoice", id);
    const open = fresh.gross - fresh.paid;
    return await book(ctx, db, fresh, {
      provider: MANUAL_PAYMENTS,
      reference,
      amount: amount ?? open,
      at: at ?? now,
    });
  });
  return toInvoice(row, now);
}
