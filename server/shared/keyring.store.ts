import { and, desc, eq, like } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Clock } from "./clock";
import { deriveKey, envelopeKeyId, randomToken, seal, unseal } from "./crypto";
import { AppError } from "./errors";
import { newId } from "./ids";
import type { DataKey, Keyring } from "./keyring";
import { masterId } from "./secret";

const WRAPPING = "tenant-keys";
/** What keys were wrapped as before master secrets had names. */
const UNNAMED = "master";

/** Row of `settings` that names the master secret in force, once there was a rotation. */
export const MASTER_ROW = "master-key";
const KEPT_ROWS = "kept-purpose:";

export const keptRow = (purpose: string) => `${KEPT_ROWS}${purpose}`;
export const keptContext = (purpose: string) => `purpose|${purpose}`;

/** The key that wraps the tenants' data keys, under its master secret's name. */
export function wrapKey(master: string): DataKey {
  return { id: masterId(master), bytes: deriveKey(master, WRAPPING) };
}

/** Opens a wrapped data key with whichever of the master secrets it was wrapped with. */
export function unwrap(masters: readonly string[], wrapped: string, tenantId: string): Buffer {
  const id = envelopeKeyId(wrapped);
  const keys = masters.map(wrapKey).filter((key) => id === UNNAMED || key.id === id);
  let last: unknown;
  for (const key of keys) {
    try {
      return Buffer.from(unseal({ ...key, id }, wrapped, tenantId), "base64url");
    } catch (error) {
      last = error;
    }
  }
  if (last) throw last;
  throw new AppError("failed", "secrets.unreadable", "A stored secret could not be opened.", {
    advice: "Check that TENANTRY_SECRET is the one this data folder was made with.",
  });
}

interface Extra {
  /** Other master secrets that may still open what was wrapped. */
  others?: readonly string[];
  /** Keys of purposes that were carried over from a former master secret. */
  kept?: ReadonlyMap<string, Buffer>;
}

/**
 * Keyring over the store: one master secret, a key derived per purpose, and a random data key per tenant that is
 * kept wrapped. Opened keys are held in memory only.
 */
export function createKeyring(
  master: string,
  deps: { store: Store; clock: Clock },
  { others = [], kept = new Map() }: Extra = {},
): Keyring {
  const { store, clock } = deps;
  const { tenantKeys } = store.tables;
  const wrapping = wrapKey(master);
  const masters = [master, ...others];
  const purposes = new Map<string, Buffer>(kept);
  const newest = new Map<string, DataKey>();

  const open = (row: { id: string; tenantId: string; wrapped: string | null }): DataKey => {
    if (row.wrapped === null) {
      throw new AppError("failed", "secrets.destroyed", "The data key of this tenant was destroyed.");
    }
    return { id: row.id, bytes: unwrap(masters, row.wrapped, row.tenantId) };
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

/** Which of the given master secrets is in force: the one the database names, else the first. */
export async function masterInForce(store: Store, masters: readonly string[]): Promise<string> {
  const { settings } = store.tables;
  const [row] = await store.read.select().from(settings).where(eq(settings.id, MASTER_ROW));
  const named = (row?.value as { id?: string } | undefined)?.id;
  const found = named === undefined ? masters[0] : masters.find((m) => masterId(m) === named);
  if (found === undefined)
    throw new Error(
      "The master secret is not the one this data folder was rotated to. " +
        "Set TENANTRY_SECRET, or the file of TENANTRY_SECRET_FILE, to the new one.",
    );
  return found;
}

/**
 * The keyring of a data folder that may have been rotated, or is in the middle of it.
 * @param masters the secret that was given first, then the one a rotation is going to
 */
export async function loadKeyring(
  masters: readonly string[],
  deps: { store: Store; clock: Clock },
): Promise<Keyring> {
  const master = await masterInForce(deps.store, masters);
  const { settings } = deps.store.tables;
  const rows = await deps.store.read
    .select()
    .from(settings)
    .where(like(settings.id, `${KEPT_ROWS}%`));
  const wrapping = wrapKey(master);
  const kept = new Map(
    rows.map((row) => {
      const purpose = row.id.slice(KEPT_ROWS.length);
      return [purpose, Buffer.from(unseal(wrapping, String(row.value), keptContext(purpose)), "base64url")];
    }),
  );
  return createKeyring(master, deps, { others: masters.filter((m) => m !== master), kept });
}
