import { eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, scopeOf } from "@/server/auth";
import { mailIsSent, pokeOutbox } from "@/server/mail";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { newMember } from "./add";
import { freshMember, memberRow } from "./get";
import { type Invitation, revokeOpen, writeInvitation } from "./invitation";
import { type Member, type MemberRow, toMember } from "./member";
import { type AddMemberInput, addMemberInput, memberIdInput } from "./schemas";
import { deleteMember } from "./write";

const accepted = (email: string, advice: string) =>
  new AppError("conflict", "members.accepted", `${email} has come in already.`, { advice });

const signIn = "They can sign in; a forgotten password is reset on the sign-in page.";

async function send(ctx: Context, db: Database, member: MemberRow, mailed: boolean): Promise<Invitation> {
  const { tenants } = ctx.store.tables;
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
  const { tenantId, ...data } = parse(addMemberInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  const mailed = await mailIsSent(ctx);
  // All of it or nothing: whoever was added and not invited would not be invited by the same file again.
  const invited = await ctx.store.tx(async (db) => {
    const { row, record } = await newMember(ctx, db, opened, data);
    await append(db, ctx, record);
    return { member: toMember(row), invitation: row.userId ? null : await send(ctx, db, row, mailed) };
  });
  pokeOutbox();
  return invited;
}

/** Invites a person again; the link they had before is of no use any more. @throws `members.accepted` */
export async function resendInvitation(ctx: Context, input: { id: string }): Promise<Invitation> {
  const { id } = parse(memberIdInput, input);
  await scopeOf(ctx, "members:write", "member", id, await memberRow(ctx, id));
  const mailed = await mailIsSent(ctx);
  const invitation = await ctx.store.tx(async (db) => {
    const member = await freshMember(ctx, db, id);
    if (member.userId) throw accepted(member.email, signIn);
    return send(ctx, db, member, mailed);
  });
  pokeOutbox();
  return invitation;
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
