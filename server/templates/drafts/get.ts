import { desc, eq } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type CheckedDraft, checkDraft } from "./check";
import { draftRow, type TemplateDraft, toDraft } from "./draft";
import { type CheckDraftInput, checkDraftInput, draftInput } from "./schemas";

/** The draft with its texts, what is wrong in them, and what can be read of them. @throws `templates.no_draft` */
export async function getDraft(ctx: Context, input: { id: string }): Promise<TemplateDraft> {
  authorize(ctx, "templates:read");
  return toDraft(ctx, await draftRow(ctx, parse(draftInput, input).id));
}

/** What would be wrong in a draft if these texts were saved. Writes nothing. @throws `templates.no_draft` */
export async function checkDraftTexts(
  ctx: Context,
  input: CheckDraftInput,
): Promise<Pick<CheckedDraft, "issues" | "warnings" | "manifest">> {
  authorize(ctx, "templates:read");
  const { id, texts } = parse(checkDraftInput, input);
  const row = await draftRow(ctx, id);
  const { issues, warnings, manifest } = checkDraft(ctx, { ...row, texts: withTexts(row.texts, texts) });
  return { issues, warnings, manifest };
}

/** Texts with some replaced; null takes one away. */
export function withTexts(
  texts: Record<string, string>,
  changes: Record<string, string | null>,
): Record<string, string> {
  const all = Object.entries({ ...texts, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** A draft in a list. */
export interface ListedDraft {
  id: string;
  title: Record<string, string>;
  module: string;
  baseVersion: string | null;
  /** Empty where the template was never released. */
  latestVersion: string;
  revision: number;
  updatedBy: string;
  updatedAt: Date;
}

const MOST = 200;

/** Everything that is being worked on, last changed first; the first 200. */
export async function listDrafts(ctx: Context): Promise<ListedDraft[]> {
  authorize(ctx, "templates:read");
  const { templateDrafts: d, templates: t } = ctx.store.tables;
  return ctx.store.read
    .select({
      id: d.templateId,
      title: t.title,
      module: t.module,
      baseVersion: d.baseVersion,
      latestVersion: t.latestVersion,
      revision: d.revision,
      updatedBy: d.updatedBy,
      updatedAt: d.updatedAt,
    })
    .from(d)
    .innerJoin(t, eq(t.id, d.templateId))
    .orderBy(desc(d.updatedAt), desc(d.id))
    .limit(MOST);
}
