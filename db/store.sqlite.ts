import { resolve } from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { buildSchema } from "./schema";
import { columns } from "./schema/columns.sqlite";
import { type Database, guardReads, refuseInsideTx, runTxBody, type Store } from "./store";
import { keepStatements } from "./store.sqlite.statements";

const MIGRATIONS = "db/migrations/sqlite";

function connect(source: string | Buffer, readOnly: boolean): Sqlite.Database {
  const db = new Sqlite(source);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  // A checkpoint every 16 MB of log instead of every 4: pages that change all the time are copied back less often.
  db.pragma("wal_autocheckpoint = 4000");
  db.pragma("cache_size = -32000");
  db.pragma("foreign_keys = ON");
  db.pragma("busy_timeout = 5000");
  if (readOnly) db.pragma("query_only = ON");
  return db;
}

/** Bytes 18 and 19 say that a log lies beside the file; in memory there is none, so such bytes would not open. */
function withoutLog(bytes: Buffer): Buffer {
  bytes[18] = 1;
  bytes[19] = 1;
  return bytes;
}

export interface SqliteOptions {
  /** The bytes are known to have the newest schema: skip the migrator. */
  migrated?: boolean;
  /** Time limit of a transaction's body. */
  txTimeoutMs?: number;
}

let described: ReturnType<typeof buildSchema> | undefined;
/** Table descriptions hold no connection, so one set serves every store of the process. */
const describeTables = () => (described ??= buildSchema(columns));

/** One writer for everybody: bodies queue up and run one after the other. */
function serialWriter(writer: Sqlite.Database, handle: Database, timeoutMs?: number) {
  const begin = writer.prepare("begin immediate");
  const commit = writer.prepare("commit");
  let queue: Promise<unknown> = Promise.resolve();
  async function exclusive<T>(body: (db: Database) => Promise<T>): Promise<T> {
    begin.run();
    try {
      const value = await runTxBody(handle, body, timeoutMs);
      commit.run();
      return value;
    } catch (error) {
      if (writer.inTransaction) writer.exec("rollback");
      throw error;
    }
  }
  return {
    enqueue<T>(body: (db: Database) => Promise<T>): Promise<T> {
      const turn = queue.then(() => exclusive(body));
      queue = turn.catch(() => undefined);
      return turn;
    },
    idle: () => queue,
  };
}

/**
 * Opens (and migrates) a SQLite store. One queued writer, one read-only connection.
 * @param source a file's path, or the bytes of a serialized database. In memory, reads share the writer's handle and
 * so see what an open transaction has written; only a file has the second, `query_only` connection.
 */
export async function openSqliteStore(
  source: string | Buffer,
  { migrated = false, txTimeoutMs }: SqliteOptions = {},
): Promise<Store> {
  const writer = connect(source, false);
  const tables = describeTables();
  const config = { schema: tables, casing: "snake_case" as const };
  const writeDb = drizzle(writer, config);
  if (!migrated) migrate(writeDb, { migrationsFolder: resolve(process.cwd(), MIGRATIONS) });
  const reader = typeof source === "string" && source !== ":memory:" ? connect(source, true) : writer;
  for (const connection of new Set([writer, reader])) keepStatements(connection);
  const readDb = reader === writer ? writeDb : drizzle(reader, config);
  const writes = serialWriter(writer, writeDb as unknown as Database, txTimeoutMs);

  return {
    dialect: "sqlite",
    tables,
    read: guardReads(readDb as unknown as Database),
    async tx(body) {
      refuseInsideTx("store.tx");
      return writes.enqueue(body);
    },
    async serialize() {
      await writes.idle();
      writer.pragma("wal_checkpoint(TRUNCATE)");
      return withoutLog(writer.serialize());
    },
    async close() {
      await writes.idle();
      if (reader !== writer) reader.close();
      writer.close();
    },
  };
}
