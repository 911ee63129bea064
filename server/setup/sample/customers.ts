import { makeShop, type ShopSpec } from "./commerce";
import { type Cell, type Renaming, renameTables, type Table } from "./tables";
import { grocery, outdoor, stationery } from "./vocabulary";

/** A customer of the sample vendor: who they are, and the database they bring along. */
export interface SampleCustomer {
  slug: string;
  name: string;
  region: string;
  language: string;
  plan: string;
  color: string;
  /** What they bring: a SQLite file, a folder of CSV and Parquet files, or a PostgreSQL schema. */
  kind: "sqlite" | "files" | "postgres";
  /** Everything in their database; about 100,000 rows. */
  tables(): Table[];
  /** Their names, where they are not the template's. */
  renaming: Renaming;
  /** Their database also holds another company: only these rows are theirs. */
  company?: string;
}

const BUSINESS = { from: "2024-01-01", to: "2026-10-31" };
const spec = (rest: Omit<ShopSpec, "from" | "to">): ShopSpec => ({ ...BUSINESS, ...rest });

const aurora = spec({
  seed: 101,
  words: outdoor,
  orders: 12_500,
  customers: 1_400,
  products: 420,
  stores: 14,
});
const borealis = spec({ seed: 102, words: outdoor, orders: 2_500, customers: 250, products: 90, stores: 5 });
const hanami = spec({
  seed: 201,
  words: stationery,
  orders: 15_000,
  customers: 1_600,
  products: 380,
  stores: 12,
});
const kestrel = spec({
  seed: 301,
  words: grocery,
  orders: 15_000,
  customers: 1_200,
  products: 450,
  stores: 10,
});

/** Kestrel's ERP speaks of articles, parties and branches. */
const ERP_NAMES: Renaming = {
  orders: {
    table: "sales_order",
    columns: {
      order_id: "so_no",
      customer_id: "cust_no",
      store_id: "branch_no",
      ordered_on: "so_date",
      channel: "chan",
      status: "state",
      note: "memo",
    },
  },
  order_lines: {
    table: "sales_order_item",
    columns: {
      order_id: "so_no",
      line_no: "item_no",
      product_id: "art_no",
      quantity: "qty",
      unit_price: "price",
      discount: "rebate",
      returned: "qty_returned",
    },
  },
  customers: {
    table: "party",
    columns: {
      customer_id: "cust_no",
      name: "full name",
      segment: "party_type",
      city: "town",
      country: "nation",
      region: "area",
      payment_days: "net_days",
    },
  },
  products: {
    table: "article",
    columns: {
      product_id: "art_no",
      name: "title",
      category: "group_name",
      supplier: "vendor",
      unit_cost: "cost_price",
    },
  },
  stores: {
    table: "branch",
    columns: { store_id: "branch_no", name: "title", city: "town", country: "nation" },
  },
  stock_moves: {
    table: "stock_ledger",
    columns: {
      move_id: "entry_no",
      product_id: "art_no",
      store_id: "branch_no",
      moved_on: "booked_on",
      ordered_on: "po_date",
      kind: "entry_type",
      quantity: "qty",
    },
  },
  invoices: {
    table: "ar_invoice",
    columns: {
      invoice_id: "inv_no",
      order_id: "so_no",
      customer_id: "cust_no",
      issued_on: "inv_date",
      due_on: "due_date",
      amount: "total",
    },
  },
  payments: {
    table: "ar_receipt",
    columns: { payment_id: "receipt_no", invoice_id: "inv_no", paid_on: "received_on" },
  },
};

/** The three customers of the Northstar Commerce Suite. */
export const SAMPLE_CUSTOMERS: SampleCustomer[] = [
  {
    slug: "aurora-outfitters",
    name: "Aurora Outfitters",
    region: "eu",
    language: "en",
    plan: "growth",
    color: "#0f766e",
    kind: "sqlite",
    tables: () => twoCompanies(makeShop(aurora), makeShop(borealis)),
    renaming: {},
    company: "aurora",
  },
  {
    slug: "hanami-stationery",
    name: "花見文具 Hanami Stationery",
    region: "ap",
    language: "en",
    plan: "starter",
    color: "#be185d",
    kind: "files",
    tables: () => makeShop(hanami),
    renaming: {},
  },
  {
    slug: "kestrel-grocers",
    name: "Kestrel Grocers",
    region: "us",
    language: "en",
    plan: "growth",
    color: "#1d4ed8",
    kind: "postgres",
    tables: () => renameTables(makeShop(kestrel), ERP_NAMES),
    renaming: ERP_NAMES,
  },
];

const OFFSET = 1_000_000;

/** Aurora shares its database with a sister company; each row says whose it is. */
function twoCompanies(ours: Table[], theirs: Table[]): Table[] {
  return ours.map((table, i) => ({
    ...table,
    columns: [...table.columns, { name: "company", type: "text" }],
    rows: [...table.rows.map((row) => [...row, "aurora"]), ...sister(theirs[i])],
  }));
}

/** The sister's rows: every whole number that identifies something is moved out of the way. */
function sister(table: Table | undefined): Cell[][] {
  if (!table) return [];
  const moved = table.columns.map((c) => /_id$/.test(c.name));
  return table.rows.map((row) => [
    ...row.map((cell, i) => (moved[i] && typeof cell === "number" ? cell + OFFSET : cell)),
    "borealis",
  ]);
}
