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
  broken?: Broken;
}

/** `unreadable`: an archive that cannot be opened; what is in it cannot be told. */
export type Tampering = "edited" | "removed" | "reordered" | "truncated" | "unreadable";

/** The first entry that is not as it was written, and what was done to it as far as can be told. */
export interface Broken {
  seq: number;
  how: Tampering;
}

/** What is wrong at a place of the chain. */
interface Problem extends Broken {
  text: string;
  /** Hash of the entry that should be the one before; where it stands elsewhere, entries were put in another order. */
  follows?: string;
}

/** What is wrong with an entry at its place in the chain; null where nothing is. */
export function entryProblem({ entry, payload }: KeptEntry, seq: number, previous: string): Problem | null {
  const edited = (text: string): Problem => ({ seq: entry.seq, how: "edited", text });
  const removed = (at: number, text: string): Problem => ({ seq: at, how: "removed", text });
  if (entry.seq !== seq) return removed(seq, `Entry ${seq} is missing.`);
  if (entry.previousHash !== previous) {
    const text = `Entry ${seq} does not follow the one before it.`;
    return { ...removed(seq, text), follows: entry.previousHash };
  }
  if (entryHash(entry) !== entry.hash) return edited(`Entry ${seq} was changed.`);
  if (!payload) return removed(seq, `The payload of entry ${seq} is missing.`);
  if (payload.salt !== null && payloadHash(payload.salt, payload.payload) !== entry.payloadHash)
    return edited(`The payload of entry ${seq} was changed.`);
  if (payload.salt === null && payload.erasedAt === null)
    return removed(seq, `The payload of entry ${seq} was removed without a tombstone.`);
  return null;
}

interface Walk {
  entries: number;
  last: string;
  problem: Problem | null;
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
    const text = `The archive after entry ${walk.entries} cannot be read.`;
    return { ...walk, problem: walk.problem ?? { seq: walk.entries + 1, how: "unreadable", text } };
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
  const fail = (text: string, broken: Broken): ChainCheck => ({ ok: false, entries, problem: text, broken });
  const head = await ctx.store.read
    .select()
    .from(settings)
    .where(eq(settings.id, `audit-head:${chain}`));
  const sealed = head[0]?.value as { seq: number; mac: string } | undefined;
  if (problem) {
    const how =
      problem.follows === undefined ? problem.how : brokenLink(problem.follows, rows, entries, sealed);
    return fail(problem.text, { seq: problem.seq, how });
  }
  if (!sealed && entries === 0) return { ok: true, entries: 0 };
  if (!sealed) return fail("The head of the chain is missing.", { seq: entries, how: "truncated" });
  const text = `The chain ends at entry ${entries}, its head says ${sealed.seq}.`;
  if (sealed.seq !== entries) return fail(text, { seq: entries + 1, how: "truncated" });
  if (!sameText(sealed.mac, headMac(ctx.keyring, chain, entries, last)))
    return fail(`Entry ${entries} is not the one the head was sealed with.`, { seq: entries, how: "edited" });
  return { ok: true, entries };
}

/**
 * Why an entry does not follow the one before it: that one stands elsewhere (another order), is gone (fewer entries than
 * the head says), or was written anew with a hash that fits its new content.
 */
function brokenLink(
  follows: string,
  rows: KeptEntry[],
  entries: number,
  sealed: { seq: number } | undefined,
): Tampering {
  if (follows !== "" && rows.some(({ entry }) => entry.hash === follows)) return "reordered";
  if (follows === "") return "reordered";
  return sealed && sealed.seq > entries ? "removed" : "edited";
}
