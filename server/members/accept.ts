import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Actor } from "@/server/auth";
import { type TenantLook, tenantLook } from "@/server/mail";
import { notify } from "@/server/notifications";
import type { Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { hashPassword, newPassword } from "@/server/users";
import { dropInvitationMail, type InvitationRow } from "./invitation";
import type { MemberRow } from "./member";

export const invitationTokenInput = z.strictObject({ token: z.string().min(20).max(100) });
export const acceptInvitationInput = invitationTokenInput.extend({
  /** Both only where the address has no account yet. */
  name: z.string().trim().min(1, "is needed").max(120).optional(),
  password: newPassword.optional(),
});

/** What the page of an invitation shows to whoever has the link. */
export interface OpenInvitation {
  tenantName: string;
  email: string;
  name: string;
  role: MemberRow["role"];
  /** There is an account with this address: its person signs in instead of choosing a password. */
  hasAccount: boolean;
  expiresAt: Date;
  look: TenantLook | null;
}

/** One answer for unknown, used, revoked and expired: a link tells nothing about others. */
const invalid = () =>
  new AppError("not-found", "invitation.invalid", "This invitation is not valid any more.", {
    advice: "Ask whoever invited you for a new one. If you accepted it before, sign in.",
  });

interface Found {
  invitation: InvitationRow;
  member: MemberRow;
  tenantName: string;
  account: { id: string; email: string } | null;
}

async function find(services: Services, db: Pick<Database, "select">, token: string): Promise<Found> {
  const { invitations: i, members: m, tenants, users } = services.store.tables;
  const [row] = await db
    .select({ invitation: i, member: m, tenantName: tenants.name })
    .from(i)
    .innerJoin(m, eq(m.id, i.memberId))
    .innerJoin(tenants, eq(tenants.id, i.tenantId))
    .where(
      and(
        eq(i.tokenHash, sha256(token)),
        isNull(i.acceptedAt),
        isNull(i.revokedAt),
        gt(i.expiresAt, services.clock.now()),
        isNull(tenants.deletedAt),
        isNull(m.userId),
      ),
    );
  if (!row) throw invalid();
  const [account] = await db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(eq(sql`lower(${users.email})`, row.member.email.toLowerCase()));
  return { ...row, account: account ?? null };
}

/** What an invitation is for, before it is accepted. @throws `invitation.invalid` */
export async function openInvitation(
  services: Services,
  input: z.input<typeof invitationTokenInput>,
): Promise<OpenInvitation> {
  const { token } = parse(invitationTokenInput, input);
  const { invitation, member, tenantName, account } = await find(services, services.store.read, token);
  const { email, name, role } = member;
  const { expiresAt } = invitation;
  const look = await tenantLook(services, member.tenantId);
  const given = name === email ? "" : name;
  return { tenantName, email, name: given, role, hasAccount: !!account, expiresAt, look };
}

/**
 * Accepts an invitation: makes the account, or links the one of the person who is signed in.
 * @param actor who is signed in, if anybody
 * @throws `invitation.invalid`, `invitation.sign_in` where the address has an account and its person is not signed in
 */
export async function acceptInvitation(
  services: Services,
  input: z.input<typeof acceptInvitationInput>,
  actor: Actor | null,
): Promise<{ tenantId: string; email: string }> {
  const { token, name, password } = parse(acceptInvitationInput, input);
  // Hashing costs: only for a link that holds.
  await find(services, services.store.read, token);
  const passwordHash = password ? await hashPassword(password) : null;
  return services.store.tx(async (db) => {
    const { invitation, member, account } = await find(services, db, token);
    const userId = account
      ? ownAccount(account, actor)
      : await newAccount(services, db, { member, name, passwordHash, verified: invitation.mailed });
    await link(services, db, { invitation, member, userId });
    return { tenantId: member.tenantId, email: member.email };
  });
}

function ownAccount(account: { id: string; email: string }, actor: Actor | null): string {
  if (actor?.type === "user" && actor.id === account.id) return account.id;
  throw new AppError("unauthenticated", "invitation.sign_in", `Sign in as ${account.email} first.`, {
    advice: "There is an account with this address. Sign in with it, then open the invitation again.",
    params: { email: account.email },
  });
}

async function newAccount(
  services: Services,
  db: Database,
  given: { member: MemberRow; name?: string; passwordHash: string | null; verified: boolean },
): Promise<string> {
  const { member, name, passwordHash, verified } = given;
  if (!passwordHash)
    throw new AppError("invalid", "input.invalid", "A password is needed.", {
      issues: [{ path: "password", message: "is needed" }],
    });
  const now = services.clock.now();
  const id = newId("user", now.getTime());
  await db.insert(services.store.tables.users).values({
    id,
    email: member.email,
    name: name ?? member.name,
    passwordHash,
    verifiedAt: verified ? now : null,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}

async function link(
  services: Services,
  db: Database,
  { invitation, member, userId }: { invitation: InvitationRow; member: MemberRow; userId: string },
): Promise<void> {
  const { invitations, members, users } = services.store.tables;
  const now = services.clock.now();
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  const name = member.name === member.email ? (user?.name ?? member.name) : member.name;
  await db.update(members).set({ userId, name, updatedAt: now }).where(eq(members.id, member.id));
  await db.update(invitations).set({ acceptedAt: now }).where(eq(invitations.id, invitation.id));
  await dropInvitationMail(services, db, invitation.memberId);
  const actor = {
    type: "user",
    id: userId,
    name,
    operatorRole: null,
    memberships: [],
    mustChangePassword: false,
  } as const;
  await append(
    db,
    { ...services, actor },
    { tenantId: member.tenantId, action: "member.accept", target: member.id, payload: { user: userId } },
  );
  const { createdBy, tenantId } = invitation;
  if (!createdBy.startsWith("user:")) return;
  await notify(services, db, {
    kind: "invitation-accepted",
    to: { user: createdBy.slice("user:".length), tenant: tenantId },
    params: { name },
    href: `/tenants/${tenantId}/people`,
    key: `invitation ${invitation.id}`,
  });
}
