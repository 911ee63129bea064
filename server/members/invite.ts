import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { mailIsSent, pokeOutbox } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { addMember } from "./add";
import { memberRow } from "./get";
import { type Invitation, revokeOpen, writeInvitation } from "./invitation";
import type { Member, MemberRow } from "./member";
import { type AddMemberInput, memberIdInput } from "./schemas";
import { deleteMember } from "./write";

async function send(ctx: Context, member: MemberRow): Promise<Invitation> {
  const { tenants } = ctx.store.tables;
  const mailed = await mailIsSent(ctx);
  const invitation = await ctx.store.tx(async (db) => {
    const [tenant] = await db
      .select({ tenantName: tenants.name, language: tenants.language })
      .from(tenants)
      .where(eq(tenants.id, member.tenantId));
    const written = await writeInvitation(ctx, db, member, {
      tenantName: tenant?.tenantName ?? "",
      language: tenant?.language ?? "",
      mailed,
    });
    await append(db, ctx, {
      tenantId: member.tenantId,
      action: "member.invite",
      target: member.id,
      payload: { email: member.email, role: member.role, mailed },
    });
    return written;
  });
  pokeOutbox();
  return invitation;
}

/**
 * Adds a person to a tenant and invites them by mail. Somebody who has an account already needs no invitation.
 * @returns `invitation` null where the person can come in already
 * @throws as `addMember`
 */
export async function inviteMember(
  ctx: Context,
  input: AddMemberInput,
): Promise<{ member: Member; invitation: Invitation | null }> {
  const member = await addMember(ctx, input);
  if (member.userId) return { member, invitation: null };
  return { member, invitation: await send(ctx, await memberRow(ctx, member.id)) };
}

/** Invites a person again; the link they had before is of no use any more. @throws `members.accepted` */
export async function resendInvitation(ctx: Context, input: { id: string }): Promise<Invitation> {
  const { id } = parse(memberIdInput, input);
  const row = await memberRow(ctx, id);
  await scopeOf(ctx, "members:write", "member", id, row);
  if (row.userId)
    throw new AppError("conflict", "members.accepted", `${row.email} has come in already.`, {
      advice: "They can sign in; a forgotten password is reset on the sign-in page.",
    });
  return send(ctx, row);
}

/** Takes an invitation back, and with it the person who never came. @throws `members.accepted` */
export async function revokeInvitation(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(memberIdInput, input);
  const row = await memberRow(ctx, id);
  await scopeOf(ctx, "members:write", "member", id, row);
  if (row.userId)
    throw new AppError("conflict", "members.accepted", `${row.email} has come in already.`, {
      advice: "Remove or suspend the person instead.",
    });
  await ctx.store.tx(async (db) => {
    await revokeOpen(ctx, db, id);
    await append(db, ctx, (await deleteMember(ctx, db, row)).record);
  });
}
