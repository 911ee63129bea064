/**
 * QVD: rows of a file of Qlik's kind, written by our own `STORE … (qvd)`, into a new DuckDB file, checkpointed.
 * `npm run bench -- qvd [read some derived incremental] [--rows 2000000]`: 2,000,000 rows × 8 fields unless told otherwise.
 * Rows/s of the load script against DuckDB's own CREATE TABLE AS of the same from Parquet, same threads: all fields
 * (`read`), three of them with a rename and `WHERE Exists()` (`some`), and expressions of five (`derived`). Incremental: seconds, see there.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { runScript } from "@/server/builtin/script/interpreter/run-script";
import { testRun } from "@/server/builtin/script/testing/host";
import { takeRows } from "./arguments";
import { type CaseSpec, runBench } from "./report";

const rows = takeRows(2_000_000);
const SEED = 20_261_123;
const THREADS = "2";

const pick = (salt: number, range: number) => `(hash(i, ${SEED + salt}) % ${range})`;

/** What a QVD of sales has: a key, days, keys of others, names, figures, a text that is often missing. */
const SALES = `SELECT 1000000000 + i AS OrderID,
  DATE '2021-01-01' + ${pick(1, 1826)}::INTEGER AS OrderDate,
  ${pick(2, 100_000)}::BIGINT + 1 AS CustomerID,
  'Product ' || ${pick(3, 5000)} AS Product,
  ['web', 'store', 'phone', 'partner', 'marketplace'][${pick(4, 5)}::INTEGER + 1] AS Channel,
  ${pick(5, 20)}::BIGINT + 1 AS Quantity,
  ${pick(6, 50_000)} / 64.0 AS Amount,
  CASE WHEN ${pick(7, 10)} < 3 THEN NULL ELSE 'note ' || hex(hash(${pick(8, 200_000)}, 1)) END AS Note
  FROM range(${rows}) t(i)`;

interface Data {
  folder: string;
  qvd: string;
  parquet: string;
  /** Runs a load script in a new DuckDB file up to the end of its checkpoint; rows a second. */
  script(script: string): Promise<number>;
  /** The same for a statement of DuckDB's. */
  sql(sql: string): Promise<number>;
}

async function data(): Promise<Data> {
  const t = await testRun({ limits: { rows: 10 * rows, bytes: Number.MAX_SAFE_INTEGER } });
  process.once("exit", () => rmSync(t.folder, { recursive: true, force: true }));
  const [qvd, parquet] = [join(t.folder, "sales.qvd"), join(t.folder, "sales.parquet")];
  const made: Data = {
    folder: t.folder,
    qvd,
    parquet,
    script: (text) => timed(async (db) => void (await runScript(text, { ...t.host, db }))),
    sql: (text) => timed(async (db) => void (await db.run(text))),
  };
  await made.sql(`COPY (${SALES}) TO '${parquet}' (FORMAT parquet)`);
  await made.script(
    "Sales: LOAD * FROM [lib://Files/sales.parquet] (parquet); STORE Sales INTO [lib://Files/sales.qvd] (qvd);",
  );
  return made;
}

async function timed(work: (db: DuckDBConnection) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "bench-qvd-"));
  const instance = await DuckDBInstance.create(join(folder, "generation.duckdb"), { threads: THREADS });
  const db = await instance.connect();
  try {
    const start = performance.now();
    await work(db);
    await db.run("CHECKPOINT");
    return rows / ((performance.now() - start) / 1000);
  } finally {
    db.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

const details =
  ({ qvd, parquet }: Data) =>
  () => ({
    rows,
    qvdMb: Math.round(statSync(qvd).size / 1e6),
    parquetMb: Math.round(statSync(parquet).size / 1e6),
  });

async function read(script: string, sql: string): Promise<CaseSpec> {
  const made = await data();
  return {
    unit: "rows/s",
    ours: () => made.script(script),
    yardstick: () => made.sql(sql.replace("FILE", `read_parquet('${made.parquet}')`)),
    details: details(made),
  };
}

const FILE = "FROM [lib://Files/sales.qvd] (qvd)";

/**
 * As Qlik's incremental loads are written: new rows from the source, the others from the QVD of the run before, all of it stored
 * again; against a run that reads all rows from the source, a CSV file on this disk.
 */
async function incremental(): Promise<CaseSpec> {
  const made = await data();
  const added = Math.round(rows / 100);
  const change = SALES.replace(`range(${rows})`, `range(${rows}, ${rows + added})`);
  await made.sql(`COPY (${change}) TO '${join(made.folder, "change.csv")}' (FORMAT csv, HEADER)`);
  await made.sql(`COPY (FROM '${made.parquet}') TO '${join(made.folder, "sales.csv")}' (FORMAT csv, HEADER)`);
  const source = (name: string) =>
    `FROM [lib://Files/${name}.csv] (txt, utf8, embedded labels, delimiter is ',')`;
  const store = "STORE Sales INTO [lib://Files/next.qvd] (qvd);";
  const seconds = async (script: string) => rows / (await made.script(script));
  return {
    unit: "s",
    runs: 3,
    ours: () =>
      seconds(`Sales: LOAD * ${source("change")};
        CONCATENATE (Sales) LOAD * ${FILE} WHERE NOT Exists(OrderID); ${store}`),
    yardstick: () => seconds(`Sales: LOAD * ${source("sales")}; ${store}`),
    details: () => ({ ...details(made)(), added }),
  };
}

await runBench("qvd", {
  incremental,
  read: () => read(`Sales: LOAD * ${FILE};`, "CREATE TABLE Sales AS FROM FILE"),
  some: () =>
    read(
      `Wanted: LOAD RecNo() * 10 AS CustomerID AUTOGENERATE 5000;
        Sales: LOAD CustomerID, Product AS Article, Quantity ${FILE} WHERE Exists(CustomerID);`,
      `CREATE TABLE Sales AS SELECT CustomerID, Product AS Article, Quantity FROM FILE
        WHERE CustomerID IN (SELECT range * 10 FROM range(1, 5001))`,
    ),
  derived: () =>
    read(
      `Sales: LOAD OrderID, Year(OrderDate) AS Year, Upper(Channel) AS Channel, Quantity * Amount AS Revenue ${FILE};`,
      `CREATE TABLE Sales AS SELECT OrderID, year(OrderDate) AS Year, upper(Channel) AS Channel,
        Quantity * Amount AS Revenue FROM FILE`,
    ),
});
