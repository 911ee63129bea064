import type { Line } from "./core/settle";
import { type Taxed, taxed } from "./core/tax";
import type { BillingSettings } from "./schemas";
import type { InvoiceLineRow, SubscriptionRow } from "./subscription";

export interface Totals {
  net: number;
  tax: number;
  gross: number;
}

export type TaxedLine = Line & Taxed;

/** Adds each line's tax by the rules of now. */
export function withTax(
  lines: readonly Line[],
  settings: BillingSettings,
  subscription: SubscriptionRow,
): TaxedLine[] {
  const taxes = taxed(lines, settings.tax, subscription.payer);
  return lines.map((line, i) => ({ ...line, ...(taxes[i] as Taxed) }));
}

export function totalsOf(lines: readonly { net: number; tax: number }[]): Totals {
  const net = lines.reduce((n, l) => n + l.net, 0);
  const tax = lines.reduce((n, l) => n + l.tax, 0);
  return { net, tax, gross: net + tax };
}

type NewLine = Omit<InvoiceLineRow, "id" | "invoiceId" | "tenantId" | "subscriptionId">;

export function toRow(line: TaxedLine, position: number): NewLine {
  const { key, lineKind, kind, chargeId, plan, title, taxClass, meter, quantity, seconds, amount, net, tax } =
    line;
  return {
    ...{
      position,
      key,
      lineKind,
      kind,
      chargeId,
      plan,
      title,
      taxClass,
      meter,
      quantity,
      seconds,
      amount,
      net,
      tax,
    },
    periodIndex: line.period.index,
    periodFrom: new Date(line.period.from * 1000),
    periodTo: new Date(line.period.to * 1000),
    taxPercent: line.rate.percent,
    taxReason: line.rate.reason,
  };
}
