import { and, asc, eq, gt, isNotNull, like, max } from "drizzle-orm";
import type { Database, Store } from "@/db/store";
import { append, headMac } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Actor } from "@/server/auth/actor";
import type { Clock } from "@/server/shared/clock";
import { envelopeKeyId, sameText, seal } from "@/server/shared/crypto";
import type { Keyring } from "@/server/shared/keyring";
import {
  createKeyring,
  keptContext,
  keptRow,
  loadKeyring,
  MASTER_ROW,
  masterInForce,
  unwrap,
  wrapKey,
} from "@/server/shared/keyring.store";
import { masterId } from "@/server/shared/secret";

const BATCH = 200;
const BEGUN_ROW = "secret-rotation";
/** Carried over: what is compared by one key looks changed to nobody, and what is sealed with the other still opens. */
const CARRIED = [
  "connection-secrets",
  "mail-password",
  "mail-body",
  "payment-keys",
  "second-factors",
  "delivery-unsubscribe",
];
const HEADS = "audit-head:";

export interface Rotation {
  store: Store;
  clock: Clock;
  actor: Actor;
  /** Master secret until now. */
  from: string;
  /** Master secret from now on. */
  to: string;
  /** Keys in one transaction; 200 where not given. */
  batch?: number;
  /** Called after each batch of keys was kept. */
  onBatch?: (keys: number) => void;
}

export interface Rotated {
  /** Tenants' data keys that were wrapped anew, in this go. */
  keys: number;
  /** Heads of audit chains that were sealed anew. */
  chains: number;
  /** Chains whose head did not hold before; they are left as they are. */
  broken: string[];
}

/**
 * Brings a data folder that no portal has open under a new master secret. Until the last step the old one is in force
 * and both are readable; killed anywhere, the same call goes on where it stopped.
 */
export async function rotateSecret(rotation: Rotation): Promise<Rotated> {
  authorize(rotation, "settings:write");
  const { store, clock, from, to } = rotation;
  if ((await masterInForce(store, [from, to])) === to) return { keys: 0, chains: 0, broken: [] };
  const keyring = await loadKeyring([from, to], { store, clock });
  await begin(rotation, keyring);
  const keys = await wrapAnew(rotation);
  return { keys, ...(await switchOver(rotation, keyring)) };
}

async function begin({ store, clock, actor, to }: Rotation, keyring: Keyring): Promise<void> {
  const { settings } = store.tables;
  await store.tx(async (db) => {
    const [row] = await db.select().from(settings).where(eq(settings.id, BEGUN_ROW));
    const id = masterId(to);
    if ((row?.value as { to?: string } | undefined)?.to === id) return;
    const value = { to: id };
    const updatedAt = clock.now();
    await db
      .insert(settings)
      .values({ id: BEGUN_ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    const entry = { tenantId: null, action: "secret.rotate-begin", target: id, payload: {} };
    await append(db, { store, clock, keyring, actor }, entry);
  });
}

/** Wraps every data key with the new master secret; those that are already are left. */
async function wrapAnew({ store, from, to, onBatch, batch = BATCH }: Rotation): Promise<number> {
  const { tenantKeys: t } = store.tables;
  const target = wrapKey(to);
  let [done, after] = [0, ""];
  for (;;) {
    const rows = await store.read
      .select({ id: t.id, tenantId: t.tenantId, wrapped: t.wrapped })
      .from(t)
      .where(and(gt(t.id, after), isNotNull(t.wrapped)))
      .orderBy(asc(t.id))
      .limit(batch);
    const last = rows.at(-1);
    if (!last) return done;
    after = last.id;
    const old = rows.flatMap(({ wrapped, ...row }) =>
      wrapped !== null && envelopeKeyId(wrapped) !== target.id ? [{ ...row, wrapped }] : [],
    );
    if (old.length === 0) continue;
    await store.tx(async (db) => {
      for (const { id, tenantId, wrapped } of old) {
        const key = unwrap([from, to], wrapped, tenantId).toString("base64url");
        await db
          .update(t)
          .set({ wrapped: seal(target, key, tenantId) })
          .where(eq(t.id, id));
      }
    });
    done += old.length;
    onBatch?.(done);
  }
}

/** One transaction: whatever is bound to the master secret itself is bound to the new one, which is in force then. */
async function switchOver(
  { store, clock, actor, to }: Rotation,
  keyring: Keyring,
): Promise<Omit<Rotated, "keys">> {
  const { settings } = store.tables;
  const target = wrapKey(to);
  const updatedAt = clock.now();
  const next = createKeyring(to, { store, clock });
  return store.tx(async (db) => {
    const put = (id: string, value: unknown) =>
      db
        .insert(settings)
        .values({ id, value, updatedAt })
        .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    for (const purpose of CARRIED) {
      const key = keyring.purpose(purpose).toString("base64url");
      await put(keptRow(purpose), seal(target, key, keptContext(purpose)));
    }
    const entry = { tenantId: null, action: "secret.rotate", target: target.id, payload: {} };
    await append(db, { store, clock, keyring, actor }, entry);
    const heads = await sealHeads(db, store, keyring, next);
    await put(MASTER_ROW, { id: target.id });
    await db.delete(settings).where(eq(settings.id, BEGUN_ROW));
    return heads;
  });
}

async function sealHeads(db: Database, store: Store, old: Keyring, next: Keyring) {
  const { settings, auditEntries: e } = store.tables;
  const newest = db
    .select({ chain: e.chain, seq: max(e.seq).as("newest_seq") })
    .from(e)
    .groupBy(e.chain)
    .as("newest");
  const ends = await db
    .select({ chain: e.chain, seq: e.seq, hash: e.hash })
    .from(e)
    .innerJoin(newest, and(eq(newest.chain, e.chain), eq(newest.seq, e.seq)));
  const end = new Map(ends.map((row) => [row.chain, row]));
  const heads = await db
    .select()
    .from(settings)
    .where(like(settings.id, `${HEADS}%`));
  const broken: string[] = [];
  for (const { id, value } of heads) {
    const chain = id.slice(HEADS.length);
    const { seq, mac } = value as { seq: number; mac: string };
    const last = end.get(chain);
    // A head that was tampered with must not become a good one by being sealed anew.
    if (!last || last.seq !== seq || !sameText(mac, headMac(old, chain, seq, last.hash))) {
      broken.push(chain);
      continue;
    }
    const sealed = { seq, mac: headMac(next, chain, seq, last.hash) };
    await db.update(settings).set({ value: sealed }).where(eq(settings.id, id));
  }
  return { chains: heads.length - broken.length, broken };
}
