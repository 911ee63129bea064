import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError, isAppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { strict } from "@/server/shared/strict";
import { openInvoice } from "../invoices";
import type { Books, InvoiceRow } from "../subscription";
import { ask, IN_FLIGHT_MS } from "./ask";
import { type PaymentRow, paymentsOf, readBalance } from "./balance";
import { connected } from "./keys";
import { MANUAL_PAYMENTS } from "./port";

export const refundPaymentInput = strict({
  /** The payment's. */
  id: z.string().min(1).max(60),
  /** Minor units; left out: all that is to be paid back of it. */
  amount: z.int().min(1).optional(),
  /** Of the transfer, where it came by bank. */
  reference: z.string().trim().min(1).max(100).optional(),
});

/** What of a payment can still be paid back. */
const leftOf = (payment: PaymentRow, rows: readonly PaymentRow[]): number =>
  payment.amount +
  rows
    .filter((one) => one.refundOf === payment.id && one.state !== "failed")
    .reduce((n, one) => n + one.amount, 0);

function refundOf(payment: PaymentRow, amount: number, now: Date, reference?: string): PaymentRow {
  const id = newId("payment", now.getTime());
  const byBank = payment.provider === MANUAL_PAYMENTS;
  return {
    ...payment,
    ...{ id, kind: "refund", refundOf: payment.id, amount: -amount, reference: reference ?? id },
    ...{ state: byBank ? "succeeded" : "pending", problem: null, dispute: null, at: now, createdAt: now },
    details: byBank ? null : { live: payment.details?.live ?? false, refunded: payment.reference },
    checkAt: byBank ? null : new Date(now.getTime() + IN_FLIGHT_MS),
  };
}

async function put(
  ctx: Context,
  db: Database,
  row: PaymentRow,
  { tenantId, id, number }: InvoiceRow,
): Promise<void> {
  await db.insert(ctx.store.tables.payments).values(row);
  await append(db, ctx, {
    ...{ tenantId, action: "payment.refund", target: id },
    payload: { number, amount: row.amount, provider: row.provider, asked: row.state === "pending" },
  });
}

/**
 * Writes down refunds of what was paid online too much, the newest payment first, in the transaction that made it so.
 * `makeRefunds` makes them.
 */
export async function noteRefunds(
  ctx: Context,
  { db, tables }: Books,
  invoice: InvoiceRow,
  wanted: number,
): Promise<PaymentRow[]> {
  const rows = await paymentsOf({ db, tables }, invoice.id);
  let left = Math.min(wanted, (await readBalance({ db, tables }, invoice)).toPayBack);
  const made: PaymentRow[] = [];
  const online = rows.filter(
    (one) => !one.refundOf && one.state === "succeeded" && one.provider !== MANUAL_PAYMENTS,
  );
  for (const payment of online.reverse()) {
    const amount = Math.min(left, leftOf(payment, rows));
    if (amount <= 0) continue;
    const row = refundOf(payment, amount, ctx.clock.now());
    await put(ctx, db, row, invoice);
    made.push(row);
    left -= amount;
  }
  return made;
}

/** Makes refunds that are written down. One that cannot be asked for now is made by the next run. */
export async function makeRefunds(
  ctx: Context,
  invoice: InvoiceRow,
  rows: readonly PaymentRow[],
): Promise<void> {
  const found = rows.length > 0 ? await connected(ctx) : null;
  if (!found) return;
  for (const row of rows)
    if (row.details?.live === found.online.live)
      await ask(ctx, found.online, row, invoice).catch((error: unknown) => {
        if (!isAppError(error)) throw error;
        ctx.log.warn({ err: error, id: row.id }, "a refund is left to the next run");
      });
}

/**
 * Pays back what was paid too much: of a payment that came online by its provider, of another by a transfer that is noted.
 * @throws `payments.refund_too_much`, `payments.refund_reference`, `payments.not_received`
 */
export async function refundPayment(
  ctx: Context,
  input: z.input<typeof refundPaymentInput>,
): Promise<{ id: string; state: PaymentRow["state"] }> {
  const { id, amount, reference } = parse(refundPaymentInput, input);
  const { payments: p } = ctx.store.tables;
  const [seen] = await ctx.store.read.select().from(p).where(eq(p.id, id));
  if (!seen) throw notFound("payment", id);
  const invoice = await openInvoice(ctx, "billing:write", seen.invoiceId);
  const byBank = seen.provider === MANUAL_PAYMENTS;
  if (byBank && !reference) throw noReference();
  const row = await ctx.store.tx(async (db) => {
    const books = { db, tables: ctx.store.tables };
    const rows = await paymentsOf(books, invoice.id);
    const payment = rows.find((one) => one.id === id);
    if (!payment || payment.refundOf || payment.state !== "succeeded") throw notReceived();
    const { toPayBack } = await readBalance(books, invoice);
    const most = Math.min(toPayBack, leftOf(payment, rows));
    const wanted = amount ?? most;
    if (wanted <= 0 || wanted > most) throw tooMuch(most);
    const made = refundOf(payment, wanted, ctx.clock.now(), byBank ? reference : undefined);
    await put(ctx, db, made, invoice);
    return made;
  });
  await makeRefunds(ctx, invoice, byBank ? [] : [row]);
  const [now = row] = await ctx.store.read.select().from(p).where(eq(p.id, row.id));
  return { id: now.id, state: now.state };
}

const noReference = () =>
  new AppError("invalid", "payments.refund_reference", "A refund by bank needs its reference.", {
    issues: [{ path: "reference", message: "is missing" }],
  });

const notReceived = () =>
  new AppError("conflict", "payments.not_received", "Only a payment that was received is paid back.");

const tooMuch = (most: number) =>
  new AppError("invalid", "payments.refund_too_much", "That is more than was paid too much.", {
    advice: "Make a credit note first: what it takes back of a paid invoice can be paid back.",
    issues: [{ path: "amount", message: "is more than is to be paid back" }],
    params: { most: String(most) },
  });
