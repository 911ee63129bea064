import { and, eq, gte } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { draftRow } from "./draft";
import { draftInput } from "./schemas";

/**
 * Throws the draft away with its history and the versions it was run as. A template that was never released goes with
 * it. @throws `templates.no_draft`
 */
export async function discardDraft(ctx: Context, input: { id: string }): Promise<{ gone: boolean }> {
  authorize(ctx, "templates:author");
  const { id } = parse(draftInput, input);
  const { templates, templateVersions: v, templateDrafts: t, templateDraftRevisions: r } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const row = await draftRow(ctx, id, db);
    const [template] = await db.select().from(templates).where(eq(templates.id, id));
    const gone = template?.latestVersion === "";
    await db.delete(t).where(eq(t.id, row.id));
    await db.delete(v).where(and(eq(v.templateId, id), eq(v.state, "draft")));
    const mine = eq(r.templateId, id);
    await db.delete(r).where(gone ? mine : and(mine, gte(r.createdAt, row.createdAt)));
    if (gone) await db.delete(templates).where(eq(templates.id, id));
    await append(db, ctx, {
      tenantId: null,
      action: "template.draft.discard",
      target: id,
      payload: { draft: row.id, revision: row.revision, base: row.baseVersion },
    });
    return { gone };
  });
}
