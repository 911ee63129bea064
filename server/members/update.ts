import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { endBookmarks } from "@/server/bookmarks";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { handOver, handOverOf } from "@/server/sheets";
import { refuseTakenExternalId } from "./external-id";
import { freshMember, memberRow } from "./get";
import { checkGroups } from "./groups";
import { type Member, type MemberRow, toMember } from "./member";
import {
  type RemoveMemberInput,
  removeMemberInput,
  type UpdateMemberInput,
  updateMemberInput,
} from "./schemas";
import { refuseLastAdmin } from "./suspend";
import { changeMember, deleteMember, sameMember } from "./write";

/**
 * Changes name, role, groups or the directory's id. Equal values write nothing.
 * @throws `members.group`, `members.last_admin`, `members.external_taken`
 */
export async function updateMember(ctx: Context, input: UpdateMemberInput): Promise<Member> {
  const { id, ...changes } = parse(updateMemberInput, input);
  const seen = await memberRow(ctx, id);
  const opened = await scopeOf(ctx, "members:write", "member", id, seen);
  if (sameMember(seen, { ...seen, ...changes })) return toMember(seen);
  return ctx.store.tx(async (db) => {
    const row = await freshMember(ctx, db, id);
    const wanted = { ...row, ...changes };
    if (sameMember(row, wanted)) return toMember(row);
    if (wanted.role !== "admin") await refuseLastAdmin(ctx, db, row);
    await checkGroups(ctx, db, opened, changes.groups ?? []);
    const { externalId } = changes;
    if (externalId) await refuseTakenExternalId(ctx, db, opened, { of: "members", externalId, except: id });
    const written = await changeMember(ctx, db, row, wanted);
    await append(db, ctx, written.record);
    return toMember(written.row);
  });
}

/** What ends with a person: bookmarks of their own, and sheets they are sent. What they share stays. */
async function endWithMember(ctx: Context, db: Database, { id, tenantId, userId }: MemberRow) {
  if (!userId) return {};
  const { deliveries: d } = ctx.store.tables;
  // They go with the member's row.
  const sent = await db.select({ id: d.id }).from(d).where(eq(d.memberId, id));
  const bookmarks = await endBookmarks(ctx, db, { tenantId, owner: `user:${userId}` });
  return bookmarks + sent.length > 0 ? { ended: { bookmarks, deliveries: sent.length } } : {};
}

/**
 * Takes a person out for good, with what is theirs alone, and hands over what others use: all of it or nothing.
 * @throws `members.last_admin`, `member.not_found`, `sheets.no_author` where the taker can have no sheets
 */
export async function removeMember(ctx: Context, input: RemoveMemberInput): Promise<void> {
  const { id, to } = parse(removeMemberInput, input);
  await scopeOf(ctx, "members:write", "member", id, await memberRow(ctx, id));
  const handed = to ? await handOverOf(ctx, { member: id, to }) : null;
  await ctx.store.tx(async (db) => {
    const row = await freshMember(ctx, db, id);
    await refuseLastAdmin(ctx, db, row);
    if (handed) await handOver(ctx, db, handed);
    const ended = await endWithMember(ctx, db, row);
    const { record } = await deleteMember(ctx, db, row);
    await append(db, ctx, { ...record, payload: { ...record.payload, ...ended } });
  });
}
