import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { getTemplate, getTemplateVersion } from "../get";
import { textByLanguage } from "../texts";
import { draftRow, type TemplateDraft, toDraft } from "./draft";
import { type CloneTemplateInput, cloneTemplateInput, MANIFEST_PATH } from "./schemas";
import { insertDraft } from "./start";
import { textsOfVersion } from "./texts-of";
import { withTitle, withTopLevel } from "./yaml-edit";

/**
 * Copies a released version as the draft of a new template. The original is not touched, and the copy is in no list
 * of templates until its first release.
 * @throws `templates.id_taken`, `template.not_found`
 */
export async function cloneTemplate(ctx: Context, input: CloneTemplateInput): Promise<TemplateDraft> {
  authorize(ctx, "templates:author");
  const { id, version: wanted, as, title } = parse(cloneTemplateInput, input);
  const version = wanted ?? (await getTemplate(ctx, { id })).latestVersion;
  const { manifest } = await getTemplateVersion(ctx, { id, version });
  const { texts, files } = await textsOfVersion(ctx, { id, version });
  const numbered = withTopLevel(withTopLevel(texts[MANIFEST_PATH] ?? "", "id", as), "version", "1.0.0");
  const own = { ...texts, [MANIFEST_PATH]: title ? withTitle(numbered, title) : numbered };
  const { templates: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const [there] = await db.select({ id: t.id }).from(t).where(eq(t.id, as));
    if (there) throw taken(as);
    const now = ctx.clock.now();
    await db.insert(t).values({
      id: as,
      module: manifest.module,
      title: textByLanguage(title ?? manifest.title),
      latestVersion: "",
      createdAt: now,
      updatedAt: now,
    });
    await insertDraft(ctx, db, { templateId: as, baseVersion: null, texts: own, files });
    await append(db, ctx, {
      tenantId: null,
      action: "template.clone",
      target: as,
      payload: { from: `${id}@${version}` },
    });
  });
  return toDraft(ctx, await draftRow(ctx, as));
}

function taken(id: string): AppError {
  return new AppError("conflict", "templates.id_taken", `There is a template or a draft "${id}" already.`, {
    advice: "Choose another id.",
    params: { id },
    issues: [{ path: "as", message: "is taken" }],
  });
}
