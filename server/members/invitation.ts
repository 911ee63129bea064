import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { actorName } from "@/server/auth";
import { dropSeries, type MayLeave, putMail } from "@/server/mail";
import type { Context, Services } from "@/server/shared/context";
import { randomToken, sha256 } from "@/server/shared/crypto";
import { newId } from "@/server/shared/ids";
import { settings } from "@/server/shared/settings";
import { invitationMail } from "./invitation-mail";
import type { MemberRow } from "./member";

export const INVITATION_DAYS = 7;
const INVITATION_MS = INVITATION_DAYS * 86_400_000;

export type InvitationRow = Services["store"]["tables"]["invitations"]["$inferSelect"];

/** What becomes of an invitation, for whoever sent it. */
export interface Invitation {
  expiresAt: Date;
  /** A mail with the link is on its way. */
  mailed: boolean;
  /** The link itself, only where no mail server is set: shown once, to be handed over. */
  link: string | null;
}

export const invitationLink = (token: string) => `${settings().url}/invitation#${token}`;

const seriesOf = (memberId: string) => `invitation ${memberId}`;

/** Takes the mail of an invitation that is used or taken back out of the outbox. */
export const dropInvitationMail = (ctx: Pick<Services, "store">, db: Database, memberId: string) =>
  dropSeries(ctx, db, seriesOf(memberId));

/** A mail whose link is over does not leave: where no mail server is set it may have waited for long. */
export const invitationMayLeave =
  ({ clock }: Pick<Services, "clock">): MayLeave =>
  async ({ kind, createdAt }) =>
    kind === "invitation" && clock.now().getTime() - createdAt.getTime() >= INVITATION_MS
      ? "The invitation is over. Invite the person again."
      : null;

/** Newest invitation of a member, whatever became of it. */
export async function invitationOf(
  { store }: Pick<Services, "store">,
  memberId: string,
): Promise<InvitationRow | null> {
  const { invitations: t } = store.tables;
  const [row] = await store.read
    .select()
    .from(t)
    .where(eq(t.memberId, memberId))
    .orderBy(desc(t.createdAt), desc(t.id))
    .limit(1);
  return row ?? null;
}

/** Takes the open invitations of a member back. */
export async function revokeOpen(ctx: Context, db: Database, memberId: string): Promise<void> {
  const { invitations: t } = ctx.store.tables;
  await db
    .update(t)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(eq(t.memberId, memberId), isNull(t.acceptedAt), isNull(t.revokedAt)));
  await dropInvitationMail(ctx, db, memberId);
}

/**
 * Writes an invitation in place of the open ones, and its mail. Without a mail server that waits in the outbox, where an
 * owner may read the link.
 * @param mailed a mail server is set: the link goes to the address and to nobody else
 */
export async function writeInvitation(
  ctx: Context,
  db: Database,
  member: MemberRow,
  { tenantName, language, mailed }: { tenantName: string; language: string; mailed: boolean },
): Promise<Invitation> {
  const { invitations: t } = ctx.store.tables;
  await revokeOpen(ctx, db, member.id);
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + INVITATION_MS);
  const token = randomToken();
  const link = invitationLink(token);
  await db.insert(t).values({
    id: newId("invitation", now.getTime()),
    tenantId: member.tenantId,
    memberId: member.id,
    tokenHash: sha256(token),
    mailed,
    createdBy: actorName(ctx.actor),
    createdAt: now,
    expiresAt,
  });
  await putMail(ctx, db, {
    tenantId: member.tenantId,
    kind: "invitation",
    to: member.email,
    series: seriesOf(member.id),
    ...invitationMail({ tenantName, link, days: INVITATION_DAYS, language }),
  });
  return { expiresAt, mailed, link: mailed ? null : link };
}
