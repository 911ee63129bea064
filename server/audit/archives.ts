import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { and, asc, desc, eq, gt, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Schema } from "@/db/schema";
import { authorize, scope, scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { notFound } from "@/server/shared/errors";
import { decodeCursor, encodeCursor, type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { fromLine, type KeptEntry } from "./archived";
import { type AuditLine, linesOf } from "./lines";
import { entryProblem } from "./verify";

const unpack = promisify(gunzip);
const PAGE = 100;

const word = z.string().trim().min(1).max(60);
export const listArchivesInput = z.strictObject({ ...pageInput, tenantId: word.optional() });
export const archiveIdInput = z.strictObject({ id: word });
export const readArchiveInput = archiveIdInput.extend({ from: z.int().min(0).default(0) });

type ArchiveRow = Schema["auditArchives"]["$inferSelect"];

/** Old entries of a tenant's chain, put aside whole. */
export interface AuditArchive {
  id: string;
  tenantId: string;
  firstSeq: number;
  lastSeq: number;
  entries: number;
  firstAt: Date;
  lastAt: Date;
  /** Of the file that can be downloaded: gzip, one JSON a line. */
  bytes: number;
  sha256: string;
  createdAt: Date;
}

const fileOf = (row: ArchiveRow): Buffer => Buffer.from(row.lines, "base64");

function toArchive(row: ArchiveRow): AuditArchive {
  const { id, chain: tenantId, firstSeq, lastSeq, firstAt, lastAt, createdAt } = row;
  const file = fileOf(row);
  return {
    ...{ id, tenantId, firstSeq, lastSeq, entries: lastSeq - firstSeq + 1, firstAt, lastAt, createdAt },
    ...{ bytes: file.length, sha256: sha256(file) },
  };
}

/**
 * Archives of one tenant, or of all, keyset-paged; the newest entries first.
 * @throws `tenant.not_found`, `auth.forbidden`
 */
export async function listArchives(
  ctx: Context,
  input: z.input<typeof listArchivesInput> = {},
): Promise<Page<AuditArchive>> {
  const { tenantId, limit, cursor } = parse(listArchivesInput, input);
  if (tenantId) await scope(ctx, "audit:read", tenantId);
  else authorize(ctx, "audit:read");
  const { auditArchives: a } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(a)
    .where(and(tenantId ? eq(a.chain, tenantId) : undefined, cursor ? before(ctx, cursor) : undefined))
    .orderBy(desc(a.lastAt), desc(a.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(toArchive);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor(last.lastAt.getTime(), last.id) : null };
}

function before(ctx: Context, cursor: string): SQL | undefined {
  const { auditArchives: a } = ctx.store.tables;
  const { value, id } = decodeCursor(cursor);
  const at = new Date(Number(value));
  return or(lt(a.lastAt, at), and(eq(a.lastAt, at), lt(a.id, id)));
}

async function openArchive(ctx: Context, id: string): Promise<ArchiveRow> {
  const { auditArchives: a } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(a).where(eq(a.id, id));
  await scopeOf(ctx, "audit:read", "auditArchive", id, row && { tenantId: row.chain });
  if (!row) throw notFound("auditArchive", id);
  return row;
}

async function entriesOf(row: ArchiveRow): Promise<KeptEntry[]> {
  return (await unpack(fileOf(row))).toString("utf8").split("\n").map(fromLine);
}

export interface ArchivePage {
  lines: AuditLine[];
  /** Where the next page begins; null at the end. */
  next: number | null;
  total: number;
}

/** Entries of an archive as the audit shows them, newest first, a hundred at a time. @throws `auditArchive.not_found` */
export async function readArchive(
  ctx: Context,
  input: z.input<typeof readArchiveInput>,
): Promise<ArchivePage> {
  const { id, from } = parse(readArchiveInput, input);
  const row = await openArchive(ctx, id);
  const all = (await entriesOf(row)).reverse();
  const shown = all.slice(from, from + PAGE);
  const lines = await linesOf(
    ctx,
    shown.map(({ entry, payload }) => ({ entry, payload: payload?.payload ?? null })),
    row.chain,
  );
  return { lines, next: from + PAGE < all.length ? from + PAGE : null, total: all.length };
}

export interface ArchiveCheck {
  ok: boolean;
  entries: number;
  problem: string | null;
}

/**
 * Recomputes one archive, and that it follows what is before it and is followed by what comes after.
 * @throws `auditArchive.not_found`
 */
export async function verifyArchive(
  ctx: Context,
  input: z.input<typeof archiveIdInput>,
): Promise<ArchiveCheck> {
  const row = await openArchive(ctx, parse(archiveIdInput, input).id);
  let kept: KeptEntry[];
  try {
    kept = await entriesOf(row);
  } catch {
    return { ok: false, entries: 0, problem: "The archive cannot be read." };
  }
  const fail = (problem: string): ArchiveCheck => ({ ok: false, entries: kept.length, problem });
  let last = await hashBefore(ctx, row);
  let seq = row.firstSeq;
  for (const one of kept) {
    const problem = entryProblem(one, seq, last);
    if (problem) return fail(problem.text);
    last = one.entry.hash;
    seq++;
  }
  if (seq !== row.lastSeq + 1) return fail(`Entry ${seq} is missing.`);
  const after = await previousOfNext(ctx, row);
  if (after !== last) return fail(`Entry ${seq} does not follow the archive's last one.`);
  return { ok: true, entries: kept.length, problem: null };
}

/** Hash of the entry before an archive's first: the end of the archive before it. */
async function hashBefore(ctx: Context, row: ArchiveRow): Promise<string> {
  const { auditArchives: a } = ctx.store.tables;
  const [before] = await ctx.store.read
    .select()
    .from(a)
    .where(and(eq(a.chain, row.chain), lt(a.firstSeq, row.firstSeq)))
    .orderBy(desc(a.firstSeq))
    .limit(1);
  if (!before) return "";
  return (await entriesOf(before).catch(() => [])).at(-1)?.entry.hash ?? "";
}

/** What the entry after an archive's last says was before it, in the next archive or in the chain's table. */
async function previousOfNext(ctx: Context, row: ArchiveRow): Promise<string | undefined> {
  const { auditArchives: a, auditEntries: e } = ctx.store.tables;
  const [next] = await ctx.store.read
    .select()
    .from(a)
    .where(and(eq(a.chain, row.chain), gt(a.firstSeq, row.firstSeq)))
    .orderBy(asc(a.firstSeq))
    .limit(1);
  if (next) return (await entriesOf(next).catch(() => []))[0]?.entry.previousHash;
  const [entry] = await ctx.store.read
    .select({ previousHash: e.previousHash })
    .from(e)
    .where(eq(e.chain, row.chain))
    .orderBy(asc(e.seq))
    .limit(1);
  return entry?.previousHash;
}

/** The archive as a file: gzip of one JSON a line, in base64. @throws `auditArchive.not_found` */
export async function archiveFile(
  ctx: Context,
  input: z.input<typeof archiveIdInput>,
): Promise<{ name: string; content: string; sha256: string }> {
  const row = await openArchive(ctx, parse(archiveIdInput, input).id);
  const name = `audit-${row.chain}-${row.firstSeq}-${row.lastSeq}.jsonl.gz`;
  return { name, content: row.lines, sha256: sha256(fileOf(row)) };
}
