import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestPostgres, testPostgres } from "@/server/testing/postgres";
import { SAMPLE_CUSTOMERS } from "./customers";
import { makeSampleDatabases, SAMPLE_SCHEMA } from "./make";

const fresh = () => mkdtempSync(join(tmpdir(), "tenantry-sample-"));

function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  return Object.fromEntries(
    files
      .filter((f) => statSync(join(folder, f)).isFile())
      .map((f) => [
        f,
        createHash("sha256")
          .update(readFileSync(join(folder, f)))
          .digest("hex"),
      ]),
  );
}

describe("sample databases", () => {
  const folder = fresh();
  beforeAll(async () => {
    await makeSampleDatabases(folder);
  });

  it("are the same bytes every time", async () => {
    const other = fresh();
    await makeSampleDatabases(other);
    expect(hashes(other)).toEqual(hashes(folder));
  });

  it("are left alone when they are there", async () => {
    const file = join(folder, "aurora-outfitters", "shop.db");
    const before = statSync(file).mtimeMs;
    await makeSampleDatabases(folder);
    expect(statSync(file).mtimeMs).toBe(before);
  });

  it.each(SAMPLE_CUSTOMERS.map((c) => c.slug))(
    "of %s hold about 100,000 rows, and every key resolves",
    (slug) => {
      const customer = SAMPLE_CUSTOMERS.find((c) => c.slug === slug);
      const tables = customer?.tables() ?? [];
      const rows = tables.reduce((n, t) => n + t.rows.length, 0);
      expect(rows).toBeGreaterThan(85_000);
      expect(rows).toBeLessThan(115_000);
      for (const table of tables) {
        const at = table.key.map((k) => table.columns.findIndex((c) => c.name === k));
        expect(new Set(table.rows.map((r) => at.map((i) => r[i]).join("|"))).size).toBe(table.rows.length);
      }
    },
  );

  it("keep a stock that never falls below zero, and payments within the invoice", () => {
    const db = new Sqlite(join(folder, "aurora-outfitters", "shop.db"), { readonly: true });
    const one = (sql: string) => db.prepare(sql).pluck().get();
    const lowest = one(
      `select min(stock) from (select sum(quantity) over
         (partition by product_id, store_id order by moved_on, move_id) as stock from stock_moves)`,
    );
    expect(Number(lowest)).toBeGreaterThanOrEqual(0);
    const overpaid = one(
      `select count(*) from invoices i join (select invoice_id, sum(amount) as paid from payments group by 1) p
         using (invoice_id) where paid > i.amount + 0.001`,
    );
    expect(overpaid).toBe(0);
    db.close();
  });

  it("keep stock that some shops have too little and others too much of", () => {
    const db = new Sqlite(join(folder, "aurora-outfitters", "shop.db"), { readonly: true });
    const cover = db
      .prepare(
        `with places as (
           select store_id, product_id, sum(quantity) as stock,
             sum(case kind when 'issue' then -quantity else 0 end) as issued
           from stock_moves group by 1, 2),
         span as (select julianday(max(moved_on)) - julianday(min(moved_on)) as days from stock_moves)
         select sum(stock) * days / sum(issued)
         from places join products using (product_id), span group by store_id, category`,
      )
      .pluck()
      .all() as number[];
    const share = (is: (days: number) => boolean) => cover.filter(is).length / cover.length;
    expect(share((days) => days < 15)).toBeGreaterThan(0.05);
    expect(share((days) => days > 15 && days < 70)).toBeGreaterThan(0.5);
    expect(share((days) => days > 90)).toBeGreaterThan(0.03);
    db.close();
  });

  it("of the customer with files are CSV and Parquet with the same rows as generated", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const db = await instance.connect();
    const tables = SAMPLE_CUSTOMERS.find((c) => c.kind === "files")?.tables() ?? [];
    for (const table of tables) {
      const place = join(folder, "hanami-stationery", table.name);
      const file = readdirSync(join(folder, "hanami-stationery")).find((f) => f.startsWith(`${table.name}.`));
      const result = await db.runAndReadAll(
        `select count(*)::int, count(distinct ${table.key[0]})::int from '${place}.${file?.split(".")[1]}'`,
      );
      const keys = new Set(table.rows.map((r) => r[table.columns.findIndex((c) => c.name === table.key[0])]));
      expect(result.getRows()[0]).toEqual([table.rows.length, keys.size]);
    }
    db.closeSync();
    instance.closeSync();
  });
});

describe("sample database on PostgreSQL", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await testPostgres();
  });
  afterAll(async () => {
    if ("stop" in server) await server.stop();
  });

  it("is written once, with every row, dates and decimals as such", async (context) => {
    if ("skip" in server) return context.skip(server.skip);
    await makeSampleDatabases(fresh(), { postgresUrl: server.url });
    await makeSampleDatabases(fresh(), { postgresUrl: server.url });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const tables = SAMPLE_CUSTOMERS.find((c) => c.kind === "postgres")?.tables() ?? [];
    for (const table of tables) {
      const { rows } = await client.query(
        `select count(*)::int as n from "${SAMPLE_SCHEMA}"."${table.name}"`,
      );
      expect([table.name, rows[0].n]).toEqual([table.name, table.rows.length]);
    }
    const { rows } = await client.query(
      `select pg_typeof(so_date)::text as day, (select pg_typeof(price)::text from "${SAMPLE_SCHEMA}".sales_order_item limit 1) as price
       from "${SAMPLE_SCHEMA}".sales_order limit 1`,
    );
    expect(rows[0]).toEqual({ day: "date", price: "numeric" });
    await client.end();
  });
});
