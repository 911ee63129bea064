import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { settings } from "@/server/shared/settings";
import { strict } from "@/server/shared/strict";
import { openInvoice } from "../invoices";
import { invoiceIdInput } from "../schemas";
import type { InvoiceRow } from "../subscription";
import { customerOf } from "./account";
import { ask, askedOf } from "./ask";
import { openOf, type PaymentRow } from "./balance";
import { requireOnline } from "./keys";
import type { OnlinePayments } from "./port";

const MINUTE_MS = 60_000;
/** How long a page may be paid on. */
const PAGE_MS = 60 * MINUTE_MS;
const AFTER_MS = 2 * MINUTE_MS;

export const paymentIdInput = strict({ id: z.string().min(1).max(60) });

/**
 * Opens the provider's page on which an invoice's open amount is paid. A page that was opened before is closed first, so
 * that there is never more than one to pay on.
 * @throws `payments.off`, `payments.nothing_open`, `payments.under_way`, `payments.currency`, `payments.unreachable`
 * @unaudited: what is paid is
 */
export async function openPaymentPage(
  ctx: Context,
  input: z.input<typeof invoiceIdInput>,
): Promise<{ payment: string; url: string }> {
  const { id } = parse(invoiceIdInput, input);
  const seen = await openInvoice(ctx, "billing:choose", id);
  const online = await requireOnline(ctx);
  await closeOthers(ctx, online, seen);
  const invoice = await openInvoice(ctx, "billing:choose", id);
  const amount = openOf(invoice);
  if (amount === 0) throw nothingOpen();
  const { currency, tenantId } = invoice;
  online.requireAmount(amount, currency);
  const { customer } = await customerOf(ctx, online, tenantId);
  const row = await begin(ctx, online, { invoice, customer });
  const page = await online.openPage(
    { payment: row.id, tenant: tenantId, customer, amount, currency, title: invoice.number ?? id },
    {
      returnTo: `${settings().url}/tenants/${tenantId}/billing/${id}?payment=${row.id}`,
      expiresAt: new Date(row.createdAt.getTime() + PAGE_MS),
    },
  );
  const { payments: p } = ctx.store.tables;
  const details = { live: online.live, customer, page: page.id };
  await ctx.store.tx((db) => db.update(p).set({ details }).where(eq(p.id, row.id)));
  return { payment: row.id, url: page.url };
}

async function waitingOf({ store }: Context, invoiceId: string): Promise<PaymentRow | undefined> {
  const { payments: p } = store.tables;
  const [row] = await store.read
    .select()
    .from(p)
    .where(and(eq(p.invoiceId, invoiceId), eq(p.state, "pending"), isNull(p.refundOf)));
  return row;
}

async function closeOthers(ctx: Context, online: OnlinePayments, invoice: InvoiceRow): Promise<void> {
  const waiting = await waitingOf(ctx, invoice.id);
  if (!waiting) return;
  if (waiting.kind !== "page" || waiting.details?.live !== online.live) throw underWay();
  const { state } = await ask(ctx, online, waiting, invoice);
  if (state === "open" || state === "pending") throw underWay();
}

async function begin(
  ctx: Context,
  online: OnlinePayments,
  { invoice, customer }: { invoice: InvoiceRow; customer: string },
): Promise<PaymentRow> {
  const now = ctx.clock.now();
  const { payments: p, invoices: i } = ctx.store.tables;
  const id = newId("payment", now.getTime());
  const row: PaymentRow = {
    ...{ id, tenantId: invoice.tenantId, invoiceId: invoice.id, provider: online.name, kind: "page" },
    ...{ reference: id, amount: openOf(invoice), state: "pending", problem: null, refundOf: null },
    ...{ details: { live: online.live, customer }, dispute: null, at: now, createdAt: now },
    checkAt: new Date(now.getTime() + PAGE_MS + AFTER_MS),
  };
  await ctx.store.tx(async (db) => {
    const [fresh] = await db.select().from(i).where(eq(i.id, invoice.id));
    const [other] = await db
      .select({ id: p.id })
      .from(p)
      .where(and(eq(p.invoiceId, invoice.id), eq(p.state, "pending"), isNull(p.refundOf)));
    if (!fresh) throw notFound("invoice", invoice.id);
    if (other || openOf(fresh) !== row.amount) throw underWay();
    await db.insert(p).values(row);
  });
  return row;
}

export interface PaymentNow {
  id: string;
  /** `open`: nobody has paid on its page yet. */
  state: "open" | "pending" | "succeeded" | "failed";
  problem: string | null;
}

/** Asks the provider where a payment stands, should its event be late. */
export async function checkPayment(ctx: Context, input: z.input<typeof paymentIdInput>): Promise<PaymentNow> {
  const { id } = parse(paymentIdInput, input);
  const { payments: p } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(p).where(eq(p.id, id));
  if (!row) throw notFound("payment", id);
  const invoice = await openInvoice(ctx, "billing:choose", row.invoiceId);
  if (row.state !== "pending") return { id, state: row.state, problem: row.problem };
  const online = await requireOnline(ctx);
  const { state, problem } = await look(ctx, online, row, invoice);
  return { id, state, problem };
}

/** Like `ask`, but a page that is open stays open. */
async function look(ctx: Context, online: OnlinePayments, row: PaymentRow, invoice: InvoiceRow) {
  const found = row.kind === "page" ? await online.find(askedOf(row, invoice)) : null;
  return found?.state === "open" ? found : await ask(ctx, online, row, invoice);
}

const nothingOpen = () =>
  new AppError("conflict", "payments.nothing_open", "Nothing of this invoice is open.");

const underWay = () =>
  new AppError("conflict", "payments.under_way", "A payment of this invoice is under way.", {
    advice: "Wait for its outcome: the page shows it.",
  });
