import type { Columns } from "./columns.sqlite";

export function control(c: Columns) {
  /** `chain` is the tenant's id, or `operator` for what concerns no tenant. */
  const auditEntries = c.table(
    "audit_entries",
    {
      id: c.id(),
      chain: c.text().notNull(),
      seq: c.integer().notNull(),
      at: c.instant().notNull(),
      actor: c.text().notNull(),
      /** As whom, where the actor saw the portal as somebody else. */
      viewedAs: c.text(),
      action: c.text().notNull(),
      target: c.text().notNull(),
      payloadHash: c.text().notNull(),
      previousHash: c.text().notNull(),
      hash: c.text().notNull(),
      /** Network address it was asked from, `cli` for the command line; null for work of the portal itself. */
      address: c.text(),
      /** The request, or the run, that did it; null for entries from before it was kept, and for sweeps. */
      requestId: c.text(),
    },
    (t) => [
      c.uniqueIndex("audit_entries_chain").on(t.chain, t.seq),
      c.index("audit_entries_at").on(t.at, t.id),
      c.index("audit_entries_request").on(t.requestId),
    ],
  );

  /** Erasable on their own: the chain holds only salted hashes. */
  const auditPayloads = c.table("audit_payloads", {
    entryId: c.id(),
    salt: c.text(),
    payload: c.json<Record<string, unknown>>(),
    erasedAt: c.instant(),
  });

  /** Runs of entries taken out of a chain's table, whole and in order, so that the chain still verifies. */
  const auditArchives = c.table(
    "audit_archives",
    {
      id: c.id(),
      chain: c.text().notNull(),
      firstSeq: c.integer().notNull(),
      lastSeq: c.integer().notNull(),
      firstAt: c.instant().notNull(),
      lastAt: c.instant().notNull(),
      /** The entries with their payloads, one JSON a line, gzip, base64. */
      lines: c.text().notNull(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("audit_archives_chain").on(t.chain, t.firstSeq)],
  );

  const idempotencyKeys = c.table(
    "idempotency_keys",
    {
      /** actor, method, path and key in one text. */
      id: c.id(),
      bodyHash: c.text().notNull(),
      state: c.oneOf(["running", "done"] as const).notNull(),
      owner: c.text().notNull(),
      status: c.integer(),
      response: c.text(),
      createdAt: c.instant().notNull(),
    },
    (t) => [c.index("idempotency_keys_created").on(t.createdAt)],
  );

  const settings = c.table("settings", {
    id: c.id(),
    value: c.json<unknown>().notNull(),
    updatedAt: c.instant().notNull(),
  });

  /** State of the built-in platform behind `PlatformState`: one object per (tenant, kind, natural key). */
  const builtinObjects = c.table(
    "builtin_objects",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      kind: c.text().notNull(),
      naturalKey: c.text().notNull(),
      data: c.json<Record<string, unknown>>().notNull(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
    },
    (t) => [c.uniqueIndex("builtin_objects_key").on(t.tenantId, t.kind, t.naturalKey)],
  );

  return { auditEntries, auditPayloads, auditArchives, idempotencyKeys, settings, builtinObjects };
}
