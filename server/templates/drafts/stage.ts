import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { fileError } from "@/server/shared/yaml";
import type { CompiledTemplate } from "../compile";
import { type TemplateVersion, toTemplateVersion } from "../template";
import { checkDraft } from "./check";
import { type DraftRow, draftRow, toDraft } from "./draft";
import { MANIFEST_PATH } from "./schemas";
import { withTopLevel } from "./yaml-edit";

/** Versions of a draft's runs that are kept: what was run can be looked at again. */
const KEPT = 20;

/** The draft compiled under a version. @throws `templates.invalid` with every issue */
export function compiledAs(
  ctx: Context,
  row: DraftRow,
  version: string,
): { compiled: CompiledTemplate; texts: Record<string, string> } {
  const manifest = withTopLevel(row.texts[MANIFEST_PATH] ?? "", "version", version);
  const texts = { ...row.texts, [MANIFEST_PATH]: manifest };
  const { compiled, issues } = checkDraft(ctx, { ...row, texts });
  if (!compiled) throw fileError("templates.invalid", issues);
  return { compiled, texts };
}

/**
 * Freezes the draft as the next version `1.3.0-draft.<n>`, which only the source tenant is given.
 * @throws `templates.invalid` where the draft has mistakes, `templates.no_draft`
 */
export async function stageDraft(ctx: Context, input: { id: string }): Promise<TemplateVersion> {
  authorize(ctx, "templates:author");
  const row = await draftRow(ctx, input.id);
  const { proposal, issues } = await toDraft(ctx, row);
  if (!proposal) throw fileError("templates.invalid", issues);
  const { templateVersions: v } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const version = `${proposal.version}-draft.${await nextNumber(ctx, db, input.id)}`;
    const { compiled: c, texts } = compiledAs(ctx, row, version);
    const now = ctx.clock.now();
    const [made] = await db
      .insert(v)
      .values({
        id: newId("templateVersion", now.getTime()),
        templateId: input.id,
        version,
        state: "draft",
        ...{ manifest: c.manifest, script: c.script, sheets: c.sheets, files: c.files },
        contentHash: c.contentHash,
        texts,
        releasedBy: actorName(ctx.actor),
        createdAt: now,
      })
      .returning();
    if (!made) throw new Error("insert returned no row");
    const payload = { draft: row.id, revision: row.revision, version, contentHash: c.contentHash };
    await append(db, ctx, { tenantId: null, action: "template.draft.run", target: input.id, payload });
    return toTemplateVersion(made);
  });
}

/** Numbers go on over all drafts of a template; old ones are dropped on the way. */
async function nextNumber(ctx: Context, db: Database, templateId: string): Promise<number> {
  const { templateVersions: v } = ctx.store.tables;
  const drafts = await db
    .select({ id: v.id, version: v.version })
    .from(v)
    .where(and(eq(v.templateId, templateId), eq(v.state, "draft")))
    .orderBy(desc(v.createdAt), desc(v.id));
  const old = drafts.slice(KEPT).map((d) => d.id);
  if (old.length > 0) await db.delete(v).where(inArray(v.id, old));
  const numbers = drafts.map((d) => Number(/-draft\.(\d+)$/.exec(d.version)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}
