import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { DraftFile } from "@/db/schema";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import {
  type DraftHistoryInput,
  type DraftRevisionInput,
  draftHistoryInput,
  draftRevisionInput,
} from "./schemas";
import { textsOfVersion } from "./texts-of";

/** One person's saves within some minutes. */
export interface DraftRevision {
  revision: number;
  /** `user:usr_…`, and the person's name where there is one. */
  savedBy: string;
  name: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** What differs from the revision before; files as `files/…`. */
  changed: string[];
}

/** History of a template's drafts, newest first. */
export async function draftHistory(
  ctx: Context,
  input: DraftHistoryInput,
): Promise<{ items: DraftRevision[]; next: number | null }> {
  authorize(ctx, "templates:read");
  const { id, before, limit } = parse(draftHistoryInput, input);
  const { templateDraftRevisions: r } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(r)
    .where(and(eq(r.templateId, id), before === undefined ? undefined : lt(r.revision, before)))
    .orderBy(desc(r.revision))
    .limit(limit + 1);
  const names = await namesOf(
    ctx,
    rows.map((row) => row.savedBy),
  );
  const items = rows.slice(0, limit).map((row, i) => {
    const earlier = rows[i + 1];
    const { revision, savedBy, createdAt, updatedAt } = row;
    const changed = earlier ? differing(partsOf(earlier), partsOf(row)) : [];
    return { revision, savedBy, name: names.get(savedBy) ?? null, createdAt, updatedAt, changed };
  });
  return { items, next: rows.length > limit ? (items.at(-1)?.revision ?? null) : null };
}

/** Names of `user:usr_…` actors; others have none. */
export async function namesOf(ctx: Context, actors: string[]): Promise<Map<string, string>> {
  const { users: u } = ctx.store.tables;
  const ids = [...new Set(actors)].filter((a) => a.startsWith("user:")).map((a) => a.slice("user:".length));
  if (ids.length === 0) return new Map();
  const rows = await ctx.store.read.select({ id: u.id, name: u.name }).from(u).where(inArray(u.id, ids));
  return new Map(rows.map((row) => [`user:${row.id}`, row.name]));
}

type Content = { texts: Record<string, string>; files: DraftFile[] };

const partsOf = ({ texts, files }: Content): Record<string, string> => ({
  ...texts,
  ...Object.fromEntries(files.map((f) => [`files/${f.path}`, f.sha256])),
});

const differing = (a: Record<string, string>, b: Record<string, string>) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((path) => a[path] !== b[path]).sort();

/** The texts and files of a revision, or of a released version, to compare with. @throws `revision.not_found` */
export async function draftContentAt(ctx: Context, input: DraftRevisionInput): Promise<Content> {
  authorize(ctx, "templates:read");
  const { id, at } = parse(draftRevisionInput, input);
  if (typeof at === "string") return textsOfVersion(ctx, { id, version: at });
  const { templateDraftRevisions: r } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ texts: r.texts, files: r.files })
    .from(r)
    .where(and(eq(r.templateId, id), eq(r.revision, at)));
  if (!row) throw notFound("revision", String(at));
  return row;
}
