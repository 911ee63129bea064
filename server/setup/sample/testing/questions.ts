import type { Query } from "@/server/platform/model";

/** A question to an app, and the same in plain SQL over the customer's own rows. */
export interface SampleQuestion {
  template: "sales" | "inventory" | "receivables";
  name: string;
  query: Query;
  sql: string;
}

const LINES = `order_lines l join orders o using (order_id) join customers c using (customer_id)
  join products p using (product_id)`;
const KEPT = "o.status <> 'cancelled'";
const SALES = "sum(l.quantity * l.unit_price * (1 - l.discount))";
const PAID = "(select invoice_id, sum(amount) as paid from payments group by 1)";
const INVOICES = `invoices i join customers c using (customer_id) left join ${PAID} p using (invoice_id)`;
const OPEN = "round(i.amount - coalesce(p.paid, 0), 2)";
const STOCK = `(select product_id, store_id, sum(quantity) as qty, max(unit_cost) as cost from stock_moves group by 1, 2)`;

export const SAMPLE_QUESTIONS: SampleQuestion[] = [
  {
    template: "sales",
    name: "sales, margin and orders in all",
    query: {
      dimensions: [],
      measures: ["Sum(Sales)", "Sum(Margin)", "Count(DISTINCT Order)", "Sum(Quantity)"],
    },
    sql: `select ${SALES}, ${SALES} - sum(l.quantity * p.unit_cost), count(distinct o.order_id), sum(l.quantity)
      from ${LINES} where ${KEPT}`,
  },
  {
    template: "sales",
    name: "sales and orders by region",
    query: { dimensions: ["Region"], measures: ["Sum(Sales)", "Count(DISTINCT Order)"] },
    sql: `select c.region, ${SALES}, count(distinct o.order_id) from ${LINES} where ${KEPT} group by 1`,
  },
  {
    template: "sales",
    name: "returns by year",
    query: { dimensions: ["Year"], measures: ["Sum(Returned)"] },
    sql: `select cast(substr(o.ordered_on, 1, 4) as integer), sum(l.returned * l.unit_price * (1 - l.discount))
      from ${LINES} where ${KEPT} group by 1`,
  },
  {
    template: "sales",
    name: "sales of the web shop by category",
    query: { dimensions: ["Category"], measures: ["Sum(Sales)"], selections: { Channel: ["Web shop"] } },
    sql: `select p.category, ${SALES} from ${LINES} where ${KEPT} and o.channel = 'W' group by 1`,
  },
  {
    template: "inventory",
    name: "stock and its value by category",
    query: { dimensions: ["Category"], measures: ["Sum(Qty)", "Sum(Value)"] },
    sql: `select p.category, sum(s.qty), sum(s.qty * s.cost) from ${STOCK} s join products p using (product_id) group by 1`,
  },
  {
    template: "inventory",
    name: "movements by kind",
    query: { dimensions: ["Kind"], measures: ["Count(Move)", "Sum(Moved)"] },
    sql: "select upper(substr(kind, 1, 1)) || substr(kind, 2), count(*), sum(quantity) from stock_moves group by 1",
  },
  {
    template: "inventory",
    name: "lead time of receipts by supplier",
    query: { dimensions: ["Supplier"], measures: ["Avg(Lead)"] },
    sql: `select p.supplier, avg(julianday(m.moved_on) - julianday(m.ordered_on))
      from stock_moves m join products p using (product_id) where m.kind = 'receipt' group by 1`,
  },
  {
    template: "receivables",
    name: "invoiced and open by region",
    query: { dimensions: ["Region"], measures: ["Sum(Amount)", "Sum(Open)", "Count(DISTINCT Invoice)"] },
    sql: `select c.region, sum(i.amount), sum(${OPEN}), count(*) from ${INVOICES} group by 1`,
  },
  {
    template: "receivables",
    name: "received in all, not multiplied by the invoices",
    query: { dimensions: [], measures: ["Sum(Received)", "Count(Payment)"] },
    sql: "select sum(amount), count(*) from payments",
  },
  {
    template: "receivables",
    name: "open and long overdue",
    query: { dimensions: [], measures: ["Sum(Open)"], selections: { Bucket: ["Over 90"] } },
    sql: `select sum(${OPEN}) from ${INVOICES} where ${OPEN} > 0 and julianday((select max(issued_on) from invoices))
      - coalesce(julianday(i.due_on), julianday(i.issued_on) + 30) > 90`,
  },
  {
    template: "receivables",
    name: "days until the last payment of what is paid",
    query: { dimensions: [], measures: ["Avg(DaysToPay)"] },
    sql: `select avg(julianday(l.last) - julianday(i.issued_on)) from ${INVOICES}
      join (select invoice_id, max(paid_on) as last from payments group by 1) l using (invoice_id) where ${OPEN} = 0`,
  },
];
