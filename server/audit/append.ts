import { desc, eq } from "drizzle-orm";
import type { Database, Store } from "@/db/store";
import { type Actor, doerName, viewedAs } from "@/server/auth/actor";
import type { Clock } from "@/server/shared/clock";
import { hmac, randomToken, sha256 } from "@/server/shared/crypto";
import { newId } from "@/server/shared/ids";
import { canonicalJson } from "@/server/shared/json";
import type { Keyring } from "@/server/shared/keyring";

export interface AuditRecord {
  /** null for what concerns no tenant. */
  tenantId: string | null;
  /** `noun.verb`, for example `tenant.create`. */
  action: string;
  /** Id of what it was done to. */
  target: string;
  /** What changed. Never a secret. */
  payload: Record<string, unknown>;
}

export interface AuditContext {
  store: Store;
  clock: Clock;
  keyring: Keyring;
  actor: Actor;
  requestId?: string;
  address?: string | null;
}

export const OPERATOR_CHAIN = "operator";

export interface ChainEntry {
  chain: string;
  seq: number;
  at: Date;
  actor: string;
  /** As whom; null where the actor acted as themselves. */
  viewedAs: string | null;
  action: string;
  target: string;
  payloadHash: string;
  previousHash: string;
  /** Network address it was asked from, `cli` for the command line; null for work of the portal itself. */
  address: string | null;
  /** The request or run that did it; null where there was none. */
  requestId: string | null;
}

export function payloadHash(salt: string, payload: unknown): string {
  return sha256(`${salt}\n${canonicalJson(payload)}`);
}

export function entryHash(e: ChainEntry): string {
  return sha256(
    canonicalJson([
      e.chain,
      e.seq,
      e.at.getTime(),
      e.actor,
      e.action,
      e.target,
      e.payloadHash,
      e.previousHash,
      // Only where there is one: entries older than these fields keep their hash.
      ...(e.viewedAs === null ? [] : [e.viewedAs]),
      ...(e.address === null && e.requestId === null ? [] : [{ from: e.address, request: e.requestId }]),
    ]),
  );
}

/** From where and by which request. Jobs without a run are named by their actor already. */
function originOf({ actor, requestId, address }: AuditContext): Pick<ChainEntry, "address" | "requestId"> {
  return {
    address: actor.type === "local" ? "cli" : (address ?? null),
    requestId: requestId && !(actor.type === "system" && actor.job === requestId) ? requestId : null,
  };
}

/** Seals the newest entry of a chain, so that cutting the end off is seen. */
export function headMac(keyring: Keyring, chain: string, seq: number, hash: string): string {
  return hmac(keyring.purpose("audit-head"), `${chain}|${seq}|${hash}`);
}

/**
 * Adds one entry to the tenant's hash chain, inside the transaction of the change it tells: if it fails, so does
 * the change. Payloads are rows of their own, bound by a salted hash, so that they can be erased later.
 */
export async function append(db: Database, ctx: AuditContext, record: AuditRecord): Promise<void> {
  const { auditEntries, auditPayloads, settings } = ctx.store.tables;
  const chain = record.tenantId ?? OPERATOR_CHAIN;
  const last = await db
    .select({ seq: auditEntries.seq, hash: auditEntries.hash })
    .from(auditEntries)
    .where(eq(auditEntries.chain, chain))
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  const at = ctx.clock.now();
  const salt = randomToken(16);
  const entry: ChainEntry = {
    chain,
    seq: (last[0]?.seq ?? 0) + 1,
    at,
    actor: doerName(ctx.actor),
    viewedAs: viewedAs(ctx.actor),
    action: record.action,
    target: record.target,
    payloadHash: payloadHash(salt, record.payload),
    previousHash: last[0]?.hash ?? "",
    ...originOf(ctx),
  };
  const id = newId("audit", at.getTime());
  const hash = entryHash(entry);
  await db.insert(auditEntries).values({ id, ...entry, hash });
  await db.insert(auditPayloads).values({ entryId: id, salt, payload: record.payload });
  const value = { seq: entry.seq, mac: headMac(ctx.keyring, chain, entry.seq, hash) };
  await db
    .insert(settings)
    .values({ id: `audit-head:${chain}`, value, updatedAt: at })
    .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt: at } });
}
