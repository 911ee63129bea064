import type { Columns } from "./columns.sqlite";

export function embeds(c: Columns) {
  /** Public halves of the keys a tenant's host signs tokens with. A private half is never stored. */
  const embedKeys = c.table(
    "embed_keys",
    {
      /** The `kid` of tokens. */
      id: c.id(),
      tenantId: c.text().notNull(),
      name: c.text().notNull(),
      publicJwk: c.json<Record<string, unknown>>().notNull(),
      fromAt: c.instant().notNull(),
      untilAt: c.instant(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      revokedAt: c.instant(),
    },
    (t) => [c.index("embed_keys_tenant").on(t.tenantId, t.createdAt)],
  );

  /** Pages that may frame a tenant's embeds: scheme, host and port. */
  const embedOrigins = c.table(
    "embed_origins",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      origin: c.text().notNull(),
      createdBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("embed_origins_origin").on(t.tenantId, t.origin)],
  );

  const embedSessions = c.table(
    "embed_sessions",
    {
      /** SHA-256 of the opaque session, hex. */
      id: c.id(),
      tenantId: c.text().notNull(),
      appId: c.text().notNull(),
      kind: c.oneOf(["host", "preview"] as const).notNull(),
      /** Who looks: `sub` of the host's token, or the operator of a preview. */
      subject: c.text().notNull(),
      groups: c.json<string[]>().notNull(),
      /** Origin of the page around the embed. */
      origin: c.text().notNull(),
      createdAt: c.instant().notNull(),
      expiresAt: c.instant().notNull(),
      revokedAt: c.instant(),
    },
    (t) => [
      c.index("embed_sessions_tenant").on(t.tenantId, t.createdAt, t.id),
      c.index("embed_sessions_expires").on(t.expiresAt),
    ],
  );

  /** Ids (`tenant:jti`) of host tokens already exchanged, kept until they would have expired. */
  const embedTokens = c.table("embed_tokens", { id: c.id(), expiresAt: c.instant().notNull() }, (t) => [
    c.index("embed_tokens_expires").on(t.expiresAt),
  ]);

  return { embedKeys, embedOrigins, embedSessions, embedTokens };
}
