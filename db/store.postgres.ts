import { resolve } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { AppError } from "@/server/shared/errors";
import { buildSchema } from "./schema";
import { columns } from "./schema/columns.postgres";
import { type Database, guardReads, refuseInsideTx, runTxBody, type Store } from "./store";

const MIGRATIONS = "db/migrations/postgres";
const TRIES = 8;

/** Serialization failure and deadlock: the transaction may simply be run again. */
export function isRetryable(error: unknown): boolean {
  for (let e = error as { code?: string; cause?: unknown } | undefined; e; e = e.cause as typeof e) {
    if (e.code === "40001" || e.code === "40P01") return true;
  }
  return false;
}

const contended = (cause: unknown) =>
  new AppError("unavailable", "store.contended", "Others are changing the same at this moment.", {
    advice: "Nothing was changed: try again.",
    cause,
  });

export interface PostgresDriver {
  // biome-ignore lint/suspicious/noExplicitAny: drizzle's node-postgres and PGlite databases share no common type
  db: any;
  migrate(folder: string): Promise<void>;
  close(): Promise<void>;
  /** Time limit of a transaction's body. */
  txTimeoutMs?: number;
}

/** Builds a store over any drizzle PostgreSQL database, so that the suite can run on PGlite too. */
export async function postgresStore(driver: PostgresDriver, tables = buildSchema(columns)): Promise<Store> {
  await driver.migrate(resolve(process.cwd(), MIGRATIONS));
  async function attempt<T>(body: (db: Database) => Promise<T>, tries: number): Promise<T> {
    try {
      return await driver.db.transaction(
        (db: unknown) => runTxBody(db as Database, body, driver.txTimeoutMs),
        {
          isolationLevel: "serializable",
        },
      );
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (tries <= 1) throw contended(error);
      await new Promise((done) => setTimeout(done, Math.random() * 20 * (TRIES - tries + 1)));
      return attempt(body, tries - 1);
    }
  }
  return {
    dialect: "postgres",
    tables,
    read: guardReads(driver.db as Database),
    async tx(body) {
      refuseInsideTx("store.tx");
      return attempt(body, TRIES);
    },
    async serialize() {
      throw new Error("serialize: only a SQLite store can be serialized; use pg_dump");
    },
    close: () => driver.close(),
  };
}

/** Opens (and migrates) a PostgreSQL store with a pool of ten connections. */
export async function openPostgresStore(url: string): Promise<Store> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that the server ends is replaced when needed; unheard, its error would end the process.
  pool.on("error", () => undefined);
  const tables = buildSchema(columns);
  const db = drizzle(pool, { schema: tables as never, casing: "snake_case" });
  return postgresStore(
    { db, migrate: (migrationsFolder) => migrate(db, { migrationsFolder }), close: () => pool.end() },
    tables,
  );
}
