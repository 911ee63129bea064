import { and, eq, inArray, lt, ne } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";

/** Deletes a tenant's mails from the outbox that were sent or given up before an instant; what waits stays. @returns how many @unaudited the sweep is */
export async function forgetOldMails(
  ctx: Context,
  { tenantId, before }: { tenantId: string; before: Date },
): Promise<number> {
  authorize(ctx, "settings:write");
  const { mails: t } = ctx.store.tables;
  const old = and(eq(t.tenantId, tenantId), inArray(t.state, ["sent", "failed"]), lt(t.createdAt, before));
  // Their files go with them.
  const gone = await ctx.store.tx((db) => db.delete(t).where(old).returning({ id: t.id }));
  return gone.length;
}

/** Days that a sheet by e-mail waits for a mail server, or lies there given up: then nobody wants its figures. */
export const UNSENT_DAYS = 30;

/** Deletes sheets by e-mail that no mail server has taken for a month. @returns how many @unaudited the sweep is */
export async function forgetUnsent(ctx: Context): Promise<number> {
  authorize(ctx, "settings:write");
  const { mails: t } = ctx.store.tables;
  const before = new Date(ctx.clock.now().getTime() - UNSENT_DAYS * 86_400_000);
  const old = and(eq(t.kind, "delivery"), ne(t.state, "sent"), lt(t.createdAt, before));
  const gone = await ctx.store.tx((db) => db.delete(t).where(old).returning({ id: t.id }));
  return gone.length;
}
