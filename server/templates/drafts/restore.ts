import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { draftRow, type TemplateDraft, toDraft } from "./draft";
import { draftContentAt } from "./history";
import { writeContent } from "./save";
import { type DraftRevisionInput, restoreRevisionInput } from "./schemas";

/**
 * Takes the draft back to a revision or a release, as a new revision: what there was stays in the history.
 * @unaudited here: `writeContent` appends. @throws `templates.draft_conflict`, `revision.not_found`
 */
export async function restoreRevision(
  ctx: Context,
  input: DraftRevisionInput & { revision: number },
): Promise<TemplateDraft> {
  authorize(ctx, "templates:author");
  const { id, at, revision } = parse(restoreRevisionInput, input);
  const content = await draftContentAt(ctx, { id, at });
  await ctx.store.tx(async (db) => writeContent(ctx, db, await draftRow(ctx, id, db), revision, content));
  return toDraft(ctx, await draftRow(ctx, id));
}
