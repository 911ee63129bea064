import { and, asc, eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Clock } from "@/server/shared/clock";
import { newId } from "@/server/shared/ids";
import type { PlatformState, StateObject } from "./port";

/** A platform's state in the table `builtin_objects`. Each call is one statement or one transaction. */
export function createPlatformState(store: Store, clock: Clock): PlatformState {
  const t = store.tables.builtinObjects;
  const at = (tenant: string, kind: string, key: string) =>
    and(eq(t.tenantId, tenant), eq(t.kind, kind), eq(t.naturalKey, key));
  const shaped = <T>(row: { id: string; naturalKey: string; data: unknown }): StateObject<T> => ({
    id: row.id,
    key: row.naturalKey,
    data: row.data as T,
  });

  return {
    async get<T>(tenant: string, kind: string, key: string) {
      const [row] = await store.read
        .select()
        .from(t)
        .where(at(tenant, kind, key));
      return row ? shaped<T>(row) : null;
    },
    async list<T>(tenant: string, kind: string) {
      const rows = await store.read
        .select()
        .from(t)
        .where(and(eq(t.tenantId, tenant), eq(t.kind, kind)))
        .orderBy(asc(t.createdAt), asc(t.id));
      return rows.map((row) => shaped<T>(row));
    },
    async put<T>(tenant: string, kind: string, key: string, data: T) {
      const now = clock.now();
      const value = data as Record<string, unknown>;
      return store.tx(async (db) => {
        const [row] = await db
          .insert(t)
          .values({
            id: newId("object", now.getTime()),
            tenantId: tenant,
            kind,
            naturalKey: key,
            data: value,
            createdAt: now,
            updatedAt: now,
          })
          .onConflictDoUpdate({
            target: [t.tenantId, t.kind, t.naturalKey],
            set: { data: value, updatedAt: now },
          })
          .returning();
        if (!row) throw new Error("insert returned no row");
        return shaped<T>(row);
      });
    },
    async delete(tenant, kind, key) {
      await store.tx((db) => db.delete(t).where(at(tenant, kind, key)));
    },
    async deleteAll(tenant) {
      await store.tx((db) => db.delete(t).where(eq(t.tenantId, tenant)));
    },
  };
}
