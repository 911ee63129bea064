import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { deleteConnection } from "@/server/connections";
import { deleteFile, listFiles } from "@/server/files";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { openDraft, refuseCreated, toDraft } from "./draft";
import { draftIdInput } from "./schemas";

/** What a discarded draft took with it. */
export interface Discarded {
  connections: number;
  files: number;
}

/**
 * Removes a draft with its connections, their secrets and its uploads; the audit stays. A draft that a run worked on
 * before leaves a deleted row, which that run's page names.
 * @throws `drafts.created`
 */
export async function discardDraft(ctx: Context, input: { id: string }): Promise<Discarded> {
  const { id } = parse(draftIdInput, input);
  const { tenantId } = await scope(ctx, "tenants:create", id);
  const { tenant, row } = await openDraft(ctx, tenantId);
  refuseCreated(tenant);
  const { connections } = await toDraft(ctx, tenant, row);
  for (const c of connections) await deleteConnection(ctx, { id: c.id });
  let files = 0;
  for (let page = await listFiles(ctx, { tenantId }); page.items.length > 0; ) {
    for (const file of page.items) await deleteFile(ctx, { id: file.id });
    files += page.items.length;
    page = await listFiles(ctx, { tenantId });
  }
  const { tenants, tenantDrafts } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(tenantDrafts).where(eq(tenantDrafts.id, tenantId));
    if (tenant.lastRunId)
      await db
        .update(tenants)
        .set({ state: "deleted", deletedAt: ctx.clock.now() })
        .where(eq(tenants.id, tenantId));
    else await db.delete(tenants).where(eq(tenants.id, tenantId));
    const payload = { slug: tenant.slug, connections: connections.length, files };
    await append(db, ctx, { tenantId, action: "draft.discard", target: tenantId, payload });
  });
  await ctx.keyring.destroyTenantKeys(tenantId);
  return { connections: connections.length, files };
}
