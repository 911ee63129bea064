import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { SampleCustomer } from "../customers";
import { type Renaming, renameTables, type Table } from "../tables";
import { writeSqlite } from "../writers/sqlite";

/** What a customer's own rows are, under the template's names: what every platform must come to. */
export function ownTables(customer: SampleCustomer): Table[] {
  return renameTables(customer.tables(), inverse(customer.renaming)).map((t) => ownRows(t, customer.company));
}

function inverse(renaming: Renaming): Renaming {
  const swap = (columns: Record<string, string>) =>
    Object.fromEntries(Object.entries(columns).map(([from, to]) => [to, from]));
  return Object.fromEntries(
    Object.entries(renaming).map(([name, { table, columns }]) => [
      table,
      { table: name, columns: swap(columns) },
    ]),
  );
}

function ownRows(table: Table, company: string | undefined): Table {
  const at = table.columns.findIndex((c) => c.name === "company");
  return at < 0 ? table : { ...table, rows: table.rows.filter((row) => row[at] === company) };
}

/** Answers plain SQL over a customer's own rows. */
export function openOracle(customer: SampleCustomer): { ask(sql: string): unknown[][]; close(): void } {
  const file = join(mkdtempSync(join(tmpdir(), "tenantry-oracle-")), "own.db");
  writeSqlite(file, ownTables(customer));
  const db = new Sqlite(file, { readonly: true });
  return { ask: (sql) => db.prepare(sql).raw().all() as unknown[][], close: () => db.close() };
}
