import { and, asc, eq, gte, inArray, lt, ne } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { scope, visibleTenants } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { majorText } from "@/server/shared/money";
import { parse } from "@/server/shared/parse";
import { csvCell } from "@/server/shared/spreadsheet-model";
import type { InvoiceDocument } from "./invoice";
import { exportInvoicesInput } from "./schemas";

const MOST = 50_000;

const HEADS = [
  ...["number", "type", "state", "date", "due", "closed", "tenant", "customer", "country", "tax id"],
  ...["currency", "line", "title", "kind", "plan", "charge", "period from", "period to", "quantity"],
  ...["net", "tax percent", "tax reason", "tax", "gross"],
];

const day = (at: Date | null) => at?.toISOString() ?? "";
/** Amounts are made here and begin with a minus at most: no spreadsheet runs them, and they stay numbers. */
const isAmount = (text: string) => /^-?\d+(\.\d+)?$/.test(text);
const cell = (text: string) => (isAmount(text) ? text : csvCell(text));

/**
 * Invoices and credit notes for accounting, one row for each line, by the day they became final: `from` included, `to`
 * not. Amounts in major units, times in UTC. Drafts are in no books.
 * @throws `billing.too_many_lines`
 */
export async function exportInvoices(
  ctx: Context,
  input: z.input<typeof exportInvoicesInput>,
): Promise<{ name: string; csv: string; rows: number }> {
  const { tenant, from, to } = parse(exportInvoicesInput, input);
  const { invoices: i, invoiceLines: l } = ctx.store.tables;
  const own = tenant
    ? [(await scope(ctx, "billing:read", tenant)).tenantId]
    : visibleTenants(ctx, "billing:read");
  const rows = await ctx.store.read
    .select({ invoice: i, line: l })
    .from(l)
    .innerJoin(i, eq(i.id, l.invoiceId))
    .where(
      and(
        ne(i.state, "draft"),
        gte(i.finalizedAt, from),
        lt(i.finalizedAt, to),
        own ? inArray(i.tenantId, own) : undefined,
      ),
    )
    .orderBy(asc(i.finalizedAt), asc(i.series), asc(i.seq), asc(l.position))
    .limit(MOST + 1);
  if (rows.length > MOST) throw tooMany();
  await ctx.store.tx((db) =>
    append(db, ctx, {
      tenantId: tenant ?? null,
      action: "invoice.export",
      target: tenant ?? "invoices",
      payload: { from: day(from), to: day(to), rows: rows.length },
    }),
  );
  const lines = rows.map(({ invoice, line }) => {
    const payer = (invoice.document as InvoiceDocument | null)?.payer;
    const amount = (minor: number) => majorText(minor, invoice.currency);
    return [
      ...[invoice.number ?? "", invoice.type, invoice.state, day(invoice.finalizedAt), day(invoice.dueAt)],
      ...[day(invoice.closedAt), invoice.tenantId, payer?.name ?? "", payer?.country ?? ""],
      ...[payer?.taxId ?? ""],
      ...[invoice.currency, String(line.position + 1), line.title.en ?? Object.values(line.title)[0] ?? ""],
      ...[line.lineKind, line.plan, line.chargeId, day(line.periodFrom), day(line.periodTo), line.quantity],
      ...[amount(line.net), line.taxPercent, line.taxReason, amount(line.tax), amount(line.net + line.tax)],
    ];
  });
  const csv = [HEADS, ...lines].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  const name = `invoices-${day(from).slice(0, 10)}-${day(to).slice(0, 10)}.csv`;
  return { name, csv: `\ufeff${csv}`, rows: rows.length };
}

const tooMany = () =>
  new AppError("limit", "billing.too_many_lines", `More than ${MOST} lines were billed in this time.`, {
    advice: "Ask for a shorter time, a month for example.",
    params: { most: String(MOST) },
  });
