import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { openMember } from "./get";
import { checkGroups } from "./groups";
import { type Member, toMember } from "./member";
import { memberIdInput, type UpdateMemberInput, updateMemberInput } from "./schemas";
import { changeMember, deleteMember } from "./write";

/** Changes name, role or groups. Equal values write nothing. @throws `members.group` */
export async function updateMember(ctx: Context, input: UpdateMemberInput): Promise<Member> {
  const { id, ...wanted } = parse(updateMemberInput, input);
  const { row, opened } = await openMember(ctx, "members:write", id);
  return ctx.store.tx(async (db) => {
    await checkGroups(ctx, db, opened, wanted.groups ?? []);
    return toMember(await changeMember(ctx, db, row, { ...row, ...wanted }));
  });
}

export async function removeMember(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(memberIdInput, input);
  const { row } = await openMember(ctx, "members:write", id);
  await ctx.store.tx((db) => deleteMember(ctx, db, row));
}
