import { and, desc, eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Clock } from "./clock";
import { deriveKey, randomToken, seal, unseal } from "./crypto";
import { AppError } from "./errors";
import { newId } from "./ids";
import type { DataKey, Keyring } from "./keyring";

const WRAPPING = "tenant-keys";

function wrapKey(master: string): DataKey {
  return { id: "master", bytes: deriveKey(master, WRAPPING) };
}

/**
 * Keyring over the store: one master secret, a key derived per purpose, and a random data key per tenant that is
 * kept wrapped. Opened keys are held in memory only.
 */
export function createKeyring(master: string, deps: { store: Store; clock: Clock }): Keyring {
  const { store, clock } = deps;
  const { tenantKeys } = store.tables;
  const wrapping = wrapKey(master);
  const purposes = new Map<string, Buffer>();
  const newest = new Map<string, DataKey>();

  const open = (row: { id: string; tenantId: string; wrapped: string | null }): DataKey => {
    if (row.wrapped === null) {
      throw new AppError("failed", "secrets.destroyed", "The data key of this tenant was destroyed.");
    }
    return { id: row.id, bytes: Buffer.from(unseal(wrapping, row.wrapped, row.tenantId), "base64url") };
  };

  async function findOrMake(tenantId: string): Promise<DataKey> {
    return store.tx(async (db) => {
      const rows = await db
        .select()
        .from(tenantKeys)
        .where(eq(tenantKeys.tenantId, tenantId))
        .orderBy(desc(tenantKeys.createdAt), desc(tenantKeys.id))
        .limit(1);
      const existing = rows[0];
      if (existing) return open(existing);
      const now = clock.now();
      const id = newId("tenantKey", now.getTime());
      const wrapped = seal(wrapping, randomToken(32), tenantId);
      await db.insert(tenantKeys).values({ id, tenantId, wrapped, createdAt: now });
      return open({ id, tenantId, wrapped });
    });
  }

  return {
    purpose(name) {
      const known = purposes.get(name) ?? deriveKey(master, name);
      purposes.set(name, known);
      return known;
    },
    async tenantKey(tenantId) {
      const known = newest.get(tenantId) ?? (await findOrMake(tenantId));
      newest.set(tenantId, known);
      return known;
    },
    async tenantKeyById(tenantId, keyId) {
      const known = newest.get(tenantId);
      if (known?.id === keyId) return known;
      const rows = await store.read
        .select()
        .from(tenantKeys)
        .where(and(eq(tenantKeys.id, keyId), eq(tenantKeys.tenantId, tenantId)));
      const row = rows[0];
      if (!row)
        throw new AppError("failed", "secrets.unknown_key", "A secret names a key that does not exist.");
      return open(row);
    },
    async destroyTenantKeys(tenantId) {
      newest.delete(tenantId);
      await store.tx((db) =>
        db
          .update(tenantKeys)
          .set({ wrapped: null, destroyedAt: clock.now() })
          .where(eq(tenantKeys.tenantId, tenantId)),
      );
    },
  };
}
