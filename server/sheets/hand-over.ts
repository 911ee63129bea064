import { and, count, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
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

/** How many sheets a person made in the tenant's apps, and who could have them. Private ones are counted, not shown. */
export async function sheetsOfMember(
  ctx: Context,
  input: z.input<typeof sheetsOfMemberInput>,
): Promise<{ count: number; takers: Taker[] }> {
  const { member } = parse(sheetsOfMemberInput, input);
  const { tenantId, owner } = await leaverOf(ctx, member);
  if (!owner) return { count: 0, takers: [] };
  const { ownSheets: s } = ctx.store.tables;
  const mine = and(eq(s.tenantId, tenantId), eq(s.owner, owner), isNull(s.deletedAt));
  const [found] = await ctx.store.read.select({ count: count() }).from(s).where(mine);
  const made = found?.count ?? 0;
  return { count: made, takers: made > 0 ? await takersIn(ctx, tenantId, owner) : [] };
}

/**
 * Hands all sheets a person made to another author or admin of the tenant, shared or not as they were.
 * @throws `member.not_found`, `sheets.no_author`
 */
export async function handOverSheets(
  ctx: Context,
  input: z.input<typeof handOverInput>,
): Promise<{ count: number }> {
  const { member, to } = parse(handOverInput, input);
  const { tenantId, owner, name } = await leaverOf(ctx, member);
  const next = await newOwner(ctx, tenantId, to);
  if (!owner || owner === next) return { count: 0 };
  const { ownSheets: s } = ctx.store.tables;
  return await ctx.store.tx(async (db) => {
    const rows = await db
      .select({ id: s.id })
      .from(s)
      .where(and(eq(s.tenantId, tenantId), eq(s.owner, owner), isNull(s.deletedAt)));
    if (rows.length === 0) return { count: 0 };
    const ids = rows.map(({ id }) => id);
    await db.update(s).set({ owner: next }).where(inArray(s.id, ids));
    const payload = { from: owner, name, to: next, sheets: ids };
    await append(db, ctx, { tenantId, action: "sheet.hand-over", target: member, payload });
    return { count: ids.length };
  });
}
