import type { InvoiceLineRow, InvoiceRow } from "./subscription";

/** Browser-safe. Amounts are whole minor units of `currency`. */
export interface Invoice {
  id: string;
  tenantId: string;
  type: "invoice" | "credit-note";
  state: InvoiceRow["state"];
  number: string | null;
  currency: string;
  net: number;
  tax: number;
  gross: number;
  /** What is paid of it, or written off by credit notes. */
  paid: number;
  asOf: Date;
  finalizeAt: Date;
  finalizedAt: Date | null;
  dueAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
  overdue: boolean;
}

export interface InvoiceLine {
  id: string;
  kind: string;
  lineKind: InvoiceLineRow["lineKind"];
  chargeId: string;
  plan: string;
  title: Record<string, string>;
  meter: string | null;
  quantity: string;
  periodFrom: Date;
  periodTo: Date;
  /** Of the period, in which it was owed; the whole of it where they are the same. */
  seconds: number;
  amount: number;
  net: number;
  tax: number;
  taxPercent: string;
  taxReason: string;
}

/** Seller and payer as they are printed. */
export interface InvoiceDocument {
  seller: {
    name: string;
    address: string;
    taxId: string;
    bank: string;
    email: string | null;
    /** Id of a kept picture. */
    logo?: string | null;
  };
  payer: { name: string; address: string; country: string; taxId: string | null; email: string | null };
  zone: string;
  /** Language tag of the tenant: what it is printed in. */
  language: string;
  tax: { prices: "exclusive" | "inclusive" };
}

export function toInvoice(row: InvoiceRow, now: Date): Invoice {
  const { id, tenantId, type, state, number, currency, net, tax, gross, paid } = row;
  const { asOf, finalizeAt, finalizedAt, dueAt, closedAt, createdAt } = row;
  const overdue = state === "final" && dueAt !== null && dueAt < now && gross > paid;
  return {
    ...{ id, tenantId, type, state, number, currency, net, tax, gross, paid },
    ...{ asOf, finalizeAt, finalizedAt, dueAt, closedAt, createdAt, overdue },
  };
}

export function toLine(row: InvoiceLineRow): InvoiceLine {
  const { id, kind, lineKind, chargeId, plan, title, meter, quantity, periodFrom, periodTo, seconds } = row;
  const { amount, net, tax, taxPercent, taxReason } = row;
  return {
    ...{ id, kind, lineKind, chargeId, plan, title, meter, quantity, periodFrom, periodTo, seconds },
    ...{ amount, net, tax, taxPercent, taxReason },
  };
}
