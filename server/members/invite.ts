import { eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf } from "@/server/auth";
import { mailIsSent, pokeOutbox } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { addMember } from "./add";
import { freshMember, memberRow } from "./get";
import { type Invitation, revokeOpen, writeInvitation } from "./invitation";
import type { Member } from "./member";
import { type AddMemberInput, memberIdInput } from "./schemas";
import { deleteMember } from "./write";

const accepted = (email: string, advice: string) =>
  new AppError("conflict", "members.accepted", `${email} has come in already.`, { advice });

const signIn = "They can sign in; a forgotten password is reset on the sign-in page.";

async function send(ctx: Context, id: string): Promise<Invitation> {
  const { tenants } = ctx.store.tables;
  const mailed = await mailIsSent(ctx);
  const invitation = await ctx.store.tx(async (db) => {
    const member = await freshMember(ctx, db, id);
    if (member.userId) throw accepted(member.email, signIn);
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
  return { member, invitation: await send(ctx, member.id) };
}

/** Invites a person again; the link they had before is of no use any more. @throws `members.accepted` */
export async function resendInvitation(ctx: Context, input: { id: string }): Promise<Invitation> {
  const { id } = parse(memberIdInput, input);
  await scopeOf(ctx, "members:write", "member", id, await memberRow(ctx, id));
  return send(ctx, id);
}

/** Takes an invitation back, and with it the person who never came. @throws `members.accepted` */
export async function revokeInvitation(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parse(memberIdInput, input);
  await scopeOf(ctx, "members:write", "member", id, await memberRow(ctx, id));
  await ctx.store.tx(async (db) => {
    const row = await freshMember(ctx, db, id);
    if (row.userId) throw accepted(row.email, "Remove or suspend the person instead.");
    await revokeOpen(ctx, db, id);
    await append(db, ctx, (await deleteMember(ctx, db, row)).record);
  });
}
