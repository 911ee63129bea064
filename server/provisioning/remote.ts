import { eq } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import type { Room } from "./room";

type Services = Pick<Context, "store" | "clock">;

const idOf = (tenantId: string) => `tenant-remote:${tenantId}`;

/** Keeps (or, with null, forgets) the id a platform gave a tenant. */
export async function keepRemoteId(ctx: Services, tenantId: string, remoteId: string | null): Promise<void> {
  const { settings } = ctx.store.tables;
  const id = idOf(tenantId);
  const row = { id, value: remoteId, updatedAt: ctx.clock.now() };
  if ((await remoteIdOf(ctx, tenantId)) === remoteId) return;
  await ctx.store.tx(async (db) => {
    if (remoteId === null) await db.delete(settings).where(eq(settings.id, id));
    else await db.insert(settings).values(row).onConflictDoUpdate({ target: settings.id, set: row });
  });
}

async function remoteIdOf(ctx: Services, tenantId: string): Promise<string | null> {
  const { settings } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.id, idOf(tenantId)));
  return typeof row?.value === "string" ? row.value : null;
}

/**
 * Names the tenant as the platform knows it now, so that a call that would hit another tenant is refused. Looked up
 * at every step: a run that was undone and is retried makes the tenant anew.
 */
export async function identify(room: Room): Promise<void> {
  const remoteId = await remoteIdOf(room.ctx, room.tenant.id);
  if (remoteId === null) delete room.tenant.remoteId;
  else room.tenant.remoteId = remoteId;
}
