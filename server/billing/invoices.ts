import { and, asc, eq, inArray, ne } from "drizzle-orm";
import type { z } from "zod";
import { isOperator, scope, scopeOf, visibleTenants } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type Invoice, type InvoiceDocument, type InvoiceLine, toInvoice, toLine } from "./invoice";
import { balanceOf, creditedOf, paymentsOf } from "./payments/balance";
import { type ShownPayment, shownPayments } from "./payments/shown";
import { invoiceIdInput, listInvoicesInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { type InvoiceRow, languagesOf } from "./subscription";

/** Invoices whoever asks may see, newest first. Customers see no drafts: they may still change. */
export async function listInvoices(
  ctx: Context,
  input: z.input<typeof listInvoicesInput> = {},
): Promise<Page<Invoice>> {
  const { tenant, state, cursor, limit } = parse(listInvoicesInput, input);
  const { invoices: t } = ctx.store.tables;
  const own = tenant
    ? [(await scope(ctx, "billing:read", tenant)).tenantId]
    : visibleTenants(ctx, "billing:read");
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        own ? inArray(t.tenantId, own) : undefined,
        state ? eq(t.state, state) : undefined,
        isOperator(ctx.actor) ? undefined : ne(t.state, "draft"),
        olderThan(t, cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(limit + 1);
  const now = ctx.clock.now();
  return pageOf(rows, limit, (row) => toInvoice(row, now));
}

export interface WholeInvoice extends Invoice {
  lines: InvoiceLine[];
  /** As they were when it became final; as they are now for a draft. */
  document: InvoiceDocument;
  payments: ShownPayment[];
  /** What was paid too much: by two payments, or taken back by a credit note. Minor units. */
  toPayBack: number;
}

/** The invoice's row, opened for a permission. @throws `invoice.not_found` */
export async function openInvoice(
  ctx: Context,
  permission: "billing:read" | "billing:write" | "billing:choose",
  id: string,
): Promise<InvoiceRow> {
  const { invoices: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  const seen = row && (row.state !== "draft" || isOperator(ctx.actor)) ? row : undefined;
  await scopeOf(ctx, permission, "invoice", id, seen);
  if (!seen) throw notFound("invoice", id);
  return seen;
}

export async function getInvoice(ctx: Context, input: z.input<typeof invoiceIdInput>): Promise<WholeInvoice> {
  const { id } = parse(invoiceIdInput, input);
  const row = await openInvoice(ctx, "billing:read", id);
  const { invoiceLines: l } = ctx.store.tables;
  const lines = await ctx.store.read.select().from(l).where(eq(l.invoiceId, id)).orderBy(asc(l.position));
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const paid = await paymentsOf(books, id);
  const balance = balanceOf(row, paid, await creditedOf(books, id));
  const document = await documentNow(ctx, row);
  return {
    ...toInvoice(row, ctx.clock.now()),
    lines: lines.map(toLine),
    document,
    payments: shownPayments(paid, balance, isOperator(ctx.actor)),
    toPayBack: balance.toPayBack,
  };
}

/** Seller and payer as they were when it became final; of a draft as they are now. @internal */
export async function documentNow(
  { store }: Pick<Services, "store">,
  row: InvoiceRow,
): Promise<InvoiceDocument> {
  if (row.document) return row.document as unknown as InvoiceDocument;
  const { subscriptions: s } = store.tables;
  const [subscription] = await store.read.select().from(s).where(eq(s.id, row.subscriptionId));
  const { value } = await readBillingSettings(store);
  if (!subscription) throw notFound("invoice", row.id);
  const languages = await languagesOf({ db: store.read, tables: store.tables }, [row.tenantId]);
  const language = languages.get(row.tenantId) ?? "en";
  return {
    seller: value.seller,
    payer: subscription.payer,
    zone: subscription.zone,
    language,
    tax: value.tax,
  };
}
