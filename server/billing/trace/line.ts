import { and, asc, eq, gt, ne, or } from "drizzle-orm";
import type { z } from "zod";
import type { Context } from "@/server/shared/context";
import { Decimal } from "@/server/shared/decimal";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { type Meter, metersById, quantitiesOfSpans } from "@/server/usage";
import type { Splitting } from "../core/owed";
import { phases } from "../core/terms";
import { openInvoice } from "../invoices";
import { splittingOf } from "../read-usage";
import { traceLineInput } from "../schemas";
import { type Books, type InvoiceLineRow, type InvoiceRow, type Ledger, ledgersOf } from "../subscription";
import { type Reckoning, reckoningOf, usageCharge } from "./reckoning";

interface Span {
  from: Date;
  to: Date;
}

/** A line that bills a part of the same thing of the same period. Amounts in minor units before tax. */
export interface BilledPart {
  invoiceId: string;
  number: string | null;
  state: InvoiceRow["state"];
  at: Date;
  quantity: string;
  amount: number;
  /** The line that is traced. */
  own: boolean;
}

export interface LineTrace {
  tenantId: string;
  zone: string;
  currency: string;
  invoice: { id: string; number: string | null };
  line: { id: string; title: Record<string, string>; lineKind: InvoiceLineRow["lineKind"]; amount: number };
  meter: Meter;
  period: Span;
  /** When its usage counts: the stretches of the period in which its terms held. */
  spans: Span[];
  /** What is known of them now: in the meter's unit, and in units of the price. */
  raw: string;
  known: string;
  /** All lines for the same thing, in the order they were reckoned. */
  billed: BilledPart[];
  /** What this line and the ones before it bill together; null where the catalogue has the plan no more. */
  reckoning: Reckoning | null;
  /** Known by now, and on no invoice yet. */
  open: string;
}

const second = (at: Date) => Math.floor(at.getTime() / 1000);
const date = (s: number) => new Date(s * 1000);

/**
 * How an invoice's line for usage came about, from its events' quantity to its amount. Events themselves: `usage.trace`
 * over each of `spans`.
 * @throws `invoice.not_found`, `billing.not_traced` for what is no line of usage of that invoice
 */
export async function traceLine(ctx: Context, input: z.input<typeof traceLineInput>): Promise<LineTrace> {
  const { invoice: invoiceId, line: id } = parse(traceLineInput, input);
  const invoice = await openInvoice(ctx, "billing:read", invoiceId);
  const books = { db: ctx.store.read, tables: ctx.store.tables };
  const { invoiceLines: l, subscriptions: s } = books.tables;
  const [line] = await books.db
    .select()
    .from(l)
    .where(and(eq(l.id, id), eq(l.invoiceId, invoiceId)));
  const meterId = line?.meter;
  if (line?.kind !== "usage" || !meterId) throw notTraced();
  const [subscription] = await books.db.select().from(s).where(eq(s.id, line.subscriptionId));
  const [ledger] = subscription ? await ledgersOf(books, [subscription]) : [];
  const meters = await metersById(books, [meterId]);
  const meter = meters.get(meterId);
  if (!ledger || !meter) throw notTraced();
  const how = splittingOf(meters)(meterId);
  const spans = spansOf(ledger, line, how, ctx.clock.now());
  const raw = await rawOf(books, line.tenantId, meterId, spans, how);
  const charge = usageCharge(line.plan, line.chargeId);
  const known = raw.div(charge?.per ?? "1");
  const billed = await billedParts(books, line, invoice);
  const upTo = billed.slice(0, billed.findIndex((part) => part.own) + 1);
  const total = (parts: readonly BilledPart[]) =>
    parts.reduce((sum, part) => sum.plus(part.quantity), new Decimal(0));
  return {
    ...{ tenantId: line.tenantId, zone: ledger.subscription.zone, meter, spans, billed },
    currency: invoice.currency,
    invoice: { id: invoice.id, number: invoice.number },
    line: { id, title: line.title, lineKind: line.lineKind, amount: line.amount },
    period: { from: line.periodFrom, to: line.periodTo },
    raw: raw.toFixed(),
    known: known.toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN).toFixed(),
    reckoning:
      charge &&
      reckoningOf(charge, {
        ...{ plan: line.plan, currency: invoice.currency, how, quantity: total(upTo) },
        ...{ seconds: line.seconds, length: second(line.periodTo) - second(line.periodFrom) },
        agreed: agreedOf(line),
      }),
    open: known.minus(total(billed)).toDecimalPlaces(12, Decimal.ROUND_HALF_EVEN).toFixed(),
  };
}

const notTraced = () =>
  new AppError("invalid", "billing.not_traced", "Only lines for usage are made of events.", {
    advice: "Fixed charges follow from the plan and the time it held: see the line's period.",
  });

/** The key of a usage line ends with the price agreed with the customer; see `core/owed.ts`. */
const agreedOf = (line: InvoiceLineRow) => line.key.split("|")[3] ?? "";

function spansOf({ changes }: Ledger, line: InvoiceLineRow, how: Splitting, now: Date): Span[] {
  const whole = [{ from: line.periodFrom, to: line.periodTo }];
  if (how === "whole") return whole;
  const own = phases(changes, second(line.periodFrom), second(line.periodTo), now).filter(
    ({ terms }) =>
      !terms.free && terms.plan === line.plan && (terms.negotiated[line.chargeId] ?? "") === agreedOf(line),
  );
  const joined: Span[] = [];
  for (const { from, to } of own) {
    const last = joined.at(-1);
    if (last && second(last.to) === from) last.to = date(to);
    else joined.push({ from: date(from), to: date(to) });
  }
  return joined.length > 0 ? joined : whole;
}

/** A meter's quantity over stretches of time: their sum, or the average over their length. */
export async function rawOf(
  books: Books,
  tenantId: string,
  meter: string,
  spans: readonly Span[],
  how: Splitting,
): Promise<Decimal> {
  const asked = spans.map((span) => ({ tenantId, ...span }));
  const read = await quantitiesOfSpans(books, asked, [meter]);
  const lengths = spans.map(({ from, to }) => second(to) - second(from));
  const quantity = (i: number) => new Decimal(read[i]?.[meter] ?? "0");
  if (how !== "average") return spans.reduce((sum, _, i) => sum.plus(quantity(i)), new Decimal(0));
  const area = lengths.reduce((sum, length, i) => sum.plus(quantity(i).times(length)), new Decimal(0));
  return area.div(lengths.reduce((sum, length) => sum + length, 0));
}

/** Lines for the same thing of the same period, of invoices that count, or counted when this one was made. */
async function billedParts(
  { db, tables }: Books,
  line: InvoiceLineRow,
  own: InvoiceRow,
): Promise<BilledPart[]> {
  const { invoiceLines: l, invoices: i } = tables;
  const rows = await db
    .select({ line: l, invoice: i })
    .from(l)
    .innerJoin(i, eq(i.id, l.invoiceId))
    .where(
      and(
        eq(l.subscriptionId, line.subscriptionId),
        eq(l.key, line.key),
        eq(l.periodIndex, line.periodIndex),
        or(ne(i.state, "void"), eq(i.id, own.id), gt(i.closedAt, own.reckonedAt)),
      ),
    )
    .orderBy(asc(i.reckonedAt), asc(i.id));
  return rows.map(
    ({ line: { id, quantity, amount }, invoice: { id: invoiceId, number, state, ...row } }) => ({
      ...{ invoiceId, number, state, quantity, amount, own: id === line.id },
      at: row.finalizedAt ?? row.reckonedAt,
    }),
  );
}
