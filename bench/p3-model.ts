/**
 * The app of P3: sales with customers, cities, products, categories and stores, 14 fields shown as list boxes. The same
 * for a number of rows on every machine. Beside the generation's file lies one for the yardsticks: a wide table of
 * dictionary codes, and its dictionaries.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { loadModel, saveModel } from "@/server/builtin/associative/metadata";
import { buildModel } from "@/server/builtin/associative/model";
import { saveCodes } from "@/server/builtin/kernel/save";
import type { Batch, CubeQuestion, Question, Selections } from "@/server/platform/model";

const SEED = 20_261_121;
export const CUSTOMERS = 100_000;

const pick = (salt: number, range: number) => `(hash(i, ${SEED + salt}) % ${range})::INTEGER`;
const from = (rows: number) => `FROM range(1, ${rows + 1}) t(i)`;

const TABLES: Record<string, (rows: number) => string> = {
  Sales: (rows) => `SELECT ${pick(1, CUSTOMERS)} + 1 AS customer_id, ${pick(2, 5000)} + 1 AS product_id,
    ${pick(3, 200)} + 1 AS store_id, ${pick(4, 61)} + 1 AS month, ${pick(5, 10)} < 9 AS paid,
    ['web', 'store', 'phone', 'partner', 'marketplace'][${pick(6, 5)} + 1] AS channel,
    (${pick(7, 50_000)} / 100.0)::DECIMAL(10,2) AS amount, ${pick(8, 1000)} / 4096.0 AS discount,
    ${pick(9, 20)} + 1 AS quantity ${from(rows)}`,
  Customers: () => `SELECT i::INTEGER AS customer_id, 'Customer ' || i AS customer_name,
    ['Consumer', 'Corporate', 'Home', 'Small'][${pick(10, 4)} + 1] AS segment, ${pick(11, 500)} + 1 AS city_id
    ${from(CUSTOMERS)}`,
  Cities: () => `SELECT i::INTEGER AS city_id, 'City ' || i AS city, 'Region ' || (i % 50 + 1) AS region,
    'Country ' || (i % 50 % 12 + 1) AS country ${from(500)}`,
  Products: () => `SELECT i::INTEGER AS product_id, 'Product ' || i AS product_name,
    'Brand ' || (${pick(12, 100)} + 1) AS brand, ${pick(13, 40)} + 1 AS category_id ${from(5000)}`,
  Categories: () => `SELECT i::INTEGER AS category_id, 'Category ' || i AS category,
    'Department ' || (i % 8 + 1) AS department ${from(40)}`,
  Stores: () => `SELECT i::INTEGER AS store_id, 'Store ' || i AS store_name,
    ['Mall', 'Street', 'Outlet', 'Online'][i % 4 + 1] AS store_type ${from(200)}`,
};

/** Fields shown as list boxes, with the type that holds their codes. */
export const LIST_BOXES: Record<string, string> = {
  channel: "UTINYINT",
  month: "UTINYINT",
  paid: "UTINYINT",
  store_name: "UTINYINT",
  store_type: "UTINYINT",
  customer_name: "UINTEGER",
  segment: "UTINYINT",
  city: "USMALLINT",
  region: "UTINYINT",
  country: "UTINYINT",
  product_name: "USMALLINT",
  brand: "UTINYINT",
  category: "UTINYINT",
  department: "UTINYINT",
};

/** Fields the charts are split by; one more chart has none. */
export const CHARTS = ["month", "region", "category", "channel", "customer_name"] as const;
export const MEASURES = ["Sum(amount)", "Count(quantity)", "Avg(discount)"];
/** Rows a list box or a chart shows. */
export const SHOWN = 100;

/** The questions of one click: all list boxes, all charts. `click` makes it one that was not answered before. */
export function questions(selections: Selections, click: number): Batch {
  const asked: Record<string, Question> = {};
  for (const field of Object.keys(LIST_BOXES))
    asked[field] = { kind: "values", field, sort: "state", limit: SHOWN };
  const cube = (over: Partial<CubeQuestion>): CubeQuestion => ({
    kind: "cube",
    dimensions: [],
    measures: MEASURES,
    ...over,
  });
  for (const field of CHARTS)
    asked[`chart ${field}`] = cube({
      dimensions: [{ expression: field }],
      sort: [{ column: 1, order: "desc" }],
      limit: SHOWN,
    });
  asked["chart total"] = cube({});
  return { selections, questions: asked, variables: { click } };
}

