import { and, eq, ne } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Books, InvoiceRow } from "../subscription";

export type PaymentRow = Schema["payments"]["$inferSelect"];

export interface Balance {
  /** Money that came, refunds not deducted. Whole minor units, as all. */
  received: number;
  /** Refunds that were made or are under way. */
  back: number;
  /** What is owed after credit notes; nothing of a void invoice. */
  owed: number;
  /** What the customer has paid too much. */
  toPayBack: number;
}

export function balanceOf(
  invoice: Pick<InvoiceRow, "state" | "gross">,
  rows: readonly Pick<PaymentRow, "amount" | "state" | "refundOf">[],
  credited: number,
): Balance {
  const sum = (some: typeof rows) => some.reduce((n, one) => n + one.amount, 0);
  const received = sum(rows.filter((one) => !one.refundOf && one.state === "succeeded"));
  const back = -sum(rows.filter((one) => one.refundOf && one.state !== "failed"));
  const owed = invoice.state === "void" ? 0 : invoice.gross - credited;
  return { received, back, owed, toPayBack: Math.max(0, received - back - Math.max(0, owed)) };
}

/** What credit notes took back of an invoice. */
export async function creditedOf({ db, tables }: Books, invoiceId: string): Promise<number> {
  const { invoices: i } = tables;
  const notes = await db
    .select({ gross: i.gross })
    .from(i)
    .where(and(eq(i.creditsId, invoiceId), ne(i.state, "void")));
  return -notes.reduce((n, one) => n + one.gross, 0);
}

export async function paymentsOf({ db, tables }: Books, invoiceId: string): Promise<PaymentRow[]> {
  const { payments: p } = tables;
  return await db.select().from(p).where(eq(p.invoiceId, invoiceId)).orderBy(p.createdAt, p.id);
}

export async function readBalance(books: Books, invoice: InvoiceRow): Promise<Balance> {
  const [rows, credited] = [await paymentsOf(books, invoice.id), await creditedOf(books, invoice.id)];
  return balanceOf(invoice, rows, credited);
}

/** What a final invoice still needs. */
export const openOf = ({ state, type, gross, paid }: InvoiceRow): number =>
  type === "invoice" && (state === "final" || state === "uncollectible") ? Math.max(0, gross - paid) : 0;
