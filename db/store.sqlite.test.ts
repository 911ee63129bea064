import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { inArray, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { makeTenant } from "./factories";
import { openStore } from "./store";
import { openSqliteStore } from "./store.sqlite";

function withFolder(body: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "tenantry-sqlite-"));
    try {
      await body(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

describe("a SQLite file", () => {
  it(
    "is migrated once and opened again with what it holds",
    withFolder(async (folder) => {
      const url = `file:${join(folder, "a.db")}`;
      const first = await openStore(url);
      const tenant = await makeTenant(first);
      await first.close();
      const second = await openStore(url);
      expect(await second.read.select().from(second.tables.tenants)).toEqual([tenant]);
      await second.close();
    }),
  );

  it(
    "is read through a connection that is query_only",
    withFolder(async (folder) => {
      const store = await openSqliteStore(join(folder, "a.db"));
      const smuggled = store.read.select({ pragma: sql<number>`query_only` }).from(sql`pragma_query_only`);
      expect(await smuggled).toEqual([{ pragma: 1 }]);
      await store.close();
    }),
  );

  it(
    "survives in the bytes of `serialize`, alone",
    withFolder(async (folder) => {
      const store = await openSqliteStore(join(folder, "a.db"));
      const tenant = await makeTenant(store);
      const copy = await openSqliteStore(await store.serialize());
      await makeTenant(store);
      expect(await copy.read.select().from(copy.tables.tenants)).toEqual([tenant]);
      await Promise.all([store.close(), copy.close()]);
    }),
  );

  it(
    "finishes what is queued before it closes, and refuses what comes after",
    withFolder(async (folder) => {
      const store = await openSqliteStore(join(folder, "a.db"));
      const made = makeTenant(store);
      await Promise.all([made, store.close()]);
      await expect(makeTenant(store)).rejects.toThrow();
    }),
  );

  it(
    "answers statements that it has let go of meanwhile",
    withFolder(async (folder) => {
      const store = await openSqliteStore(join(folder, "a.db"));
      const { id } = await makeTenant(store);
      const { tenants } = store.tables;
      const among = (others: number) => [id, ...Array.from({ length: others }, (_, i) => `other-${i}`)];
      const sizes = Array.from({ length: 500 }, (_, i) => i);
      for (const size of [...sizes, ...sizes]) {
        const found = await store.read
          .select({ id: tenants.id })
          .from(tenants)
          .where(inArray(tenants.id, among(size)));
        expect(found).toEqual([{ id }]);
      }
      await store.close();
    }),
  );

  it(
    "gives rows as they are asked for, also where the text was asked for otherwise before",
    withFolder(async (folder) => {
      const store = await openSqliteStore(join(folder, "a.db"));
      const client = (store.read as unknown as { $client: Sqlite.Database }).$client;
      const text = "SELECT 1 AS one, 2 AS two";
      expect(client.prepare(text).raw().all()).toEqual([[1, 2]]);
      expect(client.prepare(text).all()).toEqual([{ one: 1, two: 2 }]);
      expect(client.prepare(text).pluck().all()).toEqual([1]);
      expect(client.prepare(text).all()).toEqual([{ one: 1, two: 2 }]);
      await store.close();
    }),
  );
});
