import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { endViews } from "@/server/viewing/end";
import { freshMember, memberRow } from "./get";
import { type Member, type MemberRow, toMember } from "./member";
import { suspendMemberInput } from "./schemas";

/**
 * A tenant keeps one admin who can come in. Only people who could are counted: an invitation is no admin yet.
 * @throws `members.last_admin` where this member is the last
 */
export async function refuseLastAdmin(ctx: Context, db: Database, row: MemberRow): Promise<void> {
  if (row.role !== "admin" || row.suspendedAt || !row.userId) return;
  const { members: t } = ctx.store.tables;
  const others = await db
    .select({ userId: t.userId })
    .from(t)
    .where(and(eq(t.tenantId, row.tenantId), eq(t.role, "admin"), ne(t.id, row.id), isNull(t.suspendedAt)));
  if (others.some((other) => other.userId)) return;
  throw new AppError("conflict", "members.last_admin", `${row.name} is the last admin.`, {
    advice: "Make somebody else an admin first; then this is possible.",
    params: { email: row.email },
  });
}

/** Suspended people keep everything and can't come in; taken back, they can again. Equal state writes nothing. */
export async function suspendMember(
  ctx: Context,
  input: { id: string; suspended: boolean },
): Promise<Member> {
  const { id, suspended } = parse(suspendMemberInput, input);
  await scopeOf(ctx, "members:write", "member", id, await memberRow(ctx, id));
  const { members: t } = ctx.store.tables;
  const now = ctx.clock.now();
  return ctx.store.tx(async (db) => {
    const row = await freshMember(ctx, db, id);
    if ((row.suspendedAt !== null) === suspended) return toMember(row);
    if (suspended) await refuseLastAdmin(ctx, db, row);
    const suspendedAt = suspended ? now : null;
    const [changed] = await db.update(t).set({ suspendedAt, updatedAt: now }).where(eq(t.id, id)).returning();
    if (suspended) await endViews(ctx, db, { memberId: id }, "suspended");
    const action = suspended ? "member.suspend" : "member.resume";
    await append(db, ctx, { tenantId: row.tenantId, action, target: id, payload: { email: row.email } });
    return toMember(changed ?? row);
  });
}
