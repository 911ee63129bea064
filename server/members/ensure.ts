import { append } from "@/server/audit";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import type { MemberRow } from "./member";
import { changeMember, deleteMember, insertMember, sameMember, type WantedMember } from "./write";

/** The tenant's members as they are stored now, for `ensureMembers` to be taken back with. */
export async function memberRows(ctx: Context, tenantId: string): Promise<MemberRow[]> {
  const opened = await scope(ctx, "members:read", tenantId);
  const { members: t } = ctx.store.tables;
  return ctx.store.read.select().from(t).where(within(opened, t));
}

/** Adds and changes members by e-mail address; equal ones are not touched, others not removed. */
export async function ensureMembers(
  ctx: Context,
  input: { tenantId: string; members: WantedMember[] },
): Promise<{ created: number; changed: number }> {
  const opened = await scope(ctx, "members:write", input.tenantId);
  const { members: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const rows = await db.select().from(t).where(within(opened, t));
    const counts = { created: 0, changed: 0 };
    for (const wanted of input.members) {
      const row = rows.find((r) => r.email.toLowerCase() === wanted.email.toLowerCase());
      if (row && sameMember(row, wanted)) continue;
      const written = row
        ? await changeMember(ctx, db, row, wanted)
        : await insertMember(ctx, db, opened.tenantId, wanted);
      await append(db, ctx, written.record);
      counts[row ? "changed" : "created"]++;
    }
    return counts;
  });
}

/** Takes `ensureMembers` back: what was there before is restored, what was not is removed. */
export async function restoreMembers(
  ctx: Context,
  input: { tenantId: string; emails: string[]; before: MemberRow[] },
): Promise<void> {
  const opened = await scope(ctx, "members:write", input.tenantId);
  const { members: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    for (const row of await db.select().from(t).where(within(opened, t))) {
      if (!input.emails.includes(row.email.toLowerCase())) continue;
      const before = input.before.find((b) => b.id === row.id);
      if (before && sameMember(row, before)) continue;
      const written = before ? await changeMember(ctx, db, row, before) : await deleteMember(ctx, db, row);
      await append(db, ctx, written.record);
    }
  });
}
