import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { insertRelease, refuseDraftVersion } from "../import";
import type { TemplateVersion } from "../template";
import { compareVersions } from "../versions";
import { draftRow } from "./draft";
import { type ReleaseDraftInput, releaseDraftInput } from "./schemas";
import { compiledAs } from "./stage";

/**
 * Releases the draft for good under a version above the newest; the draft is closed, its history stays.
 * @throws `templates.draft_conflict` where it was changed since it was looked at, `templates.version_order`,
 * `templates.invalid` with every issue
 */
export async function releaseDraft(ctx: Context, input: ReleaseDraftInput): Promise<TemplateVersion> {
  authorize(ctx, "templates:author");
  const { id, revision, version, changelog } = parse(releaseDraftInput, input);
  refuseDraftVersion(version);
  const { templates, templateDrafts: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const row = await draftRow(ctx, id, db);
    if (row.revision !== revision) throw changedSince(row.revision);
    const [template] = await db.select().from(templates).where(eq(templates.id, id));
    const latest = template?.latestVersion ?? "";
    if (latest && compareVersions(version, latest) <= 0) throw notAbove(version, latest);
    const { compiled, texts } = compiledAs(ctx, row, version);
    const released = await insertRelease(ctx, db, compiled, { texts, changelog });
    await db.delete(t).where(eq(t.id, row.id));
    await append(db, ctx, {
      tenantId: null,
      action: "template.release",
      target: `${id}@${version}`,
      payload: { draft: row.id, revision, base: row.baseVersion, contentHash: compiled.contentHash },
    });
    return released;
  });
}

function changedSince(revision: number): AppError {
  return new AppError(
    "conflict",
    "templates.draft_conflict",
    "The draft was changed since you looked at it.",
    {
      advice: "Look at what changed, then release.",
      params: { revision },
    },
  );
}

function notAbove(version: string, latest: string): AppError {
  return new AppError("invalid", "templates.version_order", `${version} is not above ${latest}.`, {
    advice: `Choose a version above ${latest}.`,
    params: { version, latest },
    issues: [{ path: "version", message: `is not above ${latest}` }],
  });
}
