import { dayOf, isoOf } from "./dates";
import type { Masters } from "./masters";
import type { Random } from "./random";
import { type Cell, cents, columnsOf, type Table } from "./tables";

const DEFAULT_TERMS = 30;

/** An invoice for each shipped order, and what was paid of it until the last day of business. */
export function makeInvoices(
  sales: [Table, Table],
  masters: Masters,
  random: Random,
  until: string,
): Table[] {
  const [orders, lines] = sales;
  const amounts = amountsByOrder(lines);
  const invoices: Cell[][] = [];
  const payments: Cell[][] = [];
  const last = dayOf(until);
  for (const [order, customer, , orderedOn, , status] of orders.rows) {
    if (status !== "shipped") continue;
    const id = 500_001 + invoices.length;
    const amount = amounts.get(Number(order)) ?? 0;
    const issued = Math.min(last, dayOf(String(orderedOn)) + random.int(0, 3));
    const terms = masters.paymentTerms[Number(customer) - 1] ?? null;
    const due = issued + (terms ?? DEFAULT_TERMS);
    invoices.push([
      id,
      order ?? null,
      customer ?? null,
      isoOf(issued),
      terms === null ? null : isoOf(due),
      amount,
    ]);
    for (const [day, part] of paymentsOf(amount, issued, due, random))
      if (day <= last) payments.push([900_001 + payments.length, id, isoOf(day), part]);
  }
  return [invoicesTable(invoices), paymentsTable(payments)];
}

/** Most pay once, around the due day; some in two parts; some never. */
function paymentsOf(
  amount: number,
  issued: number,
  due: number,
  random: Random,
): [day: number, part: number][] {
  if (random.chance(0.02)) return [];
  const day = Math.max(issued, due + random.int(-12, 9) + (random.chance(0.08) ? random.int(20, 120) : 0));
  if (!random.chance(0.07)) return [[day, amount]];
  const part = cents(amount * 0.4);
  return [
    [day, part],
    [day + random.int(10, 40), cents(amount - part)],
  ];
}

function amountsByOrder(lines: Table): Map<number, number> {
  const amounts = new Map<number, number>();
  for (const [order, , , quantity, price, discount] of lines.rows) {
    const amount = Number(quantity) * Number(price) * (1 - Number(discount));
    amounts.set(Number(order), cents((amounts.get(Number(order)) ?? 0) + amount));
  }
  return amounts;
}

function invoicesTable(rows: Cell[][]): Table {
  const columns = columnsOf({
    invoice_id: "integer",
    order_id: "integer",
    customer_id: "integer",
    issued_on: "date",
    due_on: "date",
    amount: "decimal",
  });
  return { name: "invoices", key: ["invoice_id"], columns, rows };
}

function paymentsTable(rows: Cell[][]): Table {
  const columns = columnsOf({
    payment_id: "integer",
    invoice_id: "integer",
    paid_on: "date",
    amount: "decimal",
  });
  return { name: "payments", key: ["payment_id"], columns, rows };
}
