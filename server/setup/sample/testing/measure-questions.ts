import type { CellValue } from "@/server/platform/model";

/** A measure of a sheet by its name, and the same in plain SQL over the customer's own rows. */
export interface MeasureQuestion {
  template: "sales" | "inventory" | "receivables";
  sheet: string;
  measure: string;
  dimension?: string;
  selections?: Record<string, CellValue[]>;
  sql: string;
}

const LINES = `order_lines l join orders o using (order_id) join customers c using (customer_id)
  join products p using (product_id)`;
const YEAR = "cast(substr(o.ordered_on, 1, 4) as integer)";
const MONTH = "substr(o.ordered_on, 6, 2)";
const KEPT = "o.status <> 'cancelled'";
const LAST =
  "(select max(cast(substr(ordered_on, 1, 4) as integer)) from orders where status <> 'cancelled')";
const SALES = "sum(l.quantity * l.unit_price * (1 - l.discount))";
const PAID = "(select invoice_id, sum(amount) as paid, max(paid_on) as last from payments group by 1)";
const INVOICES = `invoices i join customers c using (customer_id) left join ${PAID} p using (invoice_id)`;
const OPEN = "round(i.amount - coalesce(p.paid, 0), 2)";
const DUE = "coalesce(julianday(i.due_on), julianday(i.issued_on) + 30)";
const OVERDUE = `(julianday((select max(issued_on) from invoices)) - ${DUE})`;
const DAYS = "(select julianday(max(moved_on)) - julianday(min(moved_on)) + 1 from stock_moves)";
const PLACES = `(select product_id, store_id, sum(quantity) as qty, max(unit_cost) as cost,
  sum(case when kind = 'issue' then -quantity else 0 end) as issued from stock_moves group by 1, 2)`;
const COVER = `round(s.qty * ${DAYS} / nullif(s.issued, 0), 1)`;

export const MEASURE_QUESTIONS: MeasureQuestion[] = [
  {
    template: "sales",
    sheet: "overview",
    measure: "current",
    sql: `select ${SALES} from ${LINES} where ${KEPT} and ${YEAR} = ${LAST}`,
  },
  {
    template: "sales",
    sheet: "overview",
    measure: "before",
    dimension: "Category",
    sql: `select p.category, ${SALES} from ${LINES} where ${KEPT} and ${YEAR} = ${LAST} - 1
      and ${MONTH} in (select ${MONTH} from orders o where ${KEPT} and ${YEAR} = ${LAST}) group by 1`,
  },
  {
    template: "sales",
    sheet: "overview",
    measure: "before",
    selections: { Year: [2025], Channel: ["Store"] },
    sql: `select ${SALES} from ${LINES} where ${KEPT} and ${YEAR} = 2024 and o.channel = 'S'`,
  },
  {
    template: "sales",
    sheet: "overview",
    measure: "current-margin",
    dimension: "Region",
    selections: { Year: [2024, 2025] },
    sql: `select c.region, (${SALES} - sum(l.quantity * p.unit_cost)) / ${SALES}
      from ${LINES} where ${KEPT} and ${YEAR} = 2025 group by 1`,
  },
  {
    template: "inventory",
    sheet: "stock",
    measure: "short",
    sql: `select 1.0 * sum(coalesce(${COVER} < 14, 0)) / count(*) from ${PLACES} s`,
  },
  {
    template: "inventory",
    sheet: "stock",
    measure: "tied-up",
    dimension: "Category",
    sql: `select p.category, sum(s.qty * s.cost) from ${PLACES} s join products p using (product_id)
      where ${COVER} > 90 group by 1`,
  },
  {
    template: "receivables",
    sheet: "ageing",
    measure: "overdue",
    dimension: "Region",
    sql: `select c.region, sum(case when ${OVERDUE} > 0 then ${OPEN} else 0 end) from ${INVOICES}
      where ${OPEN} > 0 and ${OVERDUE} > 0 group by 1`,
  },
  {
    template: "receivables",
    sheet: "ageing",
    measure: "old-share",
    sql: `select sum(case when ${OPEN} > 0 and ${OVERDUE} > 90 then ${OPEN} else 0 end) / sum(${OPEN}) from ${INVOICES}`,
  },
  {
    template: "receivables",
    sheet: "ageing",
    measure: "on-time",
    sql: `select 1.0 * sum(${OPEN} = 0 and julianday(p.last) <= ${DUE}) / sum(${OPEN} = 0) from ${INVOICES}`,
  },
];
