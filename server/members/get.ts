import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/store";
import { scope, scopeOf, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type Member, type MemberRow, toMember } from "./member";
import { type ListMembersInput, listMembersInput, memberIdInput } from "./schemas";

/** A member's row, not yet opened by a scope. @throws `member.not_found` */
export async function memberRow(ctx: Context, id: string): Promise<MemberRow> {
  const { members: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("member", id);
  return row;
}

/** The row as it is inside a transaction: what was read before may be old by now. @throws `member.not_found` */
export async function freshMember(ctx: Context, db: Database, id: string): Promise<MemberRow> {
  const { members: t } = ctx.store.tables;
  const [row] = await db.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("member", id);
  return row;
}

/** @throws `member.not_found` */
export async function getMember(ctx: Context, input: { id: string }): Promise<Member> {
  const { id } = parse(memberIdInput, input);
  const row = await memberRow(ctx, id);
  await scopeOf(ctx, "members:read", "member", id, row);
  return toMember(row);
}

/** People of one tenant, or of all tenants the actor may see; newest first, keyset-paged. */
export async function listMembers(ctx: Context, input: ListMembersInput = {}): Promise<Page<Member>> {
  const f = parse(listMembersInput, input);
  const { members: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "members:read");
  const asked = and(
    f.externalId === undefined ? undefined : eq(t.externalId, f.externalId),
    f.email === undefined ? undefined : eq(sql`lower(${t.email})`, f.email),
  );
  const only = f.tenantId ? within(await scope(ctx, "members:read", f.tenantId), t) : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(only, asked, visible ? inArray(t.tenantId, visible) : undefined, olderThan(t, f.cursor)))
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  return pageOf(rows, f.limit, toMember);
}
