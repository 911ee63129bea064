/** The rows of P2: 12 mixed columns, the same for a number of rows and a seed on every machine. */
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import Sqlite from "better-sqlite3";
import mysql from "mysql2/promise";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

const SEED = 20_261_121;

export interface P2Data {
  folder: string;
  csv: string;
  parquet: string;
  sqlite: string;
}

const COLUMNS = `order_id BIGINT, order_date DATE, created_at TIMESTAMP, customer_id INTEGER, product_id INTEGER, store_id INTEGER,
  quantity INTEGER, amount DECIMAL(10,2), discount DOUBLE, channel VARCHAR, note VARCHAR, paid BOOLEAN`;

/** DuckDB's hash is the generator: row and seed give every value. */
function select(rows: string): string {
  const pick = (salt: number, range: number) => `(hash(i, ${SEED + salt}) % ${range})`;
  return `SELECT 1000000000 + i AS order_id,
    DATE '2021-01-01' + ${pick(1, 1826)}::INTEGER AS order_date,
    TIMESTAMP '2021-01-01' + to_microseconds(${pick(2, 157_766_400_000_000)}::BIGINT) AS created_at,
    ${pick(3, 100_000)}::INTEGER + 1 AS customer_id, ${pick(4, 5000)}::INTEGER + 1 AS product_id,
    ${pick(5, 200)}::INTEGER + 1 AS store_id, ${pick(6, 20)}::INTEGER + 1 AS quantity,
    (${pick(7, 50_000)} / 100.0)::DECIMAL(10,2) AS amount, ${pick(8, 1000)} / 4096.0 AS discount,
    ['web', 'store', 'phone', 'partner', 'marketplace'][${pick(9, 5)}::INTEGER + 1] AS channel,
    CASE WHEN ${pick(10, 10)} < 3 THEN NULL ELSE 'note ' || hex(hash(i, ${SEED + 11})) END AS note,
    ${pick(12, 10)} < 9 AS paid
    FROM range(${rows}) t(i)`;
}

/** The `added` rows that come behind the first `rows`, as a CSV file beside these. @returns its name */
export async function changeOf(rows: number, added: number): Promise<string> {
  const { folder } = await p2Data(rows);
  const name = `change-${added}.csv`;
  await made(join(folder, name), (path) =>
    duckdb(async (run) => {
      await run(`COPY (${select(`${rows}, ${rows + added}`)}) TO '${path}' (FORMAT csv, HEADER)`);
    }),
  );
  return name;
}

async function duckdb(work: (run: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  try {
    await work((sql) => db.run(sql));
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

/** Makes the files once; they stay in the cache for the next time. */
export async function p2Data(rows: number): Promise<P2Data> {
  const folder = resolve("node_modules/.cache/bench", `p2-${rows}`);
  mkdirSync(folder, { recursive: true });
  const data = {
    folder,
    csv: join(folder, "sales.csv"),
    parquet: join(folder, "sales.parquet"),
    sqlite: join(folder, "sales.db"),
  };
  await made(data.parquet, (path) =>
    duckdb(async (run) => {
      await run(`COPY (${select(String(rows))}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
    }),
  );
  await made(data.csv, (path) =>
    duckdb(async (run) => {
      await run(`COPY (FROM '${data.parquet}') TO '${path}' (FORMAT csv, HEADER)`);
    }),
  );
  await made(data.sqlite, (path) => fillSqlite(data.parquet, path));
  return data;
}

async function made(path: string, make: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  const part = `${path}.part`;
  rmSync(part, { force: true });
  await make(part);
  renameSync(part, path);
}

async function fillSqlite(parquet: string, path: string): Promise<void> {
  const db = new Sqlite(path);
  db.pragma("journal_mode = OFF");
  db.pragma("synchronous = OFF");
  db.exec(`CREATE TABLE sales (order_id BIGINT, order_date DATE, created_at TIMESTAMP, customer_id INTEGER, product_id INTEGER,
    store_id INTEGER, quantity INTEGER, amount DECIMAL(10,2), discount DOUBLE, channel VARCHAR(20), note VARCHAR(40), paid BOOLEAN)`);
  const insert = db.prepare(`INSERT INTO sales VALUES (${Array(12).fill("?").join(", ")})`);
  const instance = await DuckDBInstance.create(":memory:");
  const duck = await instance.connect();
  const result =
    await duck.stream(`SELECT order_id, order_date::VARCHAR, created_at::VARCHAR, customer_id, product_id, store_id, quantity,
    amount::DOUBLE, discount, channel, note, paid::INTEGER FROM '${parquet}'`);
  db.exec("BEGIN");
  for await (const rows of result.yieldRows()) for (const row of rows) insert.run(row);
  db.exec("COMMIT");
  db.close();
  duck.closeSync();
  instance.closeSync();
}

/** The same rows in a PostgreSQL table `sales`. */
export async function fillPostgres(url: string, csv: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const columns = COLUMNS.replaceAll("DOUBLE", "DOUBLE PRECISION").replaceAll("VARCHAR", "TEXT");
  await client.query("DROP TABLE IF EXISTS sales");
  await client.query(`CREATE TABLE sales (${columns})`);
  await pipeline(createReadStream(csv), client.query(copyFrom("COPY sales FROM STDIN (FORMAT csv, HEADER)")));
  await client.query("VACUUM ANALYZE sales");
  await client.end();
}

/** The same rows in a MySQL table `sales`, sent as the client's file: a server reads only what its account may. */
export async function fillMysql(url: string, csv: string): Promise<void> {
  const client = await mysql.createConnection({ uri: url });
  const columns = COLUMNS.replaceAll("TIMESTAMP", "DATETIME(6)")
    .replaceAll("VARCHAR", "VARCHAR(40)")
    .replaceAll("BOOLEAN", "TINYINT(1)");
  await client.query(`CREATE TABLE sales (${columns})`);
  await client.query("SET GLOBAL local_infile = 1");
  await client.query({
    sql: `LOAD DATA LOCAL INFILE 'sales.csv' INTO TABLE sales FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' IGNORE 1 LINES
      (order_id, order_date, created_at, customer_id, product_id, store_id, quantity, amount, discount, channel, @note, @paid)
      SET note = NULLIF(@note, ''), paid = @paid = 'true'`,
    infileStreamFactory: () => createReadStream(csv),
  });
  await client.query("ANALYZE TABLE sales");
  await client.end();
}

/** The columns for `read_csv`, so that the yardstick reads the same types. */
export const CSV_TYPES = {
  order_id: "BIGINT",
  order_date: "DATE",
  created_at: "TIMESTAMP",
  customer_id: "BIGINT",
  product_id: "BIGINT",
  store_id: "BIGINT",
  quantity: "BIGINT",
  amount: "DOUBLE",
  discount: "DOUBLE",
  channel: "VARCHAR",
  note: "VARCHAR",
  paid: "BOOLEAN",
};
