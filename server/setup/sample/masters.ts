import type { ShopSpec } from "./commerce";
import type { Random } from "./random";
import { type Cell, cents, columnsOf, type Table } from "./tables";

/** Master data, and what the movements need to know of it. */
export interface Masters {
  customers: Table;
  products: Table;
  stores: Table;
  /** By product, first product first. */
  listPrices: number[];
  unitCosts: number[];
  /** Days a customer has to pay, first customer first; null: agreed per invoice. */
  paymentTerms: (number | null)[];
}

export function makeMasters(spec: ShopSpec, random: Random): Masters {
  const products = makeProducts(spec, random);
  const customers = makeCustomers(spec, random);
  return {
    customers,
    stores: makeStores(spec),
    products: products.table,
    listPrices: products.prices,
    unitCosts: products.costs,
    paymentTerms: customers.rows.map((row) => row[6] as number | null),
  };
}

function makeCustomers(spec: ShopSpec, random: Random): Table {
  const { words } = spec;
  const rows = Array.from({ length: spec.customers }, (_, i): Cell[] => {
    const business = random.chance(0.3);
    const person = `${random.pick(words.people.first)} ${random.pick(words.people.last)}`;
    const name = business ? `${random.pick(words.companies)} ${i + 1}` : `${person} ${i + 1}`;
    const place = random.pick(words.places);
    const terms = business ? random.pick([14, 30, 30, 60]) : random.chance(0.1) ? null : 14;
    return [i + 1, name, business ? "Business" : "Private", place.city, place.country, place.region, terms];
  });
  return {
    name: "customers",
    key: ["customer_id"],
    columns: columnsOf({
      customer_id: "integer",
      name: "text",
      segment: "text",
      city: "text",
      country: "text",
      region: "text",
      payment_days: "integer",
    }),
    rows,
  };
}

function makeProducts(spec: ShopSpec, random: Random): { table: Table; prices: number[]; costs: number[] } {
  const { words } = spec;
  const prices: number[] = [];
  const costs: number[] = [];
  const rows = Array.from({ length: spec.products }, (_, i): Cell[] => {
    const category = random.pick(words.categories);
    const [low, high] = category.price;
    const price = cents(low + (high - low) * random.next() ** 2);
    const cost = cents(price * (0.45 + random.next() * 0.3));
    prices.push(price);
    costs.push(cost);
    const name = `${random.pick(words.adjectives)} ${random.pick(category.things)} ${100 + i}`;
    return [i + 1, name, category.name, random.pick(words.suppliers), cost, price];
  });
  const columns = columnsOf({
    product_id: "integer",
    name: "text",
    category: "text",
    supplier: "text",
    unit_cost: "decimal",
    list_price: "decimal",
  });
  return { table: { name: "products", key: ["product_id"], columns, rows }, prices, costs };
}

function makeStores({ words, stores }: ShopSpec): Table {
  const rows = Array.from({ length: stores }, (_, i): Cell[] => {
    const place = words.places[i % words.places.length];
    const branch = i < words.places.length ? "" : ` ${1 + Math.floor(i / words.places.length)}`;
    return [
      i + 1,
      `${words.storeWord} ${place?.city ?? ""}${branch}`,
      place?.city ?? null,
      place?.country ?? null,
    ];
  });
  return {
    name: "stores",
    key: ["store_id"],
    columns: columnsOf({ store_id: "integer", name: "text", city: "text", country: "text" }),
    rows,
  };
}
