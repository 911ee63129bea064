import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SAMPLE_CUSTOMERS, type SampleCustomer } from "./customers";
import type { Table } from "./tables";
import { writeCsv } from "./writers/csv";
import { writeParquet } from "./writers/parquet";
import { writePostgres } from "./writers/postgres";
import { writeSqlite } from "./writers/sqlite";

/** Raised with every change of the generated data, so that what is there is made again. */
const VERSION = "sample-1";
/** Master data comes as CSV, movements as Parquet. */
const AS_PARQUET = new Set(["orders", "order_lines", "stock_moves"]);

/** PostgreSQL schema of the sample customer who has a server. */
export const SAMPLE_SCHEMA = "tenantry_sample_kestrel";

/** Where a sample customer's data is. */
export type SamplePlace =
  | { kind: "sqlite"; file: string }
  | { kind: "files"; folder: string }
  | { kind: "postgres"; url: string; schema: string };

export interface SampleDatabase {
  customer: SampleCustomer;
  place: SamplePlace;
}

export interface SampleOptions {
  /** Server for the customer who has PostgreSQL; without it they get a SQLite file. */
  postgresUrl?: string;
}

/** Where each customer's data is or will be; touches nothing. */
export function samplePlaces(folder: string, options: SampleOptions = {}): SampleDatabase[] {
  return SAMPLE_CUSTOMERS.map((customer) => ({
    customer,
    place: placeOf(customer, resolve(folder), options),
  }));
}

function placeOf(customer: SampleCustomer, folder: string, { postgresUrl }: SampleOptions): SamplePlace {
  const own = join(folder, customer.slug);
  if (customer.kind === "files") return { kind: "files", folder: own };
  if (customer.kind === "postgres" && postgresUrl)
    return { kind: "postgres", url: postgresUrl, schema: SAMPLE_SCHEMA };
  return { kind: "sqlite", file: join(own, "shop.db") };
}

/**
 * Makes the databases of the three sample customers below `folder` (about 100,000 rows each) unless they are there.
 * The same bytes on every machine. Throws what the disk or the PostgreSQL server throws.
 */
export async function makeSampleDatabases(
  folder: string,
  options: SampleOptions = {},
): Promise<SampleDatabase[]> {
  const databases = samplePlaces(folder, options);
  for (const database of databases) await makeDatabase(database);
  return databases;
}

async function makeDatabase({ customer, place }: SampleDatabase): Promise<void> {
  if (place.kind === "postgres") {
    await writePostgres(place.url, place.schema, VERSION, customer.tables());
    return;
  }
  const folder = place.kind === "files" ? place.folder : resolve(place.file, "..");
  const marker = join(folder, ".sample-version");
  if (existsSync(marker) && readFileSync(marker, "utf8") === VERSION) return;
  mkdirSync(folder, { recursive: true });
  if (place.kind === "files") await writeFiles(place.folder, customer.tables());
  else writeSqlite(place.file, customer.tables());
  writeFileSync(marker, VERSION);
}

async function writeFiles(folder: string, tables: Table[]): Promise<void> {
  for (const table of tables)
    if (!AS_PARQUET.has(table.name)) writeCsv(join(folder, `${table.name}.csv`), table);
  await writeParquet(
    folder,
    tables.filter((t) => AS_PARQUET.has(t.name)),
  );
}
