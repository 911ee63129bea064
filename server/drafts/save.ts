import { eq } from "drizzle-orm";
import { scope } from "@/server/auth";
import { actorName } from "@/server/auth/actor";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { describeTenant } from "./describe";
import { type Draft, draftRow, noteChange, openDraft, refuseCreated, toDraft } from "./draft";
import { type SaveDraftInput, saveDraftInput } from "./schemas";

function changedElsewhere(at: Date): AppError {
  return new AppError("conflict", "drafts.changed_elsewhere", "Somebody else changed this draft meanwhile.", {
    advice: "Load it again to see what it says now; what you typed since is not in it.",
    params: { at: at.toISOString() },
  });
}

/**
 * Keeps answers as far as they go; parts that are given replace those parts. Wrong and missing answers are kept too,
 * and named in `problems`.
 * @throws `drafts.changed_elsewhere` where somebody saved after `seen`, `drafts.created`
 */
export async function saveDraft(ctx: Context, input: SaveDraftInput): Promise<Draft> {
  const { id, step, seen, data } = parse(saveDraftInput, input);
  const { tenantId } = await scope(ctx, "tenants:update", id);
  const { tenant } = await openDraft(ctx, tenantId);
  refuseCreated(tenant);
  const { tenantDrafts: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const row = await draftRow(db, ctx, tenantId);
    if (row && seen && row.updatedAt.getTime() > seen.getTime()) throw changedElsewhere(row.updatedAt);
    // Never the same instant twice: it is what a later save is compared with.
    const updatedAt = new Date(Math.max(ctx.clock.now().getTime(), (row?.updatedAt.getTime() ?? 0) + 1));
    const values = { step: step ?? row?.step ?? "details", data: { ...row?.data, ...data }, updatedAt };
    if (row) await db.update(t).set(values).where(eq(t.id, tenantId));
    else
      await db
        .insert(t)
        .values({ id: tenantId, ...values, createdBy: actorName(ctx.actor), createdAt: updatedAt });
    const payload = { step: values.step, parts: Object.keys(data) };
    await noteChange(db, ctx, row, payload, tenantId);
  });
  await describeTenant(ctx, tenantId, data.details);
  const saved = await openDraft(ctx, tenantId);
  return toDraft(ctx, saved.tenant, saved.row);
}
