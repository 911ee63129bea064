import { dayOf, isoOf, monthOf, weekdayOf } from "./dates";
import { makeInvoices } from "./invoices";
import { type Masters, makeMasters } from "./masters";
import { Random } from "./random";
import { makeStockMoves } from "./stock";
import { type Cell, cents, columnsOf, type Table } from "./tables";
import type { Vocabulary } from "./vocabulary";

/** One customer of the vendor, as numbers. */
export interface ShopSpec {
  seed: number;
  words: Vocabulary;
  /** Roughly how many orders; the other tables follow from it. */
  orders: number;
  customers: number;
  products: number;
  stores: number;
  /** First and last day of business, ISO. */
  from: string;
  to: string;
}

const CHANNELS = ["W", "W", "W", "S", "S", "P"];
/** Share of a year's business by month. */
const SEASON = [0.8, 0.75, 0.9, 0.95, 1.0, 1.05, 0.95, 0.9, 1.05, 1.1, 1.35, 1.6];

/** All tables of a commerce suite: deterministic in the spec. About seven rows for each order. */
export function makeShop(spec: ShopSpec): Table[] {
  const random = new Random(spec.seed);
  const masters = makeMasters(spec, random);
  const sales = makeSales(spec, masters, random);
  return [
    masters.customers,
    masters.products,
    masters.stores,
    ...sales,
    makeStockMoves(spec, masters, random),
    ...makeInvoices(sales, masters, random, spec.to),
  ];
}

function makeSales(spec: ShopSpec, masters: Masters, random: Random): [orders: Table, lines: Table] {
  const orders: Cell[][] = [];
  const lines: Cell[][] = [];
  for (const day of orderDays(spec, random)) {
    const id = 10_001 + orders.length;
    const customer = 1 + random.popular(spec.customers);
    const status = random.chance(0.03) ? "cancelled" : random.chance(0.06) ? "open" : "shipped";
    const note = random.chance(0.01) ? `Call "first"; leave at door, 2nd floor` : null;
    const store = 1 + random.popular(spec.stores);
    orders.push([id, customer, store, isoOf(day), random.pick(CHANNELS), status, note]);
    const count = 1 + Math.floor(random.next() * random.next() * 9);
    for (let line = 1; line <= count; line++) lines.push(orderLine(id, line, spec, masters, random));
  }
  return [
    {
      name: "orders",
      key: ["order_id"],
      columns: columnsOf({
        order_id: "integer",
        customer_id: "integer",
        store_id: "integer",
        ordered_on: "date",
        channel: "text",
        status: "text",
        note: "text",
      }),
      rows: orders,
    },
    {
      name: "order_lines",
      key: ["order_id", "line_no"],
      columns: columnsOf({
        order_id: "integer",
        line_no: "integer",
        product_id: "integer",
        quantity: "integer",
        unit_price: "decimal",
        discount: "decimal",
        returned: "integer",
      }),
      rows: lines,
    },
  ];
}

function orderLine(order: number, line: number, spec: ShopSpec, masters: Masters, random: Random): Cell[] {
  const product = random.popular(spec.products);
  const quantity = 1 + Math.floor(random.next() ** 2 * 8);
  const price = cents((masters.listPrices[product] ?? 1) * (0.95 + random.next() * 0.1));
  const discount = random.chance(0.25) ? random.pick([0.05, 0.1, 0.15, 0.2]) : 0;
  const returned = random.chance(0.04) ? random.int(1, quantity) : 0;
  return [order, line, product + 1, quantity, price, discount, returned];
}

/** The day of each order, ascending: growth, seasons and weekends. */
function orderDays(spec: ShopSpec, random: Random): number[] {
  const first = dayOf(spec.from);
  const last = dayOf(spec.to);
  const weights: number[] = [];
  for (let day = first; day <= last; day++) {
    const growth = 1 + (0.35 * (day - first)) / 365;
    const weekend = weekdayOf(day) === 0 ? 0.4 : weekdayOf(day) === 6 ? 1.4 : 1;
    weights.push(growth * weekend * (SEASON[monthOf(day) - 1] ?? 1) * (0.8 + random.next() * 0.4));
  }
  const total = weights.reduce((a, b) => a + b, 0);
  let due = 0;
  return weights.flatMap((weight, i) => {
    const before = Math.floor(due);
    due += (weight / total) * spec.orders;
    return Array.from({ length: Math.floor(due) - before }, () => first + i);
  });
}
