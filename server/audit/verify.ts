import { asc, eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { sameText } from "@/server/shared/crypto";
import type { Keyring } from "@/server/shared/keyring";
import { entryHash, headMac, payloadHash } from "./append";
import { archived, type KeptEntry } from "./archived";

export interface ChainCheck {
  ok: boolean;
  entries: number;
  /** First thing that is wrong, with the sequence number. */
  problem?: string;
}

/** What is wrong with an entry at its place in the chain; null where nothing is. */
function entryProblem({ entry, payload }: KeptEntry, seq: number, previous: string): string | null {
  if (entry.seq !== seq) return `Entry ${seq} is missing.`;
  if (entry.previousHash !== previous) return `Entry ${entry.seq} does not follow the one before it.`;
  if (entryHash(entry) !== entry.hash) return `Entry ${entry.seq} was changed.`;
  if (!payload) return `The payload of entry ${entry.seq} is missing.`;
  if (payload.salt !== null && payloadHash(payload.salt, payload.payload) !== entry.payloadHash)
    return `The payload of entry ${entry.seq} was changed.`;
  if (payload.salt === null && payload.erasedAt === null)
    return `The payload of entry ${entry.seq} was removed without a tombstone.`;
  return null;
}

interface Walk {
  entries: number;
  last: string;
  problem: string | null;
}

function step(walk: Walk, kept: KeptEntry): Walk {
  const problem = walk.problem ?? entryProblem(kept, walk.entries + 1, walk.last);
  return { entries: walk.entries + 1, last: kept.entry.hash, problem };
}

async function throughArchives(store: Store, chain: string): Promise<Walk> {
  let walk: Walk = { entries: 0, last: "", problem: null };
  try {
    for await (const kept of archived(store, chain)) walk = step(walk, kept);
    return walk;
  } catch {
    return { ...walk, problem: walk.problem ?? `The archive after entry ${walk.entries} cannot be read.` };
  }
}

/**
 * Recomputes a whole chain, what was archived of it first. Erased payloads are fine; changed, missing, swapped or
 * cut-off entries are not.
 */
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
  const { entries, last, problem } = rows.reduce(step, await throughArchives(ctx.store, chain));
  if (problem) return { ok: false, entries, problem };
  const fail = (what: string): ChainCheck => ({ ok: false, entries, problem: what });
  const head = await ctx.store.read
    .select()
    .from(settings)
    .where(eq(settings.id, `audit-head:${chain}`));
  const sealed = head[0]?.value as { seq: number; mac: string } | undefined;
  if (!sealed) return entries === 0 ? { ok: true, entries: 0 } : fail("The head of the chain is missing.");
  if (sealed.seq !== entries || !sameText(sealed.mac, headMac(ctx.keyring, chain, entries, last)))
    return fail(`The chain ends at entry ${entries}, its head says ${sealed.seq}.`);
  return { ok: true, entries };
}
