import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { buildSchema } from "./schema";
import { columns } from "./schema/columns.postgres";
import type { Store } from "./store";
import { postgresStore } from "./store.postgres";
import { openSqliteStore } from "./store.sqlite";

export interface StoreKind {
  name: string;
  /** SQLite reads through a connection of its own, which sees nothing that is not committed. */
  isolatedReads: boolean;
  /** A new store; `close` removes what it kept on disk. PostgreSQL's share one database: tests use rows of their own. */
  open(options?: { txTimeoutMs?: number }): Promise<Store>;
}

async function onDisk(options?: { txTimeoutMs?: number }): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-store-"));
  const store = await openSqliteStore(join(folder, "test.db"), options);
  return {
    ...store,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let server: PGlite | undefined;

async function onPglite(options?: { txTimeoutMs?: number }): Promise<Store> {
  server ??= new PGlite();
  const tables = buildSchema(columns);
  const db = drizzle(server, { schema: tables as never, casing: "snake_case" });
  return postgresStore(
    {
      db,
      migrate: (migrationsFolder) => migrate(db, { migrationsFolder }),
      close: async () => undefined,
      ...options,
    },
    tables,
  );
}

/** Every kind of store this process can open by itself: what holds on all of them, the code may rely on. */
export const storeKinds: StoreKind[] = [
  { name: "SQLite file", isolatedReads: true, open: onDisk },
  { name: "SQLite memory", isolatedReads: false, open: (options) => openSqliteStore(":memory:", options) },
  { name: "PostgreSQL (PGlite)", isolatedReads: true, open: onPglite },
];
