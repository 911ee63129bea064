import { and, count, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import { isOperator } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import type { Notification } from "./notification";
import { MOST_LISTED, readInput } from "./schemas";
import { personOf } from "./switches";

/** Notifications of whoever asks, and of none of their tenants they are no longer in. */
function mine(ctx: Context) {
  const person = personOf(ctx);
  const { notifications: n } = ctx.store.tables;
  const own = eq(n.userId, person.id);
  if (isOperator(person)) return and(own, isNull(n.tenantId));
  const tenants = person.memberships.map(({ tenantId }) => tenantId);
  return and(own, inArray(n.tenantId, tenants));
}

/** How many whoever asks has not read. One count over an index of unread ones. */
export async function countUnread(ctx: Context): Promise<{ count: number }> {
  if (ctx.actor.type !== "user" || ctx.actor.viewer) return { count: 0 };
  const { notifications: n } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ n: count() })
    .from(n)
    .where(and(mine(ctx), isNull(n.readAt)));
  return { count: row?.n ?? 0 };
}

/** The latest fifty of whoever asks, newest first. */
export async function listNotifications(ctx: Context): Promise<{ items: Notification[] }> {
  const { notifications: n } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(n)
    .where(mine(ctx))
    .orderBy(desc(n.createdAt), desc(n.id))
    .limit(MOST_LISTED);
  return {
    items: rows.map(({ id, kind, params, href, createdAt, readAt }) => ({
      ...{ id, kind, params, href, createdAt },
      read: readAt !== null,
    })),
  };
}

/** Marks one, or all, as read; those of others are left alone. @unaudited: it concerns nobody else */
export async function markRead(ctx: Context, input: { id?: string } = {}): Promise<void> {
  const { id } = parse(readInput, input);
  const { notifications: n } = ctx.store.tables;
  const which = and(mine(ctx), isNull(n.readAt), id ? eq(n.id, id) : undefined);
  await ctx.store.tx((db) => db.update(n).set({ readAt: ctx.clock.now() }).where(which));
}

const KEPT_DAYS = 90;

/** Forgets what is old: read or not, nobody looks for it any more. @internal */
export async function sweepNotifications(ctx: Pick<Context, "store" | "clock">): Promise<void> {
  const { notifications: n } = ctx.store.tables;
  const before = new Date(ctx.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  await ctx.store.tx((db) => db.delete(n).where(lt(n.createdAt, before)));
}
