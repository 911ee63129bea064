import { asc, eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { sameText } from "@/server/shared/crypto";
import type { Keyring } from "@/server/shared/keyring";
import { entryHash, headMac, payloadHash } from "./append";

export interface ChainCheck {
  ok: boolean;
  entries: number;
  /** First thing that is wrong, with the sequence number. */
  problem?: string;
}

/** Recomputes a whole chain. Erased payloads are fine; changed, missing, swapped or cut-off entries are not. */
export async function verifyChain(
  ctx: { store: Store; keyring: Keyring },
  chain: string,
): Promise<ChainCheck> {
  const { auditEntries, auditPayloads, settings } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ entry: auditEntries, payload: auditPayloads })
    .from(auditEntries)
    .leftJoin(auditPayloads, eq(auditPayloads.entryId, auditEntries.id))
    .where(eq(auditEntries.chain, chain))
    .orderBy(asc(auditEntries.seq));
  const fail = (problem: string): ChainCheck => ({ ok: false, entries: rows.length, problem });
  let previous = "";
  for (const [i, { entry, payload }] of rows.entries()) {
    if (entry.seq !== i + 1) return fail(`Entry ${i + 1} is missing.`);
    if (entry.previousHash !== previous) return fail(`Entry ${entry.seq} does not follow the one before it.`);
    if (entryHash(entry) !== entry.hash) return fail(`Entry ${entry.seq} was changed.`);
    if (!payload) return fail(`The payload of entry ${entry.seq} is missing.`);
    if (payload.salt !== null && payloadHash(payload.salt, payload.payload) !== entry.payloadHash) {
      return fail(`The payload of entry ${entry.seq} was changed.`);
    }
    if (payload.salt === null && payload.erasedAt === null) {
      return fail(`The payload of entry ${entry.seq} was removed without a tombstone.`);
    }
    previous = entry.hash;
  }
  const head = await ctx.store.read
    .select()
    .from(settings)
    .where(eq(settings.id, `audit-head:${chain}`));
  const sealed = head[0]?.value as { seq: number; mac: string } | undefined;
  if (!sealed)
    return rows.length === 0 ? { ok: true, entries: 0 } : fail("The head of the chain is missing.");
  if (
    sealed.seq !== rows.length ||
    !sameText(sealed.mac, headMac(ctx.keyring, chain, rows.length, previous))
  ) {
    return fail(`The chain ends at entry ${rows.length}, its head says ${sealed.seq}.`);
  }
  return { ok: true, entries: rows.length };
}
