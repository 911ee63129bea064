import { resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { buildSchema } from "./schema";
import { columns } from "./schema/columns.sqlite";
import { type Database, guardReads, refuseInsideTx, runTxBody, type Store } from "./store";

const MIGRATIONS = "db/migrations/sqlite";

function connect(source: string | Buffer, readOnly: boolean): Sqlite.Database {
  const db = new Sqlite(source);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("foreign_keys = ON");
  db.pragma("busy_timeout = 5000");
  if (readOnly) db.pragma("query_only = ON");
  return db;
}

/**
 * Opens (and migrates) a SQLite store. One queued writer, one read-only connection.
 * @param source a file's path, or the bytes of a serialized database (held in memory: reads share the writer's handle).
 */
export async function openSqliteStore(source: string | Buffer): Promise<Store> {
  const writer = connect(source, false);
  const reader = typeof source === "string" && source !== ":memory:" ? connect(source, true) : writer;
  const tables = buildSchema(columns);
  const config = { schema: tables, casing: "snake_case" as const };
  const writeDb = drizzle(writer, config);
  migrate(writeDb, { migrationsFolder: resolve(process.cwd(), MIGRATIONS) });
  const handle = writeDb as unknown as Database;

  let queue: Promise<unknown> = Promise.resolve();
  async function exclusive<T>(body: (db: Database) => Promise<T>): Promise<T> {
    writer.exec("begin immediate");
    try {
      const value = await runTxBody(() => body(handle));
      writer.exec("commit");
      return value;
    } catch (error) {
      if (writer.inTransaction) writer.exec("rollback");
      throw error;
    }
  }

  return {
    dialect: "sqlite",
    tables,
    read: guardReads(drizzle(reader, config) as unknown as Database),
    async tx(body) {
      refuseInsideTx("store.tx");
      const turn = queue.then(() => exclusive(body));
      queue = turn.catch(() => undefined);
      return turn;
    },
    async serialize() {
      writer.pragma("wal_checkpoint(TRUNCATE)");
      return writer.serialize();
    },
    async close() {
      await queue;
      if (reader !== writer) reader.close();
      writer.close();
    },
  };
}
