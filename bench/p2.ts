/**
 * P2: a reload's rows from a source into a new DuckDB file, checkpointed; the index is not included.
 * `npm run bench -- p2 [csv parquet postgres mysql sqlite index index-csv index-postgres size peak-mb partial stored] [--rows 10000000]`:
 * 1,000,000 rows unless told otherwise.
 * CSV, Parquet: seconds against DuckDB's own CREATE TABLE AS of the same types, threads and order (limit 1.15).
 * PostgreSQL: rows/s against COPY (FORMAT binary) received and thrown away (at least 0.85).
 * MySQL: rows/s on MariaDB against the driver's own rows received and thrown away (at least 0.6).
 * Index: seconds of the model and the code tables against the load before it: DuckDB's own from Parquet (`index`), ours
 * from CSV and from PostgreSQL (`index-csv`, `index-postgres`) (at most 0.35).
 * SQLite: seconds against the program `sqlite3 -csv` writing to /dev/null (limit 1.6).
 * Size, peak: a whole reload of the CSV file in a process of its own: the sealed generation against the CSV (at most
 * 0.35), the process's largest resident memory against 1,000 MB.
 * Partial: seconds of a partial reload that adds a hundredth to these rows, against a reload of them from the CSV file.
 * Stored: the same of a template that keeps its rows in a QVD and loads only new ones from the source.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import mysql from "mysql2";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { getSource } from "@/server/builtin/sources";
import { createSourcePolicy } from "@/server/builtin/sources/policy";
import { testMariadb } from "@/server/testing/mariadb";
import { testPostgres } from "@/server/testing/postgres";
import { takeRows } from "./arguments";
import { CSV_TYPES, fillMysql, fillPostgres, type P2Data, p2Data } from "./p2-data";
import { indexOf } from "./p2-index";
import { partial } from "./p2-partial";
import { type WholeReload, wholeReload } from "./p2-reload";
import { stored } from "./p2-stored";
import { type CaseSpec, median, runBench } from "./report";

const rows = takeRows(1_000_000);
const THREADS = "2";
const PEAK_MB = 1000;

/** Three runs where one takes minutes. */
const often = rows >= 5_000_000 ? { runs: 3, warmups: 0 } : { runs: 5, warmups: 1 };

let lastBytes = 0;

/** Times `work` on a fresh DuckDB file up to the end of its checkpoint; seconds. */
async function intoFile(folder: string, work: (db: DuckDBConnection) => Promise<void>): Promise<number> {
  const own = mkdtempSync(join(folder, "run-"));
  const path = join(own, "generation.duckdb");
  const start = performance.now();
  const instance = await DuckDBInstance.create(path, { threads: THREADS });
  const db = await instance.connect();
  try {
    await work(db);
    await db.run("CHECKPOINT");
    const seconds = (performance.now() - start) / 1000;
    lastBytes = statSync(path).size;
    return seconds;
  } finally {
    db.closeSync();
    instance.closeSync();
    rmSync(own, { recursive: true });
  }
}

async function ours(
  kind: string,
  properties: Record<string, unknown>,
  secret: string | null,
  folder: string,
) {
  const signal = new AbortController().signal;
  const policy = createSourcePolicy({ localOnly: true, hosts: [], fileFolders: [folder], uploads: null });
  const source = getSource(kind);
  const target = { properties: source.parse(properties), secret, policy };
  return intoFile(folder, async (db) => {
    const session = await source.open(target, { signal, statementTimeoutMs: 3_600_000, scratch: folder });
    const result = await session.read("SELECT * FROM sales", {
      db,
      table: "sales",
      signal,
      onRows: () => {},
      maxRows: rows,
    });
    await session.close();
    if (result.rows !== rows || result.warnings.length > 0)
      throw new Error(`read ${result.rows} rows: ${result.warnings.join(" ")}`);
  });
}

const details = () => ({ rows, fileMb: Math.round(lastBytes / 1e6) });

async function csv(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  const types = Object.entries(CSV_TYPES).map(([name, type]) => `'${name}': '${type}'`);
  const native = `CREATE TABLE sales AS FROM read_csv('${data.csv}', header = true, columns = {${types.join(", ")}})`;
  return {
    unit: "s",
    ours: () => csvLoad(data),
    yardstick: () => intoFile(data.folder, async (db) => void (await db.run(native))),
    details,
    ...often,
  };
}

async function parquet(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  const native = `CREATE TABLE sales AS FROM read_parquet('${data.parquet}')`;
  return {
    unit: "s",
    ours: () => ours("files", { folder: data.folder, files: { sales: "sales.parquet" } }, null, data.folder),
    yardstick: () => intoFile(data.folder, async (db) => void (await db.run(native))),
    details,
    ...often,
  };
}

