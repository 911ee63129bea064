import type { InferInsertModel, InferSelectModel } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Store } from "../store";

/** Inserts one row in a transaction of its own and returns it as stored (defaults filled in). */
export async function insertRow<T extends SQLiteTable>(
  store: Store,
  table: T,
  values: InferInsertModel<T>,
): Promise<InferSelectModel<T>> {
  const rows: unknown[] = await store.tx(async (db) => db.insert(table).values(values).returning());
  return rows[0] as InferSelectModel<T>;
}
