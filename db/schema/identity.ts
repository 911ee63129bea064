import type { Columns } from "./columns.sqlite";
import { GRANT_KINDS, MAIL_STATES } from "./states";

/** How people come in, prove who they are, and are written to. Tokens are stored as SHA-256 only. */
export function identity(c: Columns) {
  /** One row per invitation of a member; a new one replaces the open one. */
  const invitations = c.table(
    "invitations",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      memberId: c.text().notNull(),
      tokenHash: c.text().notNull(),
      /** The token left the portal by mail only: whoever has it reads that address's mail. */
      mailed: c.boolean().notNull(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      expiresAt: c.instant().notNull(),
      acceptedAt: c.instant(),
      revokedAt: c.instant(),
    },
    (t) => [
      c.uniqueIndex("invitations_token").on(t.tokenHash),
      c.index("invitations_member").on(t.memberId, t.createdAt),
      c.index("invitations_tenant").on(t.tenantId),
    ],
  );

  const passwordResets = c.table(
    "password_resets",
    {
      id: c.id(),
      userId: c.text().notNull(),
      tokenHash: c.text().notNull(),
      createdAt: c.instant().notNull(),
      expiresAt: c.instant().notNull(),
      usedAt: c.instant(),
    },
    (t) => [
      c.uniqueIndex("password_resets_token").on(t.tokenHash),
      c.index("password_resets_user").on(t.userId),
    ],
  );

  /** An authenticator app of a person; asked for once `confirmedAt` is set. Id is the user's. */
  const secondFactors = c.table("second_factors", {
    id: c.id(),
    /** Sealed TOTP secret. */
    secret: c.text().notNull(),
    /** SHA-256 of the recovery codes that are left. */
    recovery: c.json<string[]>().notNull(),
    /** Time step of the last code taken: none is taken twice. */
    lastStep: c.integer(),
    createdAt: c.instant().notNull(),
    confirmedAt: c.instant(),
  });

  /** What is to be sent, was sent, or waits for a mail server. */
  const mails = c.table(
    "mails",
    {
      id: c.id(),
      tenantId: c.text(),
      /** What it is about: `invitation`, `password-reset`, … */
      kind: c.text().notNull(),
      recipient: c.text().notNull(),
      subject: c.text().notNull(),
      /** Sealed, because it may hold a link that lets somebody in; gone once it was sent. */
      body: c.text(),
      /** The same as a page, sealed likewise. */
      html: c.text(),
      state: c.oneOf(MAIL_STATES).notNull(),
      attempts: c.integer().notNull().default(0),
      /** What the mail server said last. */
      error: c.text(),
      createdAt: c.instant().notNull(),
      nextTryAt: c.instant().notNull(),
      sentAt: c.instant(),
    },
    (t) => [c.index("mails_state").on(t.state, t.nextTryAt), c.index("mails_created").on(t.createdAt, t.id)],
  );

  /** Files of a mail that was not sent yet; they go when it is sent or discarded. */
  const mailAttachments = c.table(
    "mail_attachments",
    {
      id: c.id(),
      mailId: c
        .text()
        .notNull()
        .references(() => mails.id, { onDelete: "cascade" }),
      name: c.text().notNull(),
      mediaType: c.text().notNull(),
      bytes: c.big().notNull(),
      /** Sealed, base64 inside. */
      body: c.text().notNull(),
    },
    (t) => [c.index("mail_attachments_mail").on(t.mailId)],
  );

  /** Which group opens what. A thing without a row is open to all people of the tenant. */
  const grants = c.table(
    "grants",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      groupId: c.text().notNull(),
      appId: c.text().notNull(),
      kind: c.oneOf(GRANT_KINDS).notNull(),
      /** Id of the sheet, name of the field class; empty for the app itself. */
      target: c.text().notNull().default(""),
      createdAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("grants_once").on(t.tenantId, t.appId, t.kind, t.target, t.groupId),
      c.index("grants_group").on(t.groupId),
    ],
  );

  return { invitations, passwordResets, secondFactors, mails, mailAttachments, grants };
}