/** 21 clicks of a user; another `run` clicks on other values. */
export function clicks(run: number): Selections[] {
  const named = (name: string, n: number, of: number) => `${name} ${((n + run * 7) % of) + 1}`;
  const region = [named("Region", 5, 50)];
  const department = [named("Department", 2, 8)];
  const channel = [["web", "store", "phone", "partner", "marketplace"][run % 5] ?? "web"];
  const segment = [["Consumer", "Corporate", "Home", "Small"][run % 4] ?? "Home"];
  const store_type = [["Mall", "Street", "Outlet", "Online"][run % 4] ?? "Mall"];
  const country = [named("Country", 3, 12)];
  const year = Array.from({ length: 12 }, (_, i) => i + 1 + ((run * 12) % 48));
  const months = year.slice(0, 2);
  const brand = [named("Brand", 7, 100)];
  return [
    {},
    { region },
    { region: [...region, named("Region", 7, 50)] },
    { region, department },
    { region, department, channel },
    { department, channel },
    { channel },
    { channel: [...channel, channel[0] === "store" ? "web" : "store"] },
    { channel, month: year },
    { month: year },
    { month: months },
    { month: months, segment },
    { segment },
    { segment, store_type },
    { store_type, brand: [...brand, named("Brand", 8, 100)] },
    { brand },
    { customer_name: [5, 77, 1234].map((n) => named("Customer", n, CUSTOMERS)) },
    { product_name: [1, 2].map((n) => named("Product", n, 5000)) },
    { country, paid: [false] },
    { country, paid: [false], category: [named("Category", 9, 40)] },
    { paid: [true] },
  ];
}

export interface P3Data {
  /** The generation's plain file. */
  generation: string;
  /** The code tables made with it. */
  codeTables: string;
  /** `codes`: the wide table; `d_<field>` (`v`, `code`): dictionaries. */
  codes: string;
}

/** Makes the files once; they stay in the cache for the next time. */
export async function p3Data(rows: number): Promise<P3Data> {
  const folder = resolve("node_modules/.cache/bench", `p3-${rows}`);
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const data = {
    generation: at("generation.duckdb"),
    codeTables: at("tables.codes"),
    codes: at("codes.duckdb"),
  };
  await made(data.generation, async (run, db) => {
    for (const [name, select] of Object.entries(TABLES)) await run(`CREATE TABLE ${name} AS ${select(rows)}`);
    const tables = Object.keys(TABLES).map(async (name) => {
      const described = await db.runAndReadAll(`DESCRIBE ${name}`);
      const fields = described
        .getRowsJson()
        .map(([field]) => ({ name: String(field), type: "", dual: false }));
      return { name, rows, fields };
    });
    await saveModel(db, await buildModel(db, await Promise.all(tables)));
  });
  if (!existsSync(data.codeTables)) await saveCodeTables(data);
  await made(data.codes, async (run) => {
    await run(`ATTACH '${data.generation}' AS g (READ_ONLY)`);
    await run(`CREATE TABLE wide AS FROM g.Sales JOIN g.Customers USING (customer_id) JOIN g.Cities USING (city_id)
      JOIN g.Products USING (product_id) JOIN g.Categories USING (category_id) JOIN g.Stores USING (store_id)`);
    for (const [field, type] of Object.entries(LIST_BOXES))
      await run(`CREATE TABLE d_${field} AS SELECT v, (row_number() OVER (ORDER BY v) - 1)::${type} AS code
        FROM (SELECT DISTINCT ${field} AS v FROM wide)`);
    const fields = Object.keys(LIST_BOXES);
    const joins = fields.map((f) => `JOIN d_${f} ON d_${f}.v = wide.${f}`).join(" ");
    await run(`CREATE TABLE codes AS SELECT ${fields.map((f) => `d_${f}.code AS ${f}`).join(", ")},
      amount, discount, quantity FROM wide ${joins}`);
    await run("DROP TABLE wide");
    await run("DETACH g");
  });
  return data;
}

async function saveCodeTables({ generation, codeTables }: P3Data): Promise<void> {
  const instance = await DuckDBInstance.create(generation, { access_mode: "READ_ONLY" });
  const db = await instance.connect();
  const temporary = `${codeTables}.tmp`;
  rmSync(temporary, { force: true });
  await saveCodes(db, catalogOf(await loadModel(db)), temporary);
  instance.closeSync();
  renameSync(temporary, codeTables);
}

type Db = Awaited<ReturnType<DuckDBInstance["connect"]>>;

async function made(path: string, make: (run: (sql: string) => Promise<unknown>, db: Db) => Promise<void>) {
  if (existsSync(path)) return;
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  const instance = await DuckDBInstance.create(temporary);
  const db = await instance.connect();
  try {
    await make((sql) => db.run(sql), db);
    await db.run("CHECKPOINT");
  } finally {
    db.closeSync();
    instance.closeSync();
  }
  renameSync(temporary, path);
}
