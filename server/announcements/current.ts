import { and, asc, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { z } from "zod";
import { isOperator } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import type { AnnouncementRow, Told } from "./announcement";
import { announcementIdInput } from "./schemas";

const MOST_AT_ONCE = 3;

const dismissal = (ctx: Context, id: string) => `${ctx.actor.id}:announcement:${id}`;

/** Operators see what everybody is told; people of tenants also what only their tenants are. */
function concerns(ctx: Context, { tenantIds }: AnnouncementRow): boolean {
  if (tenantIds === null) return true;
  const { actor } = ctx;
  if (actor.type !== "user" || isOperator(actor)) return false;
  return actor.memberships.some(({ tenantId }) => tenantIds.includes(tenantId));
}

/** What whoever asks is told now and has not put away: warnings first, three at most. */
export async function currentAnnouncements(ctx: Context): Promise<Told[]> {
  if (ctx.actor.type !== "user") return [];
  const { announcements: a, preferences: p } = ctx.store.tables;
  const now = ctx.clock.now();
  const rows = await ctx.store.read
    .select()
    .from(a)
    .where(and(lte(a.startsAt, now), or(isNull(a.endsAt), gt(a.endsAt, now))))
    .orderBy(asc(a.createdAt));
  const mine = rows.filter((row) => concerns(ctx, row));
  if (mine.length === 0) return [];
  const keys = mine.map((row) => dismissal(ctx, row.id));
  const away = await ctx.store.read.select({ id: p.id }).from(p).where(inArray(p.id, keys));
  const dismissed = new Set(away.map(({ id }) => id));
  return mine
    .filter((row) => !dismissed.has(dismissal(ctx, row.id)))
    .sort((x, y) => Number(y.tone === "warning") - Number(x.tone === "warning"))
    .slice(0, MOST_AT_ONCE)
    .map(({ id, text, tone, link }) => ({ id, text, tone, link }));
}

/** Puts one away for whoever asks. One they are not told is answered in the same way. */
export async function dismissAnnouncement(
  ctx: Context,
  input: z.input<typeof announcementIdInput>,
): Promise<void> {
  const { id } = parse(announcementIdInput, input);
  const told = await currentAnnouncements(ctx);
  if (!told.some((one) => one.id === id)) return;
  const { preferences: p } = ctx.store.tables;
  const row = { id: dismissal(ctx, id), value: true, updatedAt: ctx.clock.now() };
  // @unaudited: what a person put away concerns nobody else.
  await ctx.store.tx(async (db) => {
    await db.insert(p).values(row).onConflictDoUpdate({ target: p.id, set: row });
  });
}
