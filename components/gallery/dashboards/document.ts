import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Sheet } from "@/server/templates/sheet-schema";
import type { Row } from "./rows";

const current = (field: string) => `Sum({<Year={$(=Max(Year))}>} ${field})`;
const before = (field: string) => `Sum({<Year={$(=Max(Year)-1)}>} ${field})`;

const OVERVIEW: Sheet = {
  sheet: "overview",
  format: 1,
  title: { en: "Sales overview", de: "Vertriebsübersicht" },
  pinned: ["Year", "Region", "Category"],
  objects: [
    {
      id: "filters",
      kind: "filters",
      at: [0, 0, 4, 25],
      title: "Filters",
      fields: [
        { field: "Year", as: "buttons", sort: "text" },
        { field: "Region", sort: "state", value: "sales" },
        { field: "Category", sort: "state", value: "sales" },
        { field: "Channel", sort: "state", value: "sales" },
        { field: "Country", as: "menu" },
      ],
    },
    { id: "kpi-sales", kind: "kpi", at: [4, 0, 4, 3], measure: "current", compare: "before", trend: "Month" },
    { id: "kpi-margin", kind: "kpi", at: [8, 0, 4, 3], measure: "margin-share", trend: "YearMonth" },
    { id: "kpi-orders", kind: "kpi", at: [12, 0, 4, 3], measure: "orders", trend: "YearMonth" },
    { id: "kpi-basket", kind: "kpi", at: [16, 0, 4, 3], measure: "basket", target: { value: 4000 } },
    { id: "kpi-returns", kind: "kpi", at: [20, 0, 4, 3], measure: "returns-share", target: 0.05 },
    {
      id: "by-month",
      kind: "combo",
      at: [4, 3, 12, 10],
      title: { en: "Sales and margin by month", de: "Umsatz und Ertrag nach Monaten" },
      dimension: { field: "Month", sort: "number" },
      measures: [
        { use: "current", mark: "column", compare: "before" },
        { use: "margin-share", mark: "line" },
      ],
    },
    {
      id: "by-country",
      kind: "bar",
      at: [16, 3, 8, 10],
      title: "Where it is sold",
      dimension: { field: "Country", sort: "value", limit: 8, others: true },
      measure: "sales",
      context: "alternatives",
    },
    {
      id: "by-category",
      kind: "bar",
      at: [4, 13, 9, 12],
      title: "What sells",
      dimension: { drill: ["Category", "Product"], sort: "value", limit: 8, others: true },
      measure: "current",
      compare: "before",
      context: "alternatives",
    },
    {
      id: "top-customers",
      kind: "table",
      at: [13, 13, 11, 12],
      title: "Customers",
      dimension: { field: "Customer", sort: "value", limit: 50 },
      columns: [
        { field: "Country" },
        { use: "current", bar: true },
        { use: "current", as: "change", against: "before", label: "vs year before" },
        {
          use: "margin-share",
          color: { rules: [{ if: "< 0.32", use: "bad", mark: "down", say: "thin margin" }], else: "neutral" },
        },
        { use: "sales", as: "trend", over: "YearMonth", label: "by month" },
      ],
      totals: "top",
    },
  ],
};

const DETAILS: Sheet = {
  sheet: "details",
  format: 1,
  title: "Products",
  pinned: ["Category"],
  objects: [
    {
      id: "words",
      kind: "text",
      at: [0, 0, 10, 6],
      title: "In a sentence",
      text: "**{current}** were sold this year, a margin of *{margin-share}*.\n\n- {orders} orders\n- {basket} each\n\nMore at [the guide](https://example.com).",
    },
    {
      id: "goal",
      kind: "input",
      at: [10, 0, 7, 4],
      title: "Goal per order",
      variable: "goal",
      input: "slider",
      min: 1000,
      max: 9000,
      step: 500,
    },
    {
      id: "reset",
      kind: "button",
      at: [17, 0, 7, 4],
      title: "Only the newest bikes",
      do: [{ select: { Category: ["Cycling"] } }, { select: { Year: [2025] } }],
    },
    {
      id: "value-pivot",
      kind: "pivot",
      at: [0, 6, 14, 13],
      title: "Sales by category and region",
      rows: ["Category", "Product"],
      columns: ["Region"],
      measures: ["sales"],
      totals: ["rows", "columns"],
      color: { by: "value", scale: "sequential", per: "level" },
      expanded: [["Camping"]],
    },
    {
      id: "product-list",
      kind: "table",
      at: [14, 6, 10, 13],
      title: "Every product",
      dimension: { field: "Product", sort: "value", limit: 200 },
      columns: [
        { field: "Category" },
        { use: "sales", bar: true },
        { use: "sales", as: "stack", over: "Region", label: "by region" },
        {
          use: "returns-share",
          color: {
            rules: [{ if: "> 0.08", use: "bad", mark: "up", say: "often sent back" }],
            else: "neutral",
          },
        },
      ],
    },
  ],
};

const text = (distinct: number) => ({ type: "text" as const, distinct, key: false });

export function galleryDocument(rows: Row[], sheets = [OVERVIEW, DETAILS]): DashboardDocument {
  const names = Object.keys(rows[0] ?? {});
  const fields = names.map((name) => [name, text(new Set(rows.map((row) => row[name])).size)]);
  return {
    app: { id: "app_gallery", title: "Sales", template: "sales", version: "1.0.0" },
    generation: "gallery",
    dataAt: "2025-12-31T06:12:00Z",
    sheets,
    measures: {
      sales: { label: "Sales", value: "Sum(Sales)", format: "money", better: "higher" },
      current: { label: "Sales", value: current("Sales"), format: "money", better: "higher" },
      before: { label: "Year before", value: before("Sales"), format: "money" },
      "margin-share": {
        label: "Margin",
        value: "Sum(Margin) / Sum(Sales)",
        format: "percent",
        better: "higher",
      },
      returned: { label: "Sent back", value: "Sum(Returned)", format: "money", better: "lower" },
      orders: { label: "Orders", value: "Count(DISTINCT Order)", format: "integer", better: "higher" },
      basket: {
        label: "Sales per order",
        value: "Sum(Sales) / Count(DISTINCT Order)",
        format: "money",
        better: "higher",
      },
      "returns-share": {
        label: "Returned",
        value: "Sum(Returned) / Sum(Sales)",
        format: "percent",
        better: "lower",
      },
    },
    fields: Object.fromEntries(fields),
    language: "en",
    currency: "EUR",
    tenant: { name: "Aurora Outdoor" },
    branding: {},
    look: {},
  };
}
