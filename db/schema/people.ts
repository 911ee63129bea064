import type { Columns } from "./columns.sqlite";
import { OPERATOR_ROLES, TENANT_ROLES } from "./states";

export function people(c: Columns) {
  /** Everybody who can sign in. `operatorRole` is null for people of customers only. */
  const users = c.table(
    "users",
    {
      id: c.id(),
      email: c.text().notNull(),
      name: c.text().notNull(),
      passwordHash: c.text(),
      mustChangePassword: c.boolean().notNull().default(false),
      operatorRole: c.oneOf(OPERATOR_ROLES),
      disabledAt: c.instant(),
      /** The address was proven: a mail sent there came back as a click, or an owner vouches for it. */
      verifiedAt: c.instant(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("users_email").on(c.sql`lower(${t.email})`)],
  );

  /** One row per sign-in; the cookie holds only its id, so revoking the row signs out. */
  const sessions = c.table(
    "sessions",
    {
      id: c.id(),
      userId: c
        .text()
        .notNull()
        .references(() => users.id, { onDelete: "cascade" }),
      createdAt: c.instant().notNull(),
      expiresAt: c.instant().notNull(),
      revokedAt: c.instant(),
      ip: c.text(),
      userAgent: c.text(),
    },
    (t) => [c.index("sessions_user").on(t.userId)],
  );

  const members = c.table(
    "members",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      userId: c.text().references(() => users.id),
      email: c.text().notNull(),
      name: c.text().notNull(),
      role: c.oneOf(TENANT_ROLES).notNull(),
      groups: c.json<string[]>().notNull(),
      /** Signs in no more; keeps everything. */
      suspendedAt: c.instant(),
      /** Id in the customer's own directory, as SCIM has it. */
      externalId: c.text(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("members_tenant_email").on(t.tenantId, c.sql`lower(${t.email})`),
      c.uniqueIndex("members_tenant_external").on(t.tenantId, t.externalId),
      c.index("members_user").on(t.userId),
    ],
  );

  const apiKeys = c.table(
    "api_keys",
    {
      id: c.id(),
      name: c.text().notNull(),
      /** SHA-256 of the whole key, hex. The key itself is shown once and never stored. */
      hash: c.text().notNull(),
      hint: c.text().notNull(),
      scopes: c.json<string[]>().notNull(),
      tenantId: c.text(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      lastUsedAt: c.instant(),
      expiresAt: c.instant(),
      revokedAt: c.instant(),
    },
    (t) => [c.uniqueIndex("api_keys_hash").on(t.hash), c.index("api_keys_tenant").on(t.tenantId)],
  );

  /** An operator sees the portal as a member: one row per time, bound to the operator's session. */
  const memberViews = c.table(
    "member_views",
    {
      id: c.id(),
      sessionId: c
        .text()
        .notNull()
        .references(() => sessions.id, { onDelete: "cascade" }),
      operatorId: c.text().notNull(),
      tenantId: c.text().notNull(),
      memberId: c.text().notNull(),
      /** The member's account, as it was at the start. */
      userId: c.text().notNull(),
      reason: c.text().notNull(),
      startedAt: c.instant().notNull(),
      expiresAt: c.instant().notNull(),
      /** From then on it may change things as well. */
      raisedAt: c.instant(),
      endedAt: c.instant(),
    },
    (t) => [c.index("member_views_session").on(t.sessionId), c.index("member_views_member").on(t.memberId)],
  );

  return { users, sessions, members, apiKeys, memberViews };
}