async function receive(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const start = performance.now();
  let bytes = 0;
  for await (const chunk of client.query(copyTo("COPY (SELECT * FROM sales) TO STDOUT (FORMAT binary)")))
    bytes += (chunk as Buffer).length;
  const seconds = (performance.now() - start) / 1000;
  await client.end();
  if (bytes < rows) throw new Error("the table is empty");
  return rows / seconds;
}

async function postgres(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  const server = await testPostgres();
  if ("skip" in server) throw new Error(server.skip);
  await fillPostgres(server.url, data.csv);
  return {
    unit: "rows/s",
    ours: async () => rows / (await ours("postgres", {}, server.url, data.folder)),
    yardstick: () => receive(server.url),
    details,
    ...often,
  };
}

/** The driver as everybody uses it, in its usual way: row objects, streamed, none kept. */
function driverRows(url: string): Promise<number> {
  const connection = mysql.createConnection(url);
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let count = 0;
    connection
      .query("SELECT * FROM sales")
      .on("error", reject)
      .on("result", () => count++)
      .on("end", () => {
        connection.destroy();
        if (count === rows) resolve(rows / ((performance.now() - start) / 1000));
        else reject(new Error(`the driver gave ${count} rows`));
      });
  });
}

async function mysqlCase(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  const server = await testMariadb();
  if ("skip" in server) throw new Error(server.skip);
  await fillMysql(server.url, data.csv);
  return {
    unit: "rows/s",
    ours: async () => rows / (await ours("mysql", {}, server.url, data.folder)),
    yardstick: () => driverRows(server.url),
    details,
    ...often,
  };
}

async function sqlite(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  const cli = () => {
    const start = performance.now();
    const run = spawnSync("sqlite3", ["-csv", data.sqlite, "SELECT * FROM sales"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (run.status !== 0) throw new Error(`the program sqlite3 could not run: ${run.error ?? run.stderr}`);
    return (performance.now() - start) / 1000;
  };
  return {
    unit: "s",
    ours: () => ours("sqlite", { path: data.sqlite }, null, data.folder),
    yardstick: async () => cli(),
    details,
    ...often,
  };
}

const csvLoad = ({ folder }: P2Data) =>
  ours("files", { folder, files: { sales: "sales.csv" } }, null, folder);

/** The load before an index: DuckDB's own from Parquet, the quickest there is. */
const nativeLoad = (data: P2Data) =>
  intoFile(
    data.folder,
    async (db) => void (await db.run(`CREATE TABLE sales AS FROM read_parquet('${data.parquet}')`)),
  );

async function index(load: (data: P2Data) => Promise<number>): Promise<CaseSpec> {
  const data = await p2Data(rows);
  return { ...(await indexOf(data, THREADS)), yardstick: () => load(data), ...often };
}

async function indexAfterPostgres(): Promise<CaseSpec> {
  const server = await testPostgres();
  if ("skip" in server) throw new Error(server.skip);
  await fillPostgres(server.url, (await p2Data(rows)).csv);
  return index(({ folder }) => ours("postgres", {}, server.url, folder));
}

/** One whole reload gives both figures: asked for together, they come from the same runs. */
const reloads: WholeReload[] = [];

async function aWholeReload(folder: string, run: number): Promise<WholeReload> {
  const done = reloads[run] ?? (await wholeReload(folder, "sales.csv", rows));
  reloads[run] = done;
  return done;
}

async function size(): Promise<CaseSpec> {
  const data = await p2Data(rows);
  let run = 0;
  return {
    unit: "MB",
    ours: async () => (await aWholeReload(data.folder, run++)).bytes / 1e6,
    yardstick: async () => statSync(data.csv).size / 1e6,
    details: () => ({ rows }),
    ...often,
    warmups: 0,
  };
}

async function peak(): Promise<CaseSpec> {
  if (process.platform !== "linux") throw new Error("it reads /proc/PID/status, which is not here");
  const data = await p2Data(rows);
  let run = 0;
  return {
    unit: "MB",
    ours: async () => (await aWholeReload(data.folder, run++)).peakMb,
    yardstick: PEAK_MB,
    details: () => ({ rows, seconds: median(reloads.map((r) => r.seconds)) }),
    ...often,
    warmups: 0,
  };
}

await runBench("p2", {
  csv,
  parquet,
  postgres,
  mysql: mysqlCase,
  sqlite,
  index: () => index(nativeLoad),
  "index-csv": () => index(csvLoad),
  "index-postgres": indexAfterPostgres,
  size,
  "peak-mb": peak,
  partial: async () => ({ ...(await partial(rows)), ...often, warmups: 0 }),
  stored: async () => ({ ...(await stored(rows)), ...often, warmups: 0 }),
});
process.exit();
