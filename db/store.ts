import { AsyncLocalStorage } from "node:async_hooks";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Schema } from "./schema";

type FullDatabase = BaseSQLiteDatabase<"async", unknown, Schema, ExtractTablesWithRelations<Schema>>;

/** What both dialects share. Always awaited; never `.get()`, `.all()` or `.run()`. */
export type Database = Pick<FullDatabase, "select" | "selectDistinct" | "insert" | "update" | "delete">;

/** The only two doors to the database. */
export interface Store {
  readonly dialect: "sqlite" | "postgres";
  readonly tables: Schema;
  /** Reads outside a transaction. A write through it throws, and so does its use inside `tx`. */
  readonly read: Database;
  /**
   * Runs `body` in one write transaction; all of it or nothing is kept.
   * Bodies await database calls only, never the network, and must be re-runnable (PostgreSQL retries them).
   */
  tx<T>(body: (db: Database) => Promise<T>): Promise<T>;
  /** A consistent copy of the whole database as bytes (SQLite only), for tests and backups. */
  serialize(): Promise<Buffer>;
  close(): Promise<void>;
}

export const TX_TIMEOUT_MS = 10_000;

const inside = new AsyncLocalStorage<true>();

export function refuseInsideTx(what: string): void {
  if (inside.getStore())
    throw new Error(`${what} inside store.tx: use the transaction's own database handle`);
}

/**
 * Runs a transaction's body with the nesting guard on and a time limit. The handle the body gets is dead afterwards,
 * so that a body that was given up cannot write into somebody else's transaction.
 */
export function runTxBody<T>(
  db: Database,
  body: (db: Database) => Promise<T>,
  timeoutMs = TX_TIMEOUT_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`store.tx body took longer than ${timeoutMs} ms: no network or waiting inside`)),
      timeoutMs,
    );
  });
  const handle = new Proxy(db, {
    get(target, property) {
      if (ended) throw new Error("store.tx has ended: its database handle must not be used any more");
      const member = Reflect.get(target, property);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  return Promise.race([inside.run(true, () => body(handle)), late]).finally(() => {
    ended = true;
    clearTimeout(timer);
  });
}

const WRITES: ReadonlySet<PropertyKey> = new Set(["insert", "update", "delete", "transaction", "run"]);

/** The same database for reading only, refusing to be used while a transaction of this call chain is open. */
export function guardReads(db: Database): Database {
  return new Proxy(db, {
    get(target, property, receiver) {
      if (WRITES.has(property)) throw new Error(`store.read.${String(property)}: write in store.tx`);
      refuseInsideTx("store.read");
      return Reflect.get(target, property, receiver);
    },
  });
}

/** Opens the store that `url` names: `file:…` (SQLite) or `postgres://…`. Migrates it to the newest schema. */
export async function openStore(url: string): Promise<Store> {
  if (/^postgres(ql)?:\/\//.test(url)) return (await import("./store.postgres")).openPostgresStore(url);
  return (await import("./store.sqlite")).openSqliteStore(url.replace(/^file:/, ""));
}
