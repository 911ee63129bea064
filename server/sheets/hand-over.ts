import { and, count, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { bookmarksKept, handOverBookmarks } from "@/server/bookmarks";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { handOverInput, sheetsOfMemberInput } from "./schemas";
import { newOwner, type Taker, takersIn } from "./update";

interface Leaver {
  tenantId: string;
  name: string;
  owner: string | null;
}

/** @throws `member.not_found`, `auth.forbidden` */
async function leaverOf(ctx: Context, id: string): Promise<Leaver> {
  const { members: m } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ tenantId: m.tenantId, name: m.name, userId: m.userId })
    .from(m)
    .where(eq(m.id, id));
  if (!row) throw notFound("member", id);
  await scopeOf(ctx, "members:write", "member", id, row);
  await scopeOf(ctx, "sheets:manage", "member", id, row);
  return { tenantId: row.tenantId, name: row.name, owner: row.userId && `user:${row.userId}` };
}

/** What a person who leaves has in a tenant. What is private is counted, not shown. */
export interface Leaving {
  /** Sheets they made, shared or not: these are handed over. */
  count: number;
  /** Those that others see are handed over, the others end with their person. */
  bookmarks: { shared: number; own: number };
  /** Sheets they are sent by e-mail; these end. */
  deliveries: number;
  /** Who could take over; nobody where there is nothing to take. */
  takers: Taker[];
}

/** How much a person has in the tenant's apps, and who could take over what others use. */
export async function sheetsOfMember(
  ctx: Context,
  input: z.input<typeof sheetsOfMemberInput>,
): Promise<Leaving> {
  const { member } = parse(sheetsOfMemberInput, input);
  const { tenantId, owner } = await leaverOf(ctx, member);
  if (!owner) return { count: 0, bookmarks: { shared: 0, own: 0 }, deliveries: 0, takers: [] };
  const { ownSheets: s, deliveries: d } = ctx.store.tables;
  const mine = and(eq(s.tenantId, tenantId), eq(s.owner, owner), isNull(s.deletedAt));
  const [[sheets], [sent], bookmarks] = await Promise.all([
    ctx.store.read.select({ count: count() }).from(s).where(mine),
    ctx.store.read.select({ count: count() }).from(d).where(eq(d.memberId, member)),
    bookmarksKept(ctx, { tenantId, owner }),
  ]);
  const made = sheets?.count ?? 0;
  const takers = made + bookmarks.shared > 0 ? await takersIn(ctx, tenantId, owner) : [];
  return { count: made, bookmarks, deliveries: sent?.count ?? 0, takers };
}

/** Whose things go to whom. */
export interface HandOver {
  tenantId: string;
  /** Id of the member whose they are. */
  member: string;
  name: string;
  from: string;
  to: string;
}

/** What was handed over. */
export interface HandedOver {
  count: number;
  bookmarks: number;
}

/**
 * Checks both people and who asks. @internal
 * @returns null where there is nothing to hand over, because the person never came in or is the taker
 * @throws `member.not_found`, `auth.forbidden`, `sheets.no_author`
 */
export async function handOverOf(
  ctx: Context,
  input: z.input<typeof handOverInput>,
): Promise<HandOver | null> {
  const { member, to } = parse(handOverInput, input);
  const { tenantId, owner, name } = await leaverOf(ctx, member);
  const next = await newOwner(ctx, tenantId, to);
  return owner && owner !== next ? { tenantId, member, name, from: owner, to: next } : null;
}

/** Does what `handOverOf` has checked, in the caller's transaction. @internal */
export async function handOver(ctx: Context, db: Database, it: HandOver): Promise<HandedOver> {
  const { tenantId, member, name, from, to } = it;
  const { ownSheets: s } = ctx.store.tables;
  const bookmarks = await handOverBookmarks(ctx, db, { tenantId, owner: from, name, next: to, member });
  const moved = await db
    .update(s)
    .set({ owner: to })
    .where(and(eq(s.tenantId, tenantId), eq(s.owner, from), isNull(s.deletedAt)))
    .returning({ id: s.id });
  if (moved.length > 0) {
    const payload = { from, name, to, sheets: moved.map(({ id }) => id) };
    await append(db, ctx, { tenantId, action: "sheet.hand-over", target: member, payload });
  }
  return { count: moved.length, bookmarks };
}

/**
 * Hands what others use to another author or admin of the tenant: all sheets a person made, shared or not as they were,
 * and the bookmarks they share.
 * @throws `member.not_found`, `sheets.no_author`
 */
export async function handOverSheets(
  ctx: Context,
  input: z.input<typeof handOverInput>,
): Promise<HandedOver> {
  const checked = await handOverOf(ctx, input);
  if (!checked) return { count: 0, bookmarks: 0 };
  return ctx.store.tx((db) => handOver(ctx, db, checked));
}
