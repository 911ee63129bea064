import { and, desc, eq, lt } from "drizzle-orm";
import type { DraftFile } from "@/db/schema";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { keepFile } from "../import";
import { TEMPLATE_LIMITS } from "../source";
import { type DraftRow, draftRow, type TemplateDraft, toDraft } from "./draft";
import { withTexts } from "./get";
import { type SaveDraftInput, saveDraftInput } from "./schemas";

/** Saves of one person within this time are one row of the history. */
const SITTING_MS = 10 * 60_000;
const MOST_REVISIONS = 300;

interface Content {
  texts: Record<string, string>;
  files: DraftFile[];
}

/**
 * Keeps texts and files as typed, mistakes included; they come back as issues. Two people may save different files at
 * once: only what both changed is a conflict, and nothing of either is written over.
 * @throws `templates.draft_conflict` naming the paths, who changed them and when; `templates.no_draft`
 */
export async function saveDraft(ctx: Context, input: SaveDraftInput): Promise<TemplateDraft> {
  authorize(ctx, "templates:author");
  const { id, revision, texts = {}, files = [] } = parse(saveDraftInput, input);
  const kept: DraftFile[] = [];
  for (const { path, content } of files)
    if (content !== null) kept.push(await keep(ctx, path, Buffer.from(content, "base64")));
  const removed = files.filter((f) => f.content === null).map((f) => f.path);
  await ctx.store.tx(async (db) => {
    const row = await draftRow(ctx, id, db);
    const others = row.files.filter((f) => !removed.includes(f.path) && !kept.some((k) => k.path === f.path));
    const wanted = {
      texts: withTexts(row.texts, texts),
      files: [...others, ...kept].sort((a, b) => (a.path < b.path ? -1 : 1)),
    };
    refuseTooLarge(wanted.files);
    await writeContent(ctx, db, row, revision, wanted);
  });
  return toDraft(ctx, await draftRow(ctx, id));
}

async function keep(ctx: Context, path: string, bytes: Buffer): Promise<DraftFile> {
  if (bytes.length > TEMPLATE_LIMITS.fileBytes) throw tooLarge(`files/${path}`);
  await keepFile(ctx.dataFolder, bytes);
  return { path, sha256: sha256(bytes), bytes: bytes.length };
}

function refuseTooLarge(files: DraftFile[]): void {
  const total = files.reduce((sum, f) => sum + f.bytes, 0);
  if (files.length > TEMPLATE_LIMITS.files || total > TEMPLATE_LIMITS.totalBytes)
    throw tooLarge("The folder");
}

function tooLarge(what: string): AppError {
  const { files, fileBytes, totalBytes } = TEMPLATE_LIMITS;
  return new AppError("invalid", "templates.folder", `${what} is too large for a template.`, {
    advice: `A template holds at most ${files} files of ${fileBytes / 1e6} MB, ${totalBytes / 1e6} MB together.`,
  });
}

/** Paths that differ; files as `files/…`. */
function changedPaths(a: Content, b: Content): string[] {
  const parts = ({ texts, files }: Content): Record<string, string> => ({
    ...texts,
    ...Object.fromEntries(files.map((f) => [`files/${f.path}`, f.sha256])),
  });
  const [x, y] = [parts(a), parts(b)];
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].filter((path) => x[path] !== y[path]);
}

/**
 * Writes a draft's new content with its history and audit, inside a transaction that has checked the permission.
 * @param seen the revision the content was made on
 */
export async function writeContent(
  ctx: Context,
  db: Database,
  row: DraftRow,
  seen: number,
  content: Content,
): Promise<void> {
  const paths = changedPaths(row, content);
  if (paths.length === 0) return;
  refuseConflict(row, seen, paths);
  const { templateDrafts: t } = ctx.store.tables;
  const revision = row.revision + 1;
  const touched = { ...row.touched, ...Object.fromEntries(paths.map((p) => [p, revision])) };
  const by = actorName(ctx.actor);
  const updatedAt = ctx.clock.now();
  await db
    .update(t)
    .set({ ...content, revision, touched, updatedBy: by, updatedAt })
    .where(eq(t.id, row.id));
  if (await noteRevision(ctx, db, row, { ...content, revision }))
    await append(db, ctx, {
      tenantId: null,
      action: "template.draft.save",
      target: row.templateId,
      payload: { draft: row.id, revision, paths },
    });
}

function refuseConflict(row: DraftRow, seen: number, paths: string[]): void {
  const both = paths.filter((p) => (row.touched[p] ?? 0) > seen);
  if (both.length === 0) return;
  throw new AppError(
    "conflict",
    "templates.draft_conflict",
    `Somebody else has changed ${both.join(", ")} since you opened it.`,
    {
      advice: "Compare the two, take over what you want to keep, and save again. Nothing of yours is lost.",
      params: { paths: both, revision: row.revision, by: row.updatedBy, at: row.updatedAt.toISOString() },
    },
  );
}

/** @returns whether the history got a new row: a sitting is one, whatever it saved */
async function noteRevision(
  ctx: Context,
  db: Database,
  draft: DraftRow,
  { revision, texts, files }: Content & { revision: number },
): Promise<boolean> {
  const { templateDraftRevisions: r } = ctx.store.tables;
  const by = actorName(ctx.actor);
  const now = ctx.clock.now();
  const mine = eq(r.templateId, draft.templateId);
  const [last] = await db.select().from(r).where(mine).orderBy(desc(r.revision)).limit(1);
  const sitting =
    last !== undefined &&
    last.savedBy === by &&
    last.createdAt.getTime() > draft.createdAt.getTime() &&
    now.getTime() - last.createdAt.getTime() < SITTING_MS;
  if (sitting) {
    await db.update(r).set({ revision, texts, files, updatedAt: now }).where(eq(r.id, last.id));
    return false;
  }
  // Never the instant of the draft's start: that row is what the draft began as, and stays.
  const createdAt = new Date(Math.max(now.getTime(), draft.createdAt.getTime() + 1));
  const id = newId("draftRevision", now.getTime());
  await db.insert(r).values({
    ...{ id, templateId: draft.templateId, revision, texts, files },
    savedBy: by,
    createdAt,
    updatedAt: now,
  });
  const [oldest] = await db
    .select({ revision: r.revision })
    .from(r)
    .where(mine)
    .orderBy(desc(r.revision))
    .limit(1)
    .offset(MOST_REVISIONS);
  if (oldest) await db.delete(r).where(and(mine, lt(r.revision, oldest.revision + 1)));
  return true;
}
