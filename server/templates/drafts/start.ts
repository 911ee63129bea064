import { eq, max } from "drizzle-orm";
import type { DraftFile } from "@/db/schema";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { getTemplate } from "../get";
import { type DraftRow, draftRow, type TemplateDraft, toDraft } from "./draft";
import { draftInput } from "./schemas";
import { textsOfVersion } from "./texts-of";

export interface NewDraft {
  templateId: string;
  baseVersion: string | null;
  texts: Record<string, string>;
  files: DraftFile[];
}

/** Writes a new draft with the first row of its history, inside a transaction that has checked the permission. */
export async function insertDraft(ctx: Context, db: Database, draft: NewDraft): Promise<DraftRow | null> {
  const { templateDrafts: t, templateDraftRevisions: r } = ctx.store.tables;
  const [last] = await db
    .select({ revision: max(r.revision) })
    .from(r)
    .where(eq(r.templateId, draft.templateId));
  const now = ctx.clock.now();
  const by = actorName(ctx.actor);
  const revision = (last?.revision ?? 0) + 1;
  const [row] = await db
    .insert(t)
    .values({
      id: newId("templateDraft", now.getTime()),
      ...draft,
      revision,
      touched: {},
      sample: {},
      createdBy: by,
      updatedBy: by,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return null;
  const { templateId, texts, files } = draft;
  const id = newId("draftRevision", now.getTime());
  await db
    .insert(r)
    .values({ id, templateId, revision, texts, files, savedBy: by, createdAt: now, updatedAt: now });
  return row;
}

/**
 * Begins to change a template: its newest release, to be edited. Where somebody has begun already, theirs.
 * @throws `template.not_found`
 */
export async function startDraft(ctx: Context, input: { id: string }): Promise<TemplateDraft> {
  authorize(ctx, "templates:author");
  const { id } = parse(draftInput, input);
  const open = await draftRow(ctx, id).catch(() => null);
  if (open) return toDraft(ctx, open);
  const { latestVersion } = await getTemplate(ctx, { id });
  const content = await textsOfVersion(ctx, { id, version: latestVersion });
  await ctx.store.tx(async (db) => {
    const row = await insertDraft(ctx, db, { templateId: id, baseVersion: latestVersion, ...content });
    if (!row) return;
    await append(db, ctx, {
      tenantId: null,
      action: "template.draft.start",
      target: id,
      payload: { base: latestVersion, draft: row.id },
    });
  });
  return toDraft(ctx, await draftRow(ctx, id));
}
