import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { actorName } from "@/server/auth/actor";
import type { Context } from "@/server/shared/context";
import { draftRow, type StoredData } from "./draft";

/**
 * Gives a draft to the run that creates it, inside the transaction of that run's row. The first one has it.
 * @returns the run that has it already, or null where it was given
 */
export async function claimDraft(
  db: Database,
  ctx: Context,
  input: { id: string; run: string; over: readonly string[] },
): Promise<string | null> {
  const { tenantDrafts: t } = ctx.store.tables;
  const row = await draftRow(db, ctx, input.id);
  const holder = (row?.data as StoredData | undefined)?.run;
  if (holder && !input.over.includes(holder)) return holder;
  const now = ctx.clock.now();
  const data = { ...row?.data, run: input.run };
  if (row) await db.update(t).set({ data, step: "review", updatedAt: now }).where(eq(t.id, input.id));
  else
    await db.insert(t).values({
      id: input.id,
      step: "review",
      data,
      createdBy: actorName(ctx.actor),
      createdAt: now,
      updatedAt: now,
    });
  await append(db, ctx, {
    tenantId: input.id,
    action: "draft.create",
    target: input.id,
    payload: { run: input.run },
  });
  return null;
}

/** Forgets the answers of a draft whose tenant is gone. @unaudited: the tenant's deletion is audited. */
export async function forgetDraft(ctx: Context, tenantId: string): Promise<void> {
  const opened = await scope(ctx, "tenants:delete", tenantId);
  const { tenantDrafts: t } = ctx.store.tables;
  await ctx.store.tx((db) => db.delete(t).where(eq(t.id, opened.tenantId)));
}
