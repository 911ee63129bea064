import type { Store } from "../store";
import { openSqliteStore } from "../store.sqlite";

let template: Promise<Buffer> | undefined;

async function migratedBytes(): Promise<Buffer> {
  const store = await openSqliteStore(":memory:");
  try {
    return await store.serialize();
  } finally {
    await store.close();
  }
}

/** A fresh, migrated SQLite store in memory, for one test. The schema is built once per process; a store takes ~1 ms. */
export async function testStore(): Promise<Store> {
  template ??= migratedBytes();
  return openSqliteStore(await template, { migrated: true });
}
