import { eq } from "drizzle-orm";
import type { INVOICE_MAIL_KINDS } from "@/db/schema/billing";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Context, Services } from "@/server/shared/context";
import { billingSettings } from "../schemas";
import type { InvoiceRow } from "../subscription";
import type { PaymentRow } from "./balance";
import { cover } from "./book";
import type { PaymentOutcome } from "./port";

export const AUTHENTICATE = "authentication_required";
export const OTHER_CURRENCY = "other_currency";

async function freshOf(ctx: Context, db: Database, id: string) {
  const { payments: p, invoices: i } = ctx.store.tables;
  const [row] = await db.select().from(p).where(eq(p.id, id));
  const [invoice] = row ? await db.select().from(i).where(eq(i.id, row.invoiceId)) : [];
  return row && invoice ? { row, invoice } : null;
}

/**
 * Books what a provider says of a payment, in the caller's transaction; said again it changes nothing. What came is never
 * taken back, and a payment that was thought to have failed may still have come.
 * @returns whether anything changed
 */
export async function settle(
  ctx: Context,
  db: Database,
  id: string,
  outcome: PaymentOutcome,
): Promise<boolean> {
  const found = await freshOf(ctx, db, id);
  if (!found || found.row.state === "succeeded" || found.row.refundOf) return false;
  const { row, invoice } = found;
  const wrong = outcome.state === "succeeded" && outcome.currency !== invoice.currency;
  if (wrong) return await write(ctx, db, row, { problem: OTHER_CURRENCY, checkAt: null });
  if (outcome.state === "succeeded") return await came(ctx, db, found, outcome);
  const reference = outcome.reference ?? row.reference;
  if (outcome.state !== "failed")
    return reference === row.reference ? false : await write(ctx, db, row, { reference });
  if (row.state === "failed") return false;
  return await failed(ctx, db, found, { reference, problem: outcome.problem });
}

async function write(
  ctx: Context,
  db: Database,
  row: PaymentRow,
  values: Partial<PaymentRow>,
): Promise<true> {
  const { payments: p } = ctx.store.tables;
  await db.update(p).set(values).where(eq(p.id, row.id));
  return true;
}

async function came(
  ctx: Context,
  db: Database,
  { row, invoice }: { row: PaymentRow; invoice: InvoiceRow },
  { amount, reference }: PaymentOutcome,
): Promise<true> {
  await write(ctx, db, row, {
    ...{ state: "succeeded", problem: null, checkAt: null, amount, at: ctx.clock.now() },
    reference: reference ?? row.reference,
  });
  await cover(ctx, db, invoice, amount);
  await append(db, ctx, {
    ...{ tenantId: invoice.tenantId, action: "invoice.pay", target: invoice.id },
    payload: {
      number: invoice.number,
      amount,
      provider: row.provider,
      reference: reference ?? row.reference,
    },
  });
  return true;
}

async function failed(
  ctx: Context,
  db: Database,
  { row, invoice }: { row: PaymentRow; invoice: InvoiceRow },
  { reference, problem }: { reference: string; problem: string | null },
): Promise<true> {
  await write(ctx, db, row, { state: "failed", problem, reference, checkAt: null });
  // Whoever leaves a page open knows it.
  if (row.kind !== "charge") return true;
  await queueFailure(ctx, db, { ...row, problem });
  await append(db, ctx, {
    ...{ tenantId: invoice.tenantId, action: "payment.fail", target: invoice.id },
    payload: { number: invoice.number, amount: row.amount, provider: row.provider, problem },
  });
  return true;
}

/** The customer is told by mail, once for each payment that failed. */
async function queueFailure({ store, clock }: Services, db: Database, row: PaymentRow): Promise<void> {
  const { settings, invoiceMails: m } = store.tables;
  const [kept] = await db.select().from(settings).where(eq(settings.id, "billing"));
  if (kept && billingSettings.parse(kept.value).mailInvoices === false) return;
  const kind: (typeof INVOICE_MAIL_KINDS)[number] = row.problem === AUTHENTICATE ? "confirm" : "declined";
  await db
    .insert(m)
    .values({
      ...{ id: `${row.invoiceId}|${kind}-${row.id}`, kind, tenantId: row.tenantId, invoiceId: row.invoiceId },
      ...{ createdAt: clock.now(), doneAt: null, outcome: null },
    })
    .onConflictDoNothing();
}

/** Books what a provider says of a refund; unlike a payment it may fail after it was thought made. */
export async function settleRefund(
  ctx: Context,
  db: Database,
  id: string,
  outcome: PaymentOutcome,
): Promise<boolean> {
  const found = await freshOf(ctx, db, id);
  if (!found?.row.refundOf) return false;
  const { row, invoice } = found;
  const state = outcome.state === "open" ? "pending" : outcome.state;
  const reference = outcome.reference ?? row.reference;
  if (row.state === state && row.reference === reference) return false;
  await write(ctx, db, row, {
    ...{ state, reference, problem: outcome.problem },
    ...(state === "succeeded" ? { amount: -outcome.amount, at: ctx.clock.now() } : {}),
    checkAt: state === "pending" ? row.checkAt : null,
  });
  if (state !== row.state)
    await append(db, ctx, {
      ...{ tenantId: invoice.tenantId, action: state === "failed" ? "payment.fail" : "payment.refund" },
      ...{ target: invoice.id },
      payload: { number: invoice.number, amount: row.amount, reference, problem: outcome.problem },
    });
  return true;
}
